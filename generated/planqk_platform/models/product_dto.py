from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.product_dto_type import ProductDtoType
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ProductDto")


@_attrs_define
class ProductDto:
    """Something that is charged for.

    Attributes:
        amount_major (float | Unset): Price of one unit, in the currency's main unit.
        currency (str | Unset):
        id (str | Unset):
        name (str | Unset):
        type_ (ProductDtoType | Unset):
        unit_label (str | Unset): What one unit is.
    """

    amount_major: float | Unset = UNSET
    currency: str | Unset = UNSET
    id: str | Unset = UNSET
    name: str | Unset = UNSET
    type_: ProductDtoType | Unset = UNSET
    unit_label: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        amount_major = self.amount_major

        currency = self.currency

        id = self.id

        name = self.name

        type_: str | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_.value

        unit_label = self.unit_label

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if amount_major is not UNSET:
            field_dict["amountMajor"] = amount_major
        if currency is not UNSET:
            field_dict["currency"] = currency
        if id is not UNSET:
            field_dict["id"] = id
        if name is not UNSET:
            field_dict["name"] = name
        if type_ is not UNSET:
            field_dict["type"] = type_
        if unit_label is not UNSET:
            field_dict["unitLabel"] = unit_label

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        amount_major = d.pop("amountMajor", UNSET)

        currency = d.pop("currency", UNSET)

        id = d.pop("id", UNSET)

        name = d.pop("name", UNSET)

        _type_ = d.pop("type", UNSET)
        type_: ProductDtoType | Unset
        if _type_ is None or isinstance(_type_, Unset):
            type_ = UNSET
        else:
            type_ = ProductDtoType(_type_)

        unit_label = d.pop("unitLabel", UNSET)

        product_dto = cls(
            amount_major=amount_major,
            currency=currency,
            id=id,
            name=name,
            type_=type_,
            unit_label=unit_label,
        )

        product_dto.additional_properties = d
        return product_dto

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

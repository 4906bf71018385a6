from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.product_price_dto_type import ProductPriceDtoType
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ProductPriceDto")


@_attrs_define
class ProductPriceDto:
    """
    Attributes:
        price (Money | Unset):
        type_ (ProductPriceDtoType | Unset):
        unit_label (str | Unset):
    """

    price: Money | Unset = UNSET
    type_: ProductPriceDtoType | Unset = UNSET
    unit_label: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        price: dict[str, Any] | Unset = UNSET
        if not isinstance(self.price, Unset):
            price = self.price.to_dict()

        type_: str | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_.value

        unit_label = self.unit_label

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if price is not UNSET:
            field_dict["price"] = price
        if type_ is not UNSET:
            field_dict["type"] = type_
        if unit_label is not UNSET:
            field_dict["unitLabel"] = unit_label

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _price = d.pop("price", UNSET)
        price: Money | Unset
        if _price is None or isinstance(_price, Unset):
            price = UNSET
        else:
            price = Money.from_dict(_price)

        _type_ = d.pop("type", UNSET)
        type_: ProductPriceDtoType | Unset
        if _type_ is None or isinstance(_type_, Unset):
            type_ = UNSET
        else:
            type_ = ProductPriceDtoType(_type_)

        unit_label = d.pop("unitLabel", UNSET)

        product_price_dto = cls(
            price=price,
            type_=type_,
            unit_label=unit_label,
        )

        product_price_dto.additional_properties = d
        return product_price_dto

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


# At the end, because models may hold each other.
from ..models.money import Money

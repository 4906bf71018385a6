from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.pricing_plan_dto_type import PricingPlanDtoType
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="PricingPlanDto")


@_attrs_define
class PricingPlanDto:
    """What a subscription costs.

    Attributes:
        id (str):
        products (list[ProductDto] | Unset): What is charged for under a commercial plan.
        type_ (PricingPlanDtoType | Unset):
    """

    id: str
    products: list[ProductDto] | Unset = UNSET
    type_: PricingPlanDtoType | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        products: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.products, Unset):
            products = []
            for products_item_data in self.products:
                products_item = products_item_data.to_dict()
                products.append(products_item)

        type_: str | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if products is not UNSET:
            field_dict["products"] = products
        if type_ is not UNSET:
            field_dict["type"] = type_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        _products = d.pop("products", UNSET)
        products: list[ProductDto] | Unset = UNSET
        if _products is not None and _products is not UNSET:
            products = []
            for products_item_data in _products:
                products_item = ProductDto.from_dict(products_item_data)

                products.append(products_item)

        _type_ = d.pop("type", UNSET)
        type_: PricingPlanDtoType | Unset
        if _type_ is None or isinstance(_type_, Unset):
            type_ = UNSET
        else:
            type_ = PricingPlanDtoType(_type_)

        pricing_plan_dto = cls(
            id=id,
            products=products,
            type_=type_,
        )

        pricing_plan_dto.additional_properties = d
        return pricing_plan_dto

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
from ..models.product_dto import ProductDto

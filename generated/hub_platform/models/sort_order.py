from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.sort_order_direction import SortOrderDirection
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="SortOrder")


@_attrs_define
class SortOrder:
    """
    Attributes:
        direction (SortOrderDirection):
        property_ (str):
    """

    direction: SortOrderDirection
    property_: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        direction = self.direction.value

        property_ = self.property_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "direction": direction,
                "property": property_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        direction = SortOrderDirection(d.pop("direction"))

        property_ = d.pop("property")

        sort_order = cls(
            direction=direction,
            property_=property_,
        )

        sort_order.additional_properties = d
        return sort_order

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

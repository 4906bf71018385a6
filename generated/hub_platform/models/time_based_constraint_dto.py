from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.time_based_constraint_dto_type import TimeBasedConstraintDtoType
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="TimeBasedConstraintDto")


@_attrs_define
class TimeBasedConstraintDto:
    """
    Attributes:
        type_ (TimeBasedConstraintDtoType):
        valid_from (str):
        valid_until (str):
    """

    type_: TimeBasedConstraintDtoType
    valid_from: str
    valid_until: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_.value

        valid_from = self.valid_from

        valid_until = self.valid_until

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "validFrom": valid_from,
                "validUntil": valid_until,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = TimeBasedConstraintDtoType(d.pop("type"))

        valid_from = d.pop("validFrom")

        valid_until = d.pop("validUntil")

        time_based_constraint_dto = cls(
            type_=type_,
            valid_from=valid_from,
            valid_until=valid_until,
        )

        time_based_constraint_dto.additional_properties = d
        return time_based_constraint_dto

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

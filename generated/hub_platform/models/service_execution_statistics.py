from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ServiceExecutionStatistics")


@_attrs_define
class ServiceExecutionStatistics:
    """
    Attributes:
        last_month_count (int | Unset):
        last_three_months_count (int | Unset):
        this_month_count (int | Unset):
        total_count (int | Unset):
    """

    last_month_count: int | Unset = UNSET
    last_three_months_count: int | Unset = UNSET
    this_month_count: int | Unset = UNSET
    total_count: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        last_month_count = self.last_month_count

        last_three_months_count = self.last_three_months_count

        this_month_count = self.this_month_count

        total_count = self.total_count

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if last_month_count is not UNSET:
            field_dict["lastMonthCount"] = last_month_count
        if last_three_months_count is not UNSET:
            field_dict["lastThreeMonthsCount"] = last_three_months_count
        if this_month_count is not UNSET:
            field_dict["thisMonthCount"] = this_month_count
        if total_count is not UNSET:
            field_dict["totalCount"] = total_count

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        last_month_count = d.pop("lastMonthCount", UNSET)

        last_three_months_count = d.pop("lastThreeMonthsCount", UNSET)

        this_month_count = d.pop("thisMonthCount", UNSET)

        total_count = d.pop("totalCount", UNSET)

        service_execution_statistics = cls(
            last_month_count=last_month_count,
            last_three_months_count=last_three_months_count,
            this_month_count=this_month_count,
            total_count=total_count,
        )

        service_execution_statistics.additional_properties = d
        return service_execution_statistics

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

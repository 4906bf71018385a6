from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ServiceExecutionLogs")


@_attrs_define
class ServiceExecutionLogs:
    """
    Attributes:
        empty (bool | Unset):
        first (LogEntry | Unset):
        last (LogEntry | Unset):
    """

    empty: bool | Unset = UNSET
    first: LogEntry | Unset = UNSET
    last: LogEntry | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        empty = self.empty

        first: dict[str, Any] | Unset = UNSET
        if not isinstance(self.first, Unset):
            first = self.first.to_dict()

        last: dict[str, Any] | Unset = UNSET
        if not isinstance(self.last, Unset):
            last = self.last.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if empty is not UNSET:
            field_dict["empty"] = empty
        if first is not UNSET:
            field_dict["first"] = first
        if last is not UNSET:
            field_dict["last"] = last

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        empty = d.pop("empty", UNSET)

        _first = d.pop("first", UNSET)
        first: LogEntry | Unset
        if _first is None or isinstance(_first, Unset):
            first = UNSET
        else:
            first = LogEntry.from_dict(_first)

        _last = d.pop("last", UNSET)
        last: LogEntry | Unset
        if _last is None or isinstance(_last, Unset):
            last = UNSET
        else:
            last = LogEntry.from_dict(_last)

        service_execution_logs = cls(
            empty=empty,
            first=first,
            last=last,
        )

        service_execution_logs.additional_properties = d
        return service_execution_logs

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
from ..models.log_entry import LogEntry

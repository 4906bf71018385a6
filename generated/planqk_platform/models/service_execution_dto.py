from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ServiceExecutionDto")


@_attrs_define
class ServiceExecutionDto:
    """One execution of a service.

    Attributes:
        id (str):
        created_at (str | Unset):  Example: 2022-12-21 09:30:00.
        ended_at (str | Unset):  Example: 2022-12-21 09:30:00.
        started_at (str | Unset):  Example: 2022-12-21 09:30:00.
    """

    id: str
    created_at: str | Unset = UNSET
    ended_at: str | Unset = UNSET
    started_at: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        created_at = self.created_at

        ended_at = self.ended_at

        started_at = self.started_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if created_at is not UNSET:
            field_dict["createdAt"] = created_at
        if ended_at is not UNSET:
            field_dict["endedAt"] = ended_at
        if started_at is not UNSET:
            field_dict["startedAt"] = started_at

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        created_at = d.pop("createdAt", UNSET)

        ended_at = d.pop("endedAt", UNSET)

        started_at = d.pop("startedAt", UNSET)

        service_execution_dto = cls(
            id=id,
            created_at=created_at,
            ended_at=ended_at,
            started_at=started_at,
        )

        service_execution_dto.additional_properties = d
        return service_execution_dto

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

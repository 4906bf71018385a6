from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="Incident")


@_attrs_define
class Incident:
    """
    Attributes:
        created_at (str | Unset):
        failed_activity_id (str | Unset):
        id (str | Unset):
        message (str | Unset):
        name (str | Unset):
        type_ (str | Unset):
    """

    created_at: str | Unset = UNSET
    failed_activity_id: str | Unset = UNSET
    id: str | Unset = UNSET
    message: str | Unset = UNSET
    name: str | Unset = UNSET
    type_: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        created_at = self.created_at

        failed_activity_id = self.failed_activity_id

        id = self.id

        message = self.message

        name = self.name

        type_ = self.type_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if created_at is not UNSET:
            field_dict["createdAt"] = created_at
        if failed_activity_id is not UNSET:
            field_dict["failedActivityId"] = failed_activity_id
        if id is not UNSET:
            field_dict["id"] = id
        if message is not UNSET:
            field_dict["message"] = message
        if name is not UNSET:
            field_dict["name"] = name
        if type_ is not UNSET:
            field_dict["type"] = type_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        created_at = d.pop("createdAt", UNSET)

        failed_activity_id = d.pop("failedActivityId", UNSET)

        id = d.pop("id", UNSET)

        message = d.pop("message", UNSET)

        name = d.pop("name", UNSET)

        type_ = d.pop("type", UNSET)

        incident = cls(
            created_at=created_at,
            failed_activity_id=failed_activity_id,
            id=id,
            message=message,
            name=name,
            type_=type_,
        )

        incident.additional_properties = d
        return incident

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

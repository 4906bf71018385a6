from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="VariableInstance")


@_attrs_define
class VariableInstance:
    """
    Attributes:
        activity_instance_id (str | Unset):
        activity_model_id (str | Unset):
        id (str | Unset):
        last_modified (str | Unset):
        name (str | Unset):
        type_ (str | Unset):
        value (Any | Unset):
    """

    activity_instance_id: str | Unset = UNSET
    activity_model_id: str | Unset = UNSET
    id: str | Unset = UNSET
    last_modified: str | Unset = UNSET
    name: str | Unset = UNSET
    type_: str | Unset = UNSET
    value: Any | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        activity_instance_id = self.activity_instance_id

        activity_model_id = self.activity_model_id

        id = self.id

        last_modified = self.last_modified

        name = self.name

        type_ = self.type_

        value = self.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if activity_instance_id is not UNSET:
            field_dict["activityInstanceId"] = activity_instance_id
        if activity_model_id is not UNSET:
            field_dict["activityModelId"] = activity_model_id
        if id is not UNSET:
            field_dict["id"] = id
        if last_modified is not UNSET:
            field_dict["lastModified"] = last_modified
        if name is not UNSET:
            field_dict["name"] = name
        if type_ is not UNSET:
            field_dict["type"] = type_
        if value is not UNSET:
            field_dict["value"] = value

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        activity_instance_id = d.pop("activityInstanceId", UNSET)

        activity_model_id = d.pop("activityModelId", UNSET)

        id = d.pop("id", UNSET)

        last_modified = d.pop("lastModified", UNSET)

        name = d.pop("name", UNSET)

        type_ = d.pop("type", UNSET)

        value = d.pop("value", UNSET)

        variable_instance = cls(
            activity_instance_id=activity_instance_id,
            activity_model_id=activity_model_id,
            id=id,
            last_modified=last_modified,
            name=name,
            type_=type_,
            value=value,
        )

        variable_instance.additional_properties = d
        return variable_instance

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

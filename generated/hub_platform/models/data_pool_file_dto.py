from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="DataPoolFileDto")


@_attrs_define
class DataPoolFileDto:
    """
    Attributes:
        id (str):
        name (str):
        content_length (int | Unset):
        content_type (str | Unset):
        created_at (str | Unset):
        data_pool_id (str | Unset):
        full_path (str | Unset):
    """

    id: str
    name: str
    content_length: int | Unset = UNSET
    content_type: str | Unset = UNSET
    created_at: str | Unset = UNSET
    data_pool_id: str | Unset = UNSET
    full_path: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        content_length = self.content_length

        content_type = self.content_type

        created_at = self.created_at

        data_pool_id = self.data_pool_id

        full_path = self.full_path

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
            }
        )
        if content_length is not UNSET:
            field_dict["contentLength"] = content_length
        if content_type is not UNSET:
            field_dict["contentType"] = content_type
        if created_at is not UNSET:
            field_dict["createdAt"] = created_at
        if data_pool_id is not UNSET:
            field_dict["dataPoolId"] = data_pool_id
        if full_path is not UNSET:
            field_dict["fullPath"] = full_path

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        content_length = d.pop("contentLength", UNSET)

        content_type = d.pop("contentType", UNSET)

        created_at = d.pop("createdAt", UNSET)

        data_pool_id = d.pop("dataPoolId", UNSET)

        full_path = d.pop("fullPath", UNSET)

        data_pool_file_dto = cls(
            id=id,
            name=name,
            content_length=content_length,
            content_type=content_type,
            created_at=created_at,
            data_pool_id=data_pool_id,
            full_path=full_path,
        )

        data_pool_file_dto.additional_properties = d
        return data_pool_file_dto

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

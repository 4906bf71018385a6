from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.data_pool_dto_current_user_permission import DataPoolDtoCurrentUserPermission
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="DataPoolDto")


@_attrs_define
class DataPoolDto:
    """
    Attributes:
        id (str):
        name (str):
        created_at (str | Unset):
        current_user_permission (DataPoolDtoCurrentUserPermission | Unset):
        description (str | Unset):
        short_description (str | Unset):
        tags (list[str] | Unset):
    """

    id: str
    name: str
    created_at: str | Unset = UNSET
    current_user_permission: DataPoolDtoCurrentUserPermission | Unset = UNSET
    description: str | Unset = UNSET
    short_description: str | Unset = UNSET
    tags: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        created_at = self.created_at

        current_user_permission: str | Unset = UNSET
        if not isinstance(self.current_user_permission, Unset):
            current_user_permission = self.current_user_permission.value

        description = self.description

        short_description = self.short_description

        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
            }
        )
        if created_at is not UNSET:
            field_dict["createdAt"] = created_at
        if current_user_permission is not UNSET:
            field_dict["currentUserPermission"] = current_user_permission
        if description is not UNSET:
            field_dict["description"] = description
        if short_description is not UNSET:
            field_dict["shortDescription"] = short_description
        if tags is not UNSET:
            field_dict["tags"] = tags

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        created_at = d.pop("createdAt", UNSET)

        _current_user_permission = d.pop("currentUserPermission", UNSET)
        current_user_permission: DataPoolDtoCurrentUserPermission | Unset
        if _current_user_permission is None or isinstance(_current_user_permission, Unset):
            current_user_permission = UNSET
        else:
            current_user_permission = DataPoolDtoCurrentUserPermission(_current_user_permission)

        description = d.pop("description", UNSET)

        short_description = d.pop("shortDescription", UNSET)

        tags = cast(list[str], d.pop("tags", UNSET))

        data_pool_dto = cls(
            id=id,
            name=name,
            created_at=created_at,
            current_user_permission=current_user_permission,
            description=description,
            short_description=short_description,
            tags=tags,
        )

        data_pool_dto.additional_properties = d
        return data_pool_dto

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

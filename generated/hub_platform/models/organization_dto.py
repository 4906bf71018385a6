from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.organization_dto_account_type import OrganizationDtoAccountType
from ..models.organization_dto_current_user_permission import OrganizationDtoCurrentUserPermission
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="OrganizationDto")


@_attrs_define
class OrganizationDto:
    """
    Attributes:
        display_name (str):
        id (str):
        account_type (OrganizationDtoAccountType | Unset):
        current_user_permission (OrganizationDtoCurrentUserPermission | Unset):
        description (str | Unset):
        image_url (str | Unset):
        is_user_last_owner (bool | Unset):
        name (str | Unset):
        user_last_owner (bool | Unset):
    """

    display_name: str
    id: str
    account_type: OrganizationDtoAccountType | Unset = UNSET
    current_user_permission: OrganizationDtoCurrentUserPermission | Unset = UNSET
    description: str | Unset = UNSET
    image_url: str | Unset = UNSET
    is_user_last_owner: bool | Unset = UNSET
    name: str | Unset = UNSET
    user_last_owner: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        display_name = self.display_name

        id = self.id

        account_type: str | Unset = UNSET
        if not isinstance(self.account_type, Unset):
            account_type = self.account_type.value

        current_user_permission: str | Unset = UNSET
        if not isinstance(self.current_user_permission, Unset):
            current_user_permission = self.current_user_permission.value

        description = self.description

        image_url = self.image_url

        is_user_last_owner = self.is_user_last_owner

        name = self.name

        user_last_owner = self.user_last_owner

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "displayName": display_name,
                "id": id,
            }
        )
        if account_type is not UNSET:
            field_dict["accountType"] = account_type
        if current_user_permission is not UNSET:
            field_dict["currentUserPermission"] = current_user_permission
        if description is not UNSET:
            field_dict["description"] = description
        if image_url is not UNSET:
            field_dict["imageUrl"] = image_url
        if is_user_last_owner is not UNSET:
            field_dict["isUserLastOwner"] = is_user_last_owner
        if name is not UNSET:
            field_dict["name"] = name
        if user_last_owner is not UNSET:
            field_dict["userLastOwner"] = user_last_owner

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        display_name = d.pop("displayName")

        id = d.pop("id")

        _account_type = d.pop("accountType", UNSET)
        account_type: OrganizationDtoAccountType | Unset
        if _account_type is None or isinstance(_account_type, Unset):
            account_type = UNSET
        else:
            account_type = OrganizationDtoAccountType(_account_type)

        _current_user_permission = d.pop("currentUserPermission", UNSET)
        current_user_permission: OrganizationDtoCurrentUserPermission | Unset
        if _current_user_permission is None or isinstance(_current_user_permission, Unset):
            current_user_permission = UNSET
        else:
            current_user_permission = OrganizationDtoCurrentUserPermission(_current_user_permission)

        description = d.pop("description", UNSET)

        image_url = d.pop("imageUrl", UNSET)

        is_user_last_owner = d.pop("isUserLastOwner", UNSET)

        name = d.pop("name", UNSET)

        user_last_owner = d.pop("userLastOwner", UNSET)

        organization_dto = cls(
            display_name=display_name,
            id=id,
            account_type=account_type,
            current_user_permission=current_user_permission,
            description=description,
            image_url=image_url,
            is_user_last_owner=is_user_last_owner,
            name=name,
            user_last_owner=user_last_owner,
        )

        organization_dto.additional_properties = d
        return organization_dto

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

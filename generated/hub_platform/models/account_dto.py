from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.account_dto_account_type import AccountDtoAccountType
from ..models.account_dto_role import AccountDtoRole
from ..models.account_dto_tenant_type import AccountDtoTenantType
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="AccountDto")


@_attrs_define
class AccountDto:
    """
    Attributes:
        display_name (str):
        id (str):
        account_type (AccountDtoAccountType | Unset):
        is_organization (bool | Unset):
        organization (bool | Unset):
        role (AccountDtoRole | Unset):
        tenant_type (AccountDtoTenantType | Unset):
    """

    display_name: str
    id: str
    account_type: AccountDtoAccountType | Unset = UNSET
    is_organization: bool | Unset = UNSET
    organization: bool | Unset = UNSET
    role: AccountDtoRole | Unset = UNSET
    tenant_type: AccountDtoTenantType | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        display_name = self.display_name

        id = self.id

        account_type: str | Unset = UNSET
        if not isinstance(self.account_type, Unset):
            account_type = self.account_type.value

        is_organization = self.is_organization

        organization = self.organization

        role: str | Unset = UNSET
        if not isinstance(self.role, Unset):
            role = self.role.value

        tenant_type: str | Unset = UNSET
        if not isinstance(self.tenant_type, Unset):
            tenant_type = self.tenant_type.value

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
        if is_organization is not UNSET:
            field_dict["isOrganization"] = is_organization
        if organization is not UNSET:
            field_dict["organization"] = organization
        if role is not UNSET:
            field_dict["role"] = role
        if tenant_type is not UNSET:
            field_dict["tenantType"] = tenant_type

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        display_name = d.pop("displayName")

        id = d.pop("id")

        _account_type = d.pop("accountType", UNSET)
        account_type: AccountDtoAccountType | Unset
        if _account_type is None or isinstance(_account_type, Unset):
            account_type = UNSET
        else:
            account_type = AccountDtoAccountType(_account_type)

        is_organization = d.pop("isOrganization", UNSET)

        organization = d.pop("organization", UNSET)

        _role = d.pop("role", UNSET)
        role: AccountDtoRole | Unset
        if _role is None or isinstance(_role, Unset):
            role = UNSET
        else:
            role = AccountDtoRole(_role)

        _tenant_type = d.pop("tenantType", UNSET)
        tenant_type: AccountDtoTenantType | Unset
        if _tenant_type is None or isinstance(_tenant_type, Unset):
            tenant_type = UNSET
        else:
            tenant_type = AccountDtoTenantType(_tenant_type)

        account_dto = cls(
            display_name=display_name,
            id=id,
            account_type=account_type,
            is_organization=is_organization,
            organization=organization,
            role=role,
            tenant_type=tenant_type,
        )

        account_dto.additional_properties = d
        return account_dto

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

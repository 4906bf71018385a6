from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.personal_access_token_principal_account_type import PersonalAccessTokenPrincipalAccountType
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="PersonalAccessTokenPrincipal")


@_attrs_define
class PersonalAccessTokenPrincipal:
    """
    Attributes:
        access_token (AccessToken):
        account_type (PersonalAccessTokenPrincipalAccountType):
        id (str):
        organization_memberships (list[OrganizationMembership]):
        type_ (Literal['token.personal']):  Default: 'token.personal'.
    """

    access_token: AccessToken
    account_type: PersonalAccessTokenPrincipalAccountType
    id: str
    organization_memberships: list[OrganizationMembership]
    type_: Literal["token.personal"] = "token.personal"
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        access_token = self.access_token.to_dict()

        account_type = self.account_type.value

        id = self.id

        organization_memberships = []
        for organization_memberships_item_data in self.organization_memberships:
            organization_memberships_item = organization_memberships_item_data.to_dict()
            organization_memberships.append(organization_memberships_item)

        type_ = self.type_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "accessToken": access_token,
                "accountType": account_type,
                "id": id,
                "organizationMemberships": organization_memberships,
                "type": type_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        access_token = AccessToken.from_dict(d.pop("accessToken"))

        account_type = PersonalAccessTokenPrincipalAccountType(d.pop("accountType"))

        id = d.pop("id")

        organization_memberships = []
        _organization_memberships = d.pop("organizationMemberships")
        for organization_memberships_item_data in _organization_memberships or []:
            organization_memberships_item = OrganizationMembership.from_dict(organization_memberships_item_data)

            organization_memberships.append(organization_memberships_item)

        type_ = cast(Literal["token.personal"], d.pop("type"))
        if type_ != "token.personal":
            raise ValueError(f"type must match const 'token.personal', got '{type_}'")

        personal_access_token_principal = cls(
            access_token=access_token,
            account_type=account_type,
            id=id,
            organization_memberships=organization_memberships,
            type_=type_,
        )

        personal_access_token_principal.additional_properties = d
        return personal_access_token_principal

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
from ..models.access_token import AccessToken
from ..models.organization_membership import OrganizationMembership

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.share_service_body_role import ShareServiceBodyRole
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ShareServiceBody")


@_attrs_define
class ShareServiceBody:
    """
    Attributes:
        role (ShareServiceBodyRole | Unset):
        shared_with (OrganizationTenant | UnknownVariant | Unset | UserTenant):
    """

    role: ShareServiceBodyRole | Unset = UNSET
    shared_with: OrganizationTenant | UnknownVariant | Unset | UserTenant = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        role: str | Unset = UNSET
        if not isinstance(self.role, Unset):
            role = self.role.value

        shared_with: dict[str, Any] | Unset
        if isinstance(self.shared_with, Unset):
            shared_with = UNSET
        elif isinstance(self.shared_with, OrganizationTenant):
            shared_with = self.shared_with.to_dict()
        elif isinstance(self.shared_with, UserTenant):
            shared_with = self.shared_with.to_dict()
        else:
            shared_with = self.shared_with.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if role is not UNSET:
            field_dict["role"] = role
        if shared_with is not UNSET:
            field_dict["sharedWith"] = shared_with

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _role = d.pop("role", UNSET)
        role: ShareServiceBodyRole | Unset
        if _role is None or isinstance(_role, Unset):
            role = UNSET
        else:
            role = ShareServiceBodyRole(_role)

        def _parse_shared_with(data: object) -> OrganizationTenant | UnknownVariant | Unset | UserTenant:
            if data is None or isinstance(data, Unset):
                return UNSET
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_tenant_id_type_0 = OrganizationTenant.from_dict(data)

                return componentsschemas_tenant_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_tenant_id_type_1 = UserTenant.from_dict(data)

                return componentsschemas_tenant_id_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_tenant_id_type_2 = UnknownVariant.from_dict(data)

            return componentsschemas_tenant_id_type_2

        shared_with = _parse_shared_with(d.pop("sharedWith", UNSET))

        share_service_body = cls(
            role=role,
            shared_with=shared_with,
        )

        share_service_body.additional_properties = d
        return share_service_body

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
from ..models.organization_tenant import OrganizationTenant
from ..models.unknown_variant import UnknownVariant
from ..models.user_tenant import UserTenant

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.share_dto_role import ShareDtoRole
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ShareDto")


@_attrs_define
class ShareDto:
    """
    Attributes:
        id (str):
        active (bool | Unset):
        constraints (list[TimeBasedConstraintDto] | Unset):
        created_at (str | Unset):
        revoked_at (str | Unset):
        role (ShareDtoRole | Unset):
        shared_with (OrganizationTenant | UnknownVariant | Unset | UserTenant):
    """

    id: str
    active: bool | Unset = UNSET
    constraints: list[TimeBasedConstraintDto] | Unset = UNSET
    created_at: str | Unset = UNSET
    revoked_at: str | Unset = UNSET
    role: ShareDtoRole | Unset = UNSET
    shared_with: OrganizationTenant | UnknownVariant | Unset | UserTenant = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        active = self.active

        constraints: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.constraints, Unset):
            constraints = []
            for constraints_item_data in self.constraints:
                constraints_item = constraints_item_data.to_dict()
                constraints.append(constraints_item)

        created_at = self.created_at

        revoked_at = self.revoked_at

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
        field_dict.update(
            {
                "id": id,
            }
        )
        if active is not UNSET:
            field_dict["active"] = active
        if constraints is not UNSET:
            field_dict["constraints"] = constraints
        if created_at is not UNSET:
            field_dict["createdAt"] = created_at
        if revoked_at is not UNSET:
            field_dict["revokedAt"] = revoked_at
        if role is not UNSET:
            field_dict["role"] = role
        if shared_with is not UNSET:
            field_dict["sharedWith"] = shared_with

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        active = d.pop("active", UNSET)

        _constraints = d.pop("constraints", UNSET)
        constraints: list[TimeBasedConstraintDto] | Unset = UNSET
        if _constraints is not None and _constraints is not UNSET:
            constraints = []
            for constraints_item_data in _constraints:
                constraints_item = TimeBasedConstraintDto.from_dict(constraints_item_data)

                constraints.append(constraints_item)

        created_at = d.pop("createdAt", UNSET)

        revoked_at = d.pop("revokedAt", UNSET)

        _role = d.pop("role", UNSET)
        role: ShareDtoRole | Unset
        if _role is None or isinstance(_role, Unset):
            role = UNSET
        else:
            role = ShareDtoRole(_role)

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

        share_dto = cls(
            id=id,
            active=active,
            constraints=constraints,
            created_at=created_at,
            revoked_at=revoked_at,
            role=role,
            shared_with=shared_with,
        )

        share_dto.additional_properties = d
        return share_dto

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
from ..models.time_based_constraint_dto import TimeBasedConstraintDto
from ..models.unknown_variant import UnknownVariant
from ..models.user_tenant import UserTenant

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="OrganizationTenant")


@_attrs_define
class OrganizationTenant:
    """
    Attributes:
        tenant_type (Literal['ORGANIZATION']):  Default: 'ORGANIZATION'.
        value (str | Unset):
    """

    tenant_type: Literal["ORGANIZATION"] = "ORGANIZATION"
    value: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        tenant_type = self.tenant_type

        value = self.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "tenantType": tenant_type,
            }
        )
        if value is not UNSET:
            field_dict["value"] = value

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        tenant_type = cast(Literal["ORGANIZATION"], d.pop("tenantType"))
        if tenant_type != "ORGANIZATION":
            raise ValueError(f"tenantType must match const 'ORGANIZATION', got '{tenant_type}'")

        value = d.pop("value", UNSET)

        organization_tenant = cls(
            tenant_type=tenant_type,
            value=value,
        )

        organization_tenant.additional_properties = d
        return organization_tenant

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

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="CreateExternalServiceBody")


@_attrs_define
class CreateExternalServiceBody:
    """
    Attributes:
        name (str):
        url (str): Where the gateway forwards to.
        description (str | Unset):
        security_configuration (ServiceSecurityConfigurationAccessToken | ServiceSecurityConfigurationBasic |
            ServiceSecurityConfigurationNone | UnknownVariant | Unset):
        summary (str | Unset):
    """

    name: str
    url: str
    description: str | Unset = UNSET
    security_configuration: (
        ServiceSecurityConfigurationAccessToken
        | ServiceSecurityConfigurationBasic
        | ServiceSecurityConfigurationNone
        | UnknownVariant
        | Unset
    ) = UNSET
    summary: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        url = self.url

        description = self.description

        security_configuration: dict[str, Any] | Unset
        if isinstance(self.security_configuration, Unset):
            security_configuration = UNSET
        elif isinstance(self.security_configuration, ServiceSecurityConfigurationAccessToken):
            security_configuration = self.security_configuration.to_dict()
        elif isinstance(self.security_configuration, ServiceSecurityConfigurationBasic):
            security_configuration = self.security_configuration.to_dict()
        elif isinstance(self.security_configuration, ServiceSecurityConfigurationNone):
            security_configuration = self.security_configuration.to_dict()
        else:
            security_configuration = self.security_configuration.to_dict()

        summary = self.summary

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "url": url,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description
        if security_configuration is not UNSET:
            field_dict["securityConfiguration"] = security_configuration
        if summary is not UNSET:
            field_dict["summary"] = summary

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        url = d.pop("url")

        description = d.pop("description", UNSET)

        def _parse_security_configuration(
            data: object,
        ) -> (
            ServiceSecurityConfigurationAccessToken
            | ServiceSecurityConfigurationBasic
            | ServiceSecurityConfigurationNone
            | UnknownVariant
            | Unset
        ):
            if data is None or isinstance(data, Unset):
                return UNSET
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_service_security_configuration_type_0 = (
                    ServiceSecurityConfigurationAccessToken.from_dict(data)
                )

                return componentsschemas_service_security_configuration_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_service_security_configuration_type_1 = ServiceSecurityConfigurationBasic.from_dict(
                    data
                )

                return componentsschemas_service_security_configuration_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_service_security_configuration_type_2 = ServiceSecurityConfigurationNone.from_dict(
                    data
                )

                return componentsschemas_service_security_configuration_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_service_security_configuration_type_3 = UnknownVariant.from_dict(data)

            return componentsschemas_service_security_configuration_type_3

        security_configuration = _parse_security_configuration(d.pop("securityConfiguration", UNSET))

        summary = d.pop("summary", UNSET)

        create_external_service_body = cls(
            name=name,
            url=url,
            description=description,
            security_configuration=security_configuration,
            summary=summary,
        )

        create_external_service_body.additional_properties = d
        return create_external_service_body

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
from ..models.service_security_configuration_access_token import ServiceSecurityConfigurationAccessToken
from ..models.service_security_configuration_basic import ServiceSecurityConfigurationBasic
from ..models.service_security_configuration_none import ServiceSecurityConfigurationNone
from ..models.unknown_variant import UnknownVariant

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.service_runtime_configuration_runtime import ServiceRuntimeConfigurationRuntime
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ServiceRuntimeConfiguration")


@_attrs_define
class ServiceRuntimeConfiguration:
    """
    Attributes:
        runtime (ServiceRuntimeConfigurationRuntime):
        apply_provider_tokens (bool | Unset): Whether the service may use the provider tokens of its owner.
        environment (ServiceRuntimeConfigurationEnvironment | Unset): Secret: environment variables of the service,
            never shown.
    """

    runtime: ServiceRuntimeConfigurationRuntime
    apply_provider_tokens: bool | Unset = UNSET
    environment: ServiceRuntimeConfigurationEnvironment | Unset = _attrs_field(default=UNSET, repr=False)
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        runtime = self.runtime.value

        apply_provider_tokens = self.apply_provider_tokens

        environment: dict[str, Any] | Unset = UNSET
        if not isinstance(self.environment, Unset):
            environment = self.environment.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "runtime": runtime,
            }
        )
        if apply_provider_tokens is not UNSET:
            field_dict["applyProviderTokens"] = apply_provider_tokens
        if environment is not UNSET:
            field_dict["environment"] = environment

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        runtime = ServiceRuntimeConfigurationRuntime(d.pop("runtime"))

        apply_provider_tokens = d.pop("applyProviderTokens", UNSET)

        _environment = d.pop("environment", UNSET)
        environment: ServiceRuntimeConfigurationEnvironment | Unset
        if _environment is None or isinstance(_environment, Unset):
            environment = UNSET
        else:
            environment = ServiceRuntimeConfigurationEnvironment.from_dict(_environment)

        service_runtime_configuration = cls(
            runtime=runtime,
            apply_provider_tokens=apply_provider_tokens,
            environment=environment,
        )

        service_runtime_configuration.additional_properties = d
        return service_runtime_configuration

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
from ..models.service_runtime_configuration_environment import ServiceRuntimeConfigurationEnvironment

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="CreateManagedServiceBody")


@_attrs_define
class CreateManagedServiceBody:
    """
    Attributes:
        name (str):
        source (ServiceSourceFile | ServiceSourceRegistry | ServiceSourceRepository | UnknownVariant):
        description (str | Unset):
        resource_configurations (list[ServiceResourceConfigurationCpu | ServiceResourceConfigurationGpu |
            ServiceResourceConfigurationMemory | UnknownVariant] | Unset):
        runtime_configuration (ServiceRuntimeConfiguration | Unset):
        summary (str | Unset):
    """

    name: str
    source: ServiceSourceFile | ServiceSourceRegistry | ServiceSourceRepository | UnknownVariant
    description: str | Unset = UNSET
    resource_configurations: (
        list[
            ServiceResourceConfigurationCpu
            | ServiceResourceConfigurationGpu
            | ServiceResourceConfigurationMemory
            | UnknownVariant
        ]
        | Unset
    ) = UNSET
    runtime_configuration: ServiceRuntimeConfiguration | Unset = UNSET
    summary: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        source: dict[str, Any]
        if isinstance(self.source, ServiceSourceFile):
            source = self.source.to_dict()
        elif isinstance(self.source, ServiceSourceRegistry):
            source = self.source.to_dict()
        elif isinstance(self.source, ServiceSourceRepository):
            source = self.source.to_dict()
        else:
            source = self.source.to_dict()

        description = self.description

        resource_configurations: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.resource_configurations, Unset):
            resource_configurations = []
            for resource_configurations_item_data in self.resource_configurations:
                resource_configurations_item: dict[str, Any]
                if isinstance(resource_configurations_item_data, ServiceResourceConfigurationCpu):
                    resource_configurations_item = resource_configurations_item_data.to_dict()
                elif isinstance(resource_configurations_item_data, ServiceResourceConfigurationGpu):
                    resource_configurations_item = resource_configurations_item_data.to_dict()
                elif isinstance(resource_configurations_item_data, ServiceResourceConfigurationMemory):
                    resource_configurations_item = resource_configurations_item_data.to_dict()
                else:
                    resource_configurations_item = resource_configurations_item_data.to_dict()

                resource_configurations.append(resource_configurations_item)

        runtime_configuration: dict[str, Any] | Unset = UNSET
        if not isinstance(self.runtime_configuration, Unset):
            runtime_configuration = self.runtime_configuration.to_dict()

        summary = self.summary

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "source": source,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description
        if resource_configurations is not UNSET:
            field_dict["resourceConfigurations"] = resource_configurations
        if runtime_configuration is not UNSET:
            field_dict["runtimeConfiguration"] = runtime_configuration
        if summary is not UNSET:
            field_dict["summary"] = summary

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        def _parse_source(
            data: object,
        ) -> ServiceSourceFile | ServiceSourceRegistry | ServiceSourceRepository | UnknownVariant:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_service_source_type_0 = ServiceSourceFile.from_dict(data)

                return componentsschemas_service_source_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_service_source_type_1 = ServiceSourceRegistry.from_dict(data)

                return componentsschemas_service_source_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_service_source_type_2 = ServiceSourceRepository.from_dict(data)

                return componentsschemas_service_source_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_service_source_type_3 = UnknownVariant.from_dict(data)

            return componentsschemas_service_source_type_3

        source = _parse_source(d.pop("source"))

        description = d.pop("description", UNSET)

        _resource_configurations = d.pop("resourceConfigurations", UNSET)
        resource_configurations: (
            list[
                ServiceResourceConfigurationCpu
                | ServiceResourceConfigurationGpu
                | ServiceResourceConfigurationMemory
                | UnknownVariant
            ]
            | Unset
        ) = UNSET
        if _resource_configurations is not None and _resource_configurations is not UNSET:
            resource_configurations = []
            for resource_configurations_item_data in _resource_configurations:

                def _parse_resource_configurations_item(
                    data: object,
                ) -> (
                    ServiceResourceConfigurationCpu
                    | ServiceResourceConfigurationGpu
                    | ServiceResourceConfigurationMemory
                    | UnknownVariant
                ):
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_service_resource_configuration_type_0 = (
                            ServiceResourceConfigurationCpu.from_dict(data)
                        )

                        return componentsschemas_service_resource_configuration_type_0
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_service_resource_configuration_type_1 = (
                            ServiceResourceConfigurationGpu.from_dict(data)
                        )

                        return componentsschemas_service_resource_configuration_type_1
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_service_resource_configuration_type_2 = (
                            ServiceResourceConfigurationMemory.from_dict(data)
                        )

                        return componentsschemas_service_resource_configuration_type_2
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_service_resource_configuration_type_3 = UnknownVariant.from_dict(data)

                    return componentsschemas_service_resource_configuration_type_3

                resource_configurations_item = _parse_resource_configurations_item(resource_configurations_item_data)

                resource_configurations.append(resource_configurations_item)

        _runtime_configuration = d.pop("runtimeConfiguration", UNSET)
        runtime_configuration: ServiceRuntimeConfiguration | Unset
        if _runtime_configuration is None or isinstance(_runtime_configuration, Unset):
            runtime_configuration = UNSET
        else:
            runtime_configuration = ServiceRuntimeConfiguration.from_dict(_runtime_configuration)

        summary = d.pop("summary", UNSET)

        create_managed_service_body = cls(
            name=name,
            source=source,
            description=description,
            resource_configurations=resource_configurations,
            runtime_configuration=runtime_configuration,
            summary=summary,
        )

        create_managed_service_body.additional_properties = d
        return create_managed_service_body

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
from ..models.service_resource_configuration_cpu import ServiceResourceConfigurationCpu
from ..models.service_resource_configuration_gpu import ServiceResourceConfigurationGpu
from ..models.service_resource_configuration_memory import ServiceResourceConfigurationMemory
from ..models.service_runtime_configuration import ServiceRuntimeConfiguration
from ..models.service_source_file import ServiceSourceFile
from ..models.service_source_registry import ServiceSourceRegistry
from ..models.service_source_repository import ServiceSourceRepository
from ..models.unknown_variant import UnknownVariant

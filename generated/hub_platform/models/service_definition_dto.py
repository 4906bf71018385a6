from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.service_definition_dto_lifecycle import ServiceDefinitionDtoLifecycle
from ..models.service_definition_dto_type import ServiceDefinitionDtoType
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ServiceDefinitionDto")


@_attrs_define
class ServiceDefinitionDto:
    """
    Attributes:
        id (str):
        configurations (list[ServiceResourceConfigurationCpu | ServiceResourceConfigurationGpu |
            ServiceResourceConfigurationMemory | UnknownVariant] | Unset):
        context (str | Unset):
        created_at (str | Unset):
        description (str | Unset):
        gateway_endpoint (str | Unset): Where the service is executed, once it is published.
        lifecycle (ServiceDefinitionDtoLifecycle | Unset):
        name (str | Unset):
        pricing_plans (list[PricingPlanDto] | Unset):
        process_definition_id (str | Unset):
        production_endpoint (str | Unset): Where the gateway forwards to.
        runtime_configuration (ServiceRuntimeConfiguration | Unset):
        security_configuration (ServiceSecurityConfigurationAccessToken | ServiceSecurityConfigurationBasic |
            ServiceSecurityConfigurationNone | UnknownVariant | Unset):
        source (ServiceSourceFile | ServiceSourceRegistry | ServiceSourceRepository | UnknownVariant | Unset):
        summary (str | Unset):
        type_ (ServiceDefinitionDtoType | Unset):
        version (str | Unset):
        workflow_model (str | Unset):
    """

    id: str
    configurations: (
        list[
            ServiceResourceConfigurationCpu
            | ServiceResourceConfigurationGpu
            | ServiceResourceConfigurationMemory
            | UnknownVariant
        ]
        | Unset
    ) = UNSET
    context: str | Unset = UNSET
    created_at: str | Unset = UNSET
    description: str | Unset = UNSET
    gateway_endpoint: str | Unset = UNSET
    lifecycle: ServiceDefinitionDtoLifecycle | Unset = UNSET
    name: str | Unset = UNSET
    pricing_plans: list[PricingPlanDto] | Unset = UNSET
    process_definition_id: str | Unset = UNSET
    production_endpoint: str | Unset = UNSET
    runtime_configuration: ServiceRuntimeConfiguration | Unset = UNSET
    security_configuration: (
        ServiceSecurityConfigurationAccessToken
        | ServiceSecurityConfigurationBasic
        | ServiceSecurityConfigurationNone
        | UnknownVariant
        | Unset
    ) = UNSET
    source: ServiceSourceFile | ServiceSourceRegistry | ServiceSourceRepository | UnknownVariant | Unset = UNSET
    summary: str | Unset = UNSET
    type_: ServiceDefinitionDtoType | Unset = UNSET
    version: str | Unset = UNSET
    workflow_model: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        configurations: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.configurations, Unset):
            configurations = []
            for configurations_item_data in self.configurations:
                configurations_item: dict[str, Any]
                if isinstance(configurations_item_data, ServiceResourceConfigurationCpu):
                    configurations_item = configurations_item_data.to_dict()
                elif isinstance(configurations_item_data, ServiceResourceConfigurationGpu):
                    configurations_item = configurations_item_data.to_dict()
                elif isinstance(configurations_item_data, ServiceResourceConfigurationMemory):
                    configurations_item = configurations_item_data.to_dict()
                else:
                    configurations_item = configurations_item_data.to_dict()

                configurations.append(configurations_item)

        context = self.context

        created_at = self.created_at

        description = self.description

        gateway_endpoint = self.gateway_endpoint

        lifecycle: str | Unset = UNSET
        if not isinstance(self.lifecycle, Unset):
            lifecycle = self.lifecycle.value

        name = self.name

        pricing_plans: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.pricing_plans, Unset):
            pricing_plans = []
            for pricing_plans_item_data in self.pricing_plans:
                pricing_plans_item = pricing_plans_item_data.to_dict()
                pricing_plans.append(pricing_plans_item)

        process_definition_id = self.process_definition_id

        production_endpoint = self.production_endpoint

        runtime_configuration: dict[str, Any] | Unset = UNSET
        if not isinstance(self.runtime_configuration, Unset):
            runtime_configuration = self.runtime_configuration.to_dict()

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

        source: dict[str, Any] | Unset
        if isinstance(self.source, Unset):
            source = UNSET
        elif isinstance(self.source, ServiceSourceFile):
            source = self.source.to_dict()
        elif isinstance(self.source, ServiceSourceRegistry):
            source = self.source.to_dict()
        elif isinstance(self.source, ServiceSourceRepository):
            source = self.source.to_dict()
        else:
            source = self.source.to_dict()

        summary = self.summary

        type_: str | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_.value

        version = self.version

        workflow_model = self.workflow_model

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if configurations is not UNSET:
            field_dict["configurations"] = configurations
        if context is not UNSET:
            field_dict["context"] = context
        if created_at is not UNSET:
            field_dict["createdAt"] = created_at
        if description is not UNSET:
            field_dict["description"] = description
        if gateway_endpoint is not UNSET:
            field_dict["gatewayEndpoint"] = gateway_endpoint
        if lifecycle is not UNSET:
            field_dict["lifecycle"] = lifecycle
        if name is not UNSET:
            field_dict["name"] = name
        if pricing_plans is not UNSET:
            field_dict["pricingPlans"] = pricing_plans
        if process_definition_id is not UNSET:
            field_dict["processDefinitionId"] = process_definition_id
        if production_endpoint is not UNSET:
            field_dict["productionEndpoint"] = production_endpoint
        if runtime_configuration is not UNSET:
            field_dict["runtimeConfiguration"] = runtime_configuration
        if security_configuration is not UNSET:
            field_dict["securityConfiguration"] = security_configuration
        if source is not UNSET:
            field_dict["source"] = source
        if summary is not UNSET:
            field_dict["summary"] = summary
        if type_ is not UNSET:
            field_dict["type"] = type_
        if version is not UNSET:
            field_dict["version"] = version
        if workflow_model is not UNSET:
            field_dict["workflowModel"] = workflow_model

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        _configurations = d.pop("configurations", UNSET)
        configurations: (
            list[
                ServiceResourceConfigurationCpu
                | ServiceResourceConfigurationGpu
                | ServiceResourceConfigurationMemory
                | UnknownVariant
            ]
            | Unset
        ) = UNSET
        if _configurations is not None and _configurations is not UNSET:
            configurations = []
            for configurations_item_data in _configurations:

                def _parse_configurations_item(
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

                configurations_item = _parse_configurations_item(configurations_item_data)

                configurations.append(configurations_item)

        context = d.pop("context", UNSET)

        created_at = d.pop("createdAt", UNSET)

        description = d.pop("description", UNSET)

        gateway_endpoint = d.pop("gatewayEndpoint", UNSET)

        _lifecycle = d.pop("lifecycle", UNSET)
        lifecycle: ServiceDefinitionDtoLifecycle | Unset
        if _lifecycle is None or isinstance(_lifecycle, Unset):
            lifecycle = UNSET
        else:
            lifecycle = ServiceDefinitionDtoLifecycle(_lifecycle)

        name = d.pop("name", UNSET)

        _pricing_plans = d.pop("pricingPlans", UNSET)
        pricing_plans: list[PricingPlanDto] | Unset = UNSET
        if _pricing_plans is not None and _pricing_plans is not UNSET:
            pricing_plans = []
            for pricing_plans_item_data in _pricing_plans:
                pricing_plans_item = PricingPlanDto.from_dict(pricing_plans_item_data)

                pricing_plans.append(pricing_plans_item)

        process_definition_id = d.pop("processDefinitionId", UNSET)

        production_endpoint = d.pop("productionEndpoint", UNSET)

        _runtime_configuration = d.pop("runtimeConfiguration", UNSET)
        runtime_configuration: ServiceRuntimeConfiguration | Unset
        if _runtime_configuration is None or isinstance(_runtime_configuration, Unset):
            runtime_configuration = UNSET
        else:
            runtime_configuration = ServiceRuntimeConfiguration.from_dict(_runtime_configuration)

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

        def _parse_source(
            data: object,
        ) -> ServiceSourceFile | ServiceSourceRegistry | ServiceSourceRepository | UnknownVariant | Unset:
            if data is None or isinstance(data, Unset):
                return UNSET
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

        source = _parse_source(d.pop("source", UNSET))

        summary = d.pop("summary", UNSET)

        _type_ = d.pop("type", UNSET)
        type_: ServiceDefinitionDtoType | Unset
        if _type_ is None or isinstance(_type_, Unset):
            type_ = UNSET
        else:
            type_ = ServiceDefinitionDtoType(_type_)

        version = d.pop("version", UNSET)

        workflow_model = d.pop("workflowModel", UNSET)

        service_definition_dto = cls(
            id=id,
            configurations=configurations,
            context=context,
            created_at=created_at,
            description=description,
            gateway_endpoint=gateway_endpoint,
            lifecycle=lifecycle,
            name=name,
            pricing_plans=pricing_plans,
            process_definition_id=process_definition_id,
            production_endpoint=production_endpoint,
            runtime_configuration=runtime_configuration,
            security_configuration=security_configuration,
            source=source,
            summary=summary,
            type_=type_,
            version=version,
            workflow_model=workflow_model,
        )

        service_definition_dto.additional_properties = d
        return service_definition_dto

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
from ..models.pricing_plan_dto import PricingPlanDto
from ..models.service_resource_configuration_cpu import ServiceResourceConfigurationCpu
from ..models.service_resource_configuration_gpu import ServiceResourceConfigurationGpu
from ..models.service_resource_configuration_memory import ServiceResourceConfigurationMemory
from ..models.service_runtime_configuration import ServiceRuntimeConfiguration
from ..models.service_security_configuration_access_token import ServiceSecurityConfigurationAccessToken
from ..models.service_security_configuration_basic import ServiceSecurityConfigurationBasic
from ..models.service_security_configuration_none import ServiceSecurityConfigurationNone
from ..models.service_source_file import ServiceSourceFile
from ..models.service_source_registry import ServiceSourceRegistry
from ..models.service_source_repository import ServiceSourceRepository
from ..models.unknown_variant import UnknownVariant

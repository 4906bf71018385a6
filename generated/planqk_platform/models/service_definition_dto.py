from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.service_definition_dto_lifecycle import ServiceDefinitionDtoLifecycle
from ..models.service_definition_dto_quantum_backend import ServiceDefinitionDtoQuantumBackend
from ..models.service_definition_dto_type import ServiceDefinitionDtoType
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ServiceDefinitionDto")


@_attrs_define
class ServiceDefinitionDto:
    """A version of a service.

    Attributes:
        id (str): Id of the version: versionId in the paths.
        configurations (list[ServiceDefinitionDtoConfigurationsInner] | Unset): CPU, memory and GPU the service runs
            with.
        context (str | Unset): Owner's part of the gateway address.
        created_at (str | Unset):  Example: 2022-12-21 09:30:00.
        created_by (str | Unset):
        description (str | Unset):
        gateway_endpoint (str | Unset): Address at which subscribed applications call the service, once it is published.
        industries (list[IndustryDto] | Unset):
        lifecycle (ServiceDefinitionDtoLifecycle | Unset): CREATED: private. ACCESSIBLE: published internally.
            PUBLISHED: on the marketplace.
        logo_url (str | Unset):
        modified_at (str | Unset):  Example: 2022-12-21 09:30:00.
        modified_by (str | Unset):
        name (str | Unset):
        pricing_plans (list[PricingPlanDto] | Unset):
        production_endpoint (str | Unset): Address of an external service.
        quantum_backend (ServiceDefinitionDtoQuantumBackend | Unset):
        runtime_configuration (RuntimeConfiguration | Unset): How the user code is run.
        type_ (ServiceDefinitionDtoType | Unset):
        version (str | Unset):
    """

    id: str
    configurations: list[ServiceDefinitionDtoConfigurationsInner] | Unset = UNSET
    context: str | Unset = UNSET
    created_at: str | Unset = UNSET
    created_by: str | Unset = UNSET
    description: str | Unset = UNSET
    gateway_endpoint: str | Unset = UNSET
    industries: list[IndustryDto] | Unset = UNSET
    lifecycle: ServiceDefinitionDtoLifecycle | Unset = UNSET
    logo_url: str | Unset = UNSET
    modified_at: str | Unset = UNSET
    modified_by: str | Unset = UNSET
    name: str | Unset = UNSET
    pricing_plans: list[PricingPlanDto] | Unset = UNSET
    production_endpoint: str | Unset = UNSET
    quantum_backend: ServiceDefinitionDtoQuantumBackend | Unset = UNSET
    runtime_configuration: RuntimeConfiguration | Unset = UNSET
    type_: ServiceDefinitionDtoType | Unset = UNSET
    version: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        configurations: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.configurations, Unset):
            configurations = []
            for configurations_item_data in self.configurations:
                configurations_item = configurations_item_data.to_dict()
                configurations.append(configurations_item)

        context = self.context

        created_at = self.created_at

        created_by = self.created_by

        description = self.description

        gateway_endpoint = self.gateway_endpoint

        industries: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.industries, Unset):
            industries = []
            for industries_item_data in self.industries:
                industries_item = industries_item_data.to_dict()
                industries.append(industries_item)

        lifecycle: str | Unset = UNSET
        if not isinstance(self.lifecycle, Unset):
            lifecycle = self.lifecycle.value

        logo_url = self.logo_url

        modified_at = self.modified_at

        modified_by = self.modified_by

        name = self.name

        pricing_plans: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.pricing_plans, Unset):
            pricing_plans = []
            for pricing_plans_item_data in self.pricing_plans:
                pricing_plans_item = pricing_plans_item_data.to_dict()
                pricing_plans.append(pricing_plans_item)

        production_endpoint = self.production_endpoint

        quantum_backend: str | Unset = UNSET
        if not isinstance(self.quantum_backend, Unset):
            quantum_backend = self.quantum_backend.value

        runtime_configuration: dict[str, Any] | Unset = UNSET
        if not isinstance(self.runtime_configuration, Unset):
            runtime_configuration = self.runtime_configuration.to_dict()

        type_: str | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_.value

        version = self.version

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
        if created_by is not UNSET:
            field_dict["createdBy"] = created_by
        if description is not UNSET:
            field_dict["description"] = description
        if gateway_endpoint is not UNSET:
            field_dict["gatewayEndpoint"] = gateway_endpoint
        if industries is not UNSET:
            field_dict["industries"] = industries
        if lifecycle is not UNSET:
            field_dict["lifecycle"] = lifecycle
        if logo_url is not UNSET:
            field_dict["logoUrl"] = logo_url
        if modified_at is not UNSET:
            field_dict["modifiedAt"] = modified_at
        if modified_by is not UNSET:
            field_dict["modifiedBy"] = modified_by
        if name is not UNSET:
            field_dict["name"] = name
        if pricing_plans is not UNSET:
            field_dict["pricingPlans"] = pricing_plans
        if production_endpoint is not UNSET:
            field_dict["productionEndpoint"] = production_endpoint
        if quantum_backend is not UNSET:
            field_dict["quantumBackend"] = quantum_backend
        if runtime_configuration is not UNSET:
            field_dict["runtimeConfiguration"] = runtime_configuration
        if type_ is not UNSET:
            field_dict["type"] = type_
        if version is not UNSET:
            field_dict["version"] = version

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        _configurations = d.pop("configurations", UNSET)
        configurations: list[ServiceDefinitionDtoConfigurationsInner] | Unset = UNSET
        if _configurations is not None and _configurations is not UNSET:
            configurations = []
            for configurations_item_data in _configurations:
                configurations_item = ServiceDefinitionDtoConfigurationsInner.from_dict(configurations_item_data)

                configurations.append(configurations_item)

        context = d.pop("context", UNSET)

        created_at = d.pop("createdAt", UNSET)

        created_by = d.pop("createdBy", UNSET)

        description = d.pop("description", UNSET)

        gateway_endpoint = d.pop("gatewayEndpoint", UNSET)

        _industries = d.pop("industries", UNSET)
        industries: list[IndustryDto] | Unset = UNSET
        if _industries is not None and _industries is not UNSET:
            industries = []
            for industries_item_data in _industries:
                industries_item = IndustryDto.from_dict(industries_item_data)

                industries.append(industries_item)

        _lifecycle = d.pop("lifecycle", UNSET)
        lifecycle: ServiceDefinitionDtoLifecycle | Unset
        if _lifecycle is None or isinstance(_lifecycle, Unset):
            lifecycle = UNSET
        else:
            lifecycle = ServiceDefinitionDtoLifecycle(_lifecycle)

        logo_url = d.pop("logoUrl", UNSET)

        modified_at = d.pop("modifiedAt", UNSET)

        modified_by = d.pop("modifiedBy", UNSET)

        name = d.pop("name", UNSET)

        _pricing_plans = d.pop("pricingPlans", UNSET)
        pricing_plans: list[PricingPlanDto] | Unset = UNSET
        if _pricing_plans is not None and _pricing_plans is not UNSET:
            pricing_plans = []
            for pricing_plans_item_data in _pricing_plans:
                pricing_plans_item = PricingPlanDto.from_dict(pricing_plans_item_data)

                pricing_plans.append(pricing_plans_item)

        production_endpoint = d.pop("productionEndpoint", UNSET)

        _quantum_backend = d.pop("quantumBackend", UNSET)
        quantum_backend: ServiceDefinitionDtoQuantumBackend | Unset
        if _quantum_backend is None or isinstance(_quantum_backend, Unset):
            quantum_backend = UNSET
        else:
            quantum_backend = ServiceDefinitionDtoQuantumBackend(_quantum_backend)

        _runtime_configuration = d.pop("runtimeConfiguration", UNSET)
        runtime_configuration: RuntimeConfiguration | Unset
        if _runtime_configuration is None or isinstance(_runtime_configuration, Unset):
            runtime_configuration = UNSET
        else:
            runtime_configuration = RuntimeConfiguration.from_dict(_runtime_configuration)

        _type_ = d.pop("type", UNSET)
        type_: ServiceDefinitionDtoType | Unset
        if _type_ is None or isinstance(_type_, Unset):
            type_ = UNSET
        else:
            type_ = ServiceDefinitionDtoType(_type_)

        version = d.pop("version", UNSET)

        service_definition_dto = cls(
            id=id,
            configurations=configurations,
            context=context,
            created_at=created_at,
            created_by=created_by,
            description=description,
            gateway_endpoint=gateway_endpoint,
            industries=industries,
            lifecycle=lifecycle,
            logo_url=logo_url,
            modified_at=modified_at,
            modified_by=modified_by,
            name=name,
            pricing_plans=pricing_plans,
            production_endpoint=production_endpoint,
            quantum_backend=quantum_backend,
            runtime_configuration=runtime_configuration,
            type_=type_,
            version=version,
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
from ..models.industry_dto import IndustryDto
from ..models.pricing_plan_dto import PricingPlanDto
from ..models.runtime_configuration import RuntimeConfiguration
from ..models.service_definition_dto_configurations_inner import ServiceDefinitionDtoConfigurationsInner

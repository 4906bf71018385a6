from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.api_dto_lifecycle import ApiDtoLifecycle
from ..models.api_dto_pricing_category import ApiDtoPricingCategory
from ..models.api_dto_quantum_backend import ApiDtoQuantumBackend
from ..models.api_dto_service_type import ApiDtoServiceType
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ApiDto")


@_attrs_define
class ApiDto:
    """A service as the marketplace lists it.

    Attributes:
        id (str): Id of the listing.
        name (str):
        context (str | Unset): Owner's part of the gateway address.
        description (str | Unset):
        gateway_endpoint (str | Unset): Address at which subscribed applications call the service.
        industries (list[IndustryDto] | Unset):
        is_featured (bool | Unset):
        lifecycle (ApiDtoLifecycle | Unset):
        pricing_category (ApiDtoPricingCategory | Unset): What kinds of pricing plans there are.
        pricing_plans (list[PricingPlanDto] | Unset):
        provider (str | Unset):
        quantum_backend (ApiDtoQuantumBackend | Unset):
        rating (float | Unset):
        service_id (str | Unset): Id of the service behind the listing.
        service_type (ApiDtoServiceType | Unset):
        version (str | Unset):
    """

    id: str
    name: str
    context: str | Unset = UNSET
    description: str | Unset = UNSET
    gateway_endpoint: str | Unset = UNSET
    industries: list[IndustryDto] | Unset = UNSET
    is_featured: bool | Unset = UNSET
    lifecycle: ApiDtoLifecycle | Unset = UNSET
    pricing_category: ApiDtoPricingCategory | Unset = UNSET
    pricing_plans: list[PricingPlanDto] | Unset = UNSET
    provider: str | Unset = UNSET
    quantum_backend: ApiDtoQuantumBackend | Unset = UNSET
    rating: float | Unset = UNSET
    service_id: str | Unset = UNSET
    service_type: ApiDtoServiceType | Unset = UNSET
    version: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        context = self.context

        description = self.description

        gateway_endpoint = self.gateway_endpoint

        industries: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.industries, Unset):
            industries = []
            for industries_item_data in self.industries:
                industries_item = industries_item_data.to_dict()
                industries.append(industries_item)

        is_featured = self.is_featured

        lifecycle: str | Unset = UNSET
        if not isinstance(self.lifecycle, Unset):
            lifecycle = self.lifecycle.value

        pricing_category: str | Unset = UNSET
        if not isinstance(self.pricing_category, Unset):
            pricing_category = self.pricing_category.value

        pricing_plans: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.pricing_plans, Unset):
            pricing_plans = []
            for pricing_plans_item_data in self.pricing_plans:
                pricing_plans_item = pricing_plans_item_data.to_dict()
                pricing_plans.append(pricing_plans_item)

        provider = self.provider

        quantum_backend: str | Unset = UNSET
        if not isinstance(self.quantum_backend, Unset):
            quantum_backend = self.quantum_backend.value

        rating = self.rating

        service_id = self.service_id

        service_type: str | Unset = UNSET
        if not isinstance(self.service_type, Unset):
            service_type = self.service_type.value

        version = self.version

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
            }
        )
        if context is not UNSET:
            field_dict["context"] = context
        if description is not UNSET:
            field_dict["description"] = description
        if gateway_endpoint is not UNSET:
            field_dict["gatewayEndpoint"] = gateway_endpoint
        if industries is not UNSET:
            field_dict["industries"] = industries
        if is_featured is not UNSET:
            field_dict["isFeatured"] = is_featured
        if lifecycle is not UNSET:
            field_dict["lifecycle"] = lifecycle
        if pricing_category is not UNSET:
            field_dict["pricingCategory"] = pricing_category
        if pricing_plans is not UNSET:
            field_dict["pricingPlans"] = pricing_plans
        if provider is not UNSET:
            field_dict["provider"] = provider
        if quantum_backend is not UNSET:
            field_dict["quantumBackend"] = quantum_backend
        if rating is not UNSET:
            field_dict["rating"] = rating
        if service_id is not UNSET:
            field_dict["serviceId"] = service_id
        if service_type is not UNSET:
            field_dict["serviceType"] = service_type
        if version is not UNSET:
            field_dict["version"] = version

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        context = d.pop("context", UNSET)

        description = d.pop("description", UNSET)

        gateway_endpoint = d.pop("gatewayEndpoint", UNSET)

        _industries = d.pop("industries", UNSET)
        industries: list[IndustryDto] | Unset = UNSET
        if _industries is not None and _industries is not UNSET:
            industries = []
            for industries_item_data in _industries:
                industries_item = IndustryDto.from_dict(industries_item_data)

                industries.append(industries_item)

        is_featured = d.pop("isFeatured", UNSET)

        _lifecycle = d.pop("lifecycle", UNSET)
        lifecycle: ApiDtoLifecycle | Unset
        if _lifecycle is None or isinstance(_lifecycle, Unset):
            lifecycle = UNSET
        else:
            lifecycle = ApiDtoLifecycle(_lifecycle)

        _pricing_category = d.pop("pricingCategory", UNSET)
        pricing_category: ApiDtoPricingCategory | Unset
        if _pricing_category is None or isinstance(_pricing_category, Unset):
            pricing_category = UNSET
        else:
            pricing_category = ApiDtoPricingCategory(_pricing_category)

        _pricing_plans = d.pop("pricingPlans", UNSET)
        pricing_plans: list[PricingPlanDto] | Unset = UNSET
        if _pricing_plans is not None and _pricing_plans is not UNSET:
            pricing_plans = []
            for pricing_plans_item_data in _pricing_plans:
                pricing_plans_item = PricingPlanDto.from_dict(pricing_plans_item_data)

                pricing_plans.append(pricing_plans_item)

        provider = d.pop("provider", UNSET)

        _quantum_backend = d.pop("quantumBackend", UNSET)
        quantum_backend: ApiDtoQuantumBackend | Unset
        if _quantum_backend is None or isinstance(_quantum_backend, Unset):
            quantum_backend = UNSET
        else:
            quantum_backend = ApiDtoQuantumBackend(_quantum_backend)

        rating = d.pop("rating", UNSET)

        service_id = d.pop("serviceId", UNSET)

        _service_type = d.pop("serviceType", UNSET)
        service_type: ApiDtoServiceType | Unset
        if _service_type is None or isinstance(_service_type, Unset):
            service_type = UNSET
        else:
            service_type = ApiDtoServiceType(_service_type)

        version = d.pop("version", UNSET)

        api_dto = cls(
            id=id,
            name=name,
            context=context,
            description=description,
            gateway_endpoint=gateway_endpoint,
            industries=industries,
            is_featured=is_featured,
            lifecycle=lifecycle,
            pricing_category=pricing_category,
            pricing_plans=pricing_plans,
            provider=provider,
            quantum_backend=quantum_backend,
            rating=rating,
            service_id=service_id,
            service_type=service_type,
            version=version,
        )

        api_dto.additional_properties = d
        return api_dto

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

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.marketplace_service_details_dto_lifecycle import MarketplaceServiceDetailsDtoLifecycle
from ..models.marketplace_service_details_dto_pricing_plan_type import MarketplaceServiceDetailsDtoPricingPlanType
from ..models.marketplace_service_details_dto_service_type import MarketplaceServiceDetailsDtoServiceType
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="MarketplaceServiceDetailsDto")


@_attrs_define
class MarketplaceServiceDetailsDto:
    """
    Attributes:
        id (str): Id of the entry, not of the service.
        name (str):
        service_id (str):
        contacts (list[ServiceContact] | Unset):
        context (str | Unset):
        description (str | Unset):
        display_name (str | Unset):
        gateway_endpoint (str | Unset):
        lifecycle (MarketplaceServiceDetailsDtoLifecycle | Unset):
        links (list[ServiceLink] | Unset):
        pricing_plan (PricingPlanDto | Unset):
        pricing_plan_type (MarketplaceServiceDetailsDtoPricingPlanType | Unset):
        provider_id (str | Unset):
        provider_name (str | Unset):
        service_type (MarketplaceServiceDetailsDtoServiceType | Unset):
        starred_by_user (bool | Unset):
        stars (int | Unset):
        summary (str | Unset):
        version (str | Unset):
    """

    id: str
    name: str
    service_id: str
    contacts: list[ServiceContact] | Unset = UNSET
    context: str | Unset = UNSET
    description: str | Unset = UNSET
    display_name: str | Unset = UNSET
    gateway_endpoint: str | Unset = UNSET
    lifecycle: MarketplaceServiceDetailsDtoLifecycle | Unset = UNSET
    links: list[ServiceLink] | Unset = UNSET
    pricing_plan: PricingPlanDto | Unset = UNSET
    pricing_plan_type: MarketplaceServiceDetailsDtoPricingPlanType | Unset = UNSET
    provider_id: str | Unset = UNSET
    provider_name: str | Unset = UNSET
    service_type: MarketplaceServiceDetailsDtoServiceType | Unset = UNSET
    starred_by_user: bool | Unset = UNSET
    stars: int | Unset = UNSET
    summary: str | Unset = UNSET
    version: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        service_id = self.service_id

        contacts: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.contacts, Unset):
            contacts = []
            for contacts_item_data in self.contacts:
                contacts_item = contacts_item_data.to_dict()
                contacts.append(contacts_item)

        context = self.context

        description = self.description

        display_name = self.display_name

        gateway_endpoint = self.gateway_endpoint

        lifecycle: str | Unset = UNSET
        if not isinstance(self.lifecycle, Unset):
            lifecycle = self.lifecycle.value

        links: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.links, Unset):
            links = []
            for links_item_data in self.links:
                links_item = links_item_data.to_dict()
                links.append(links_item)

        pricing_plan: dict[str, Any] | Unset = UNSET
        if not isinstance(self.pricing_plan, Unset):
            pricing_plan = self.pricing_plan.to_dict()

        pricing_plan_type: str | Unset = UNSET
        if not isinstance(self.pricing_plan_type, Unset):
            pricing_plan_type = self.pricing_plan_type.value

        provider_id = self.provider_id

        provider_name = self.provider_name

        service_type: str | Unset = UNSET
        if not isinstance(self.service_type, Unset):
            service_type = self.service_type.value

        starred_by_user = self.starred_by_user

        stars = self.stars

        summary = self.summary

        version = self.version

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "serviceId": service_id,
            }
        )
        if contacts is not UNSET:
            field_dict["contacts"] = contacts
        if context is not UNSET:
            field_dict["context"] = context
        if description is not UNSET:
            field_dict["description"] = description
        if display_name is not UNSET:
            field_dict["displayName"] = display_name
        if gateway_endpoint is not UNSET:
            field_dict["gatewayEndpoint"] = gateway_endpoint
        if lifecycle is not UNSET:
            field_dict["lifecycle"] = lifecycle
        if links is not UNSET:
            field_dict["links"] = links
        if pricing_plan is not UNSET:
            field_dict["pricingPlan"] = pricing_plan
        if pricing_plan_type is not UNSET:
            field_dict["pricingPlanType"] = pricing_plan_type
        if provider_id is not UNSET:
            field_dict["providerId"] = provider_id
        if provider_name is not UNSET:
            field_dict["providerName"] = provider_name
        if service_type is not UNSET:
            field_dict["serviceType"] = service_type
        if starred_by_user is not UNSET:
            field_dict["starredByUser"] = starred_by_user
        if stars is not UNSET:
            field_dict["stars"] = stars
        if summary is not UNSET:
            field_dict["summary"] = summary
        if version is not UNSET:
            field_dict["version"] = version

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        service_id = d.pop("serviceId")

        _contacts = d.pop("contacts", UNSET)
        contacts: list[ServiceContact] | Unset = UNSET
        if _contacts is not None and _contacts is not UNSET:
            contacts = []
            for contacts_item_data in _contacts:
                contacts_item = ServiceContact.from_dict(contacts_item_data)

                contacts.append(contacts_item)

        context = d.pop("context", UNSET)

        description = d.pop("description", UNSET)

        display_name = d.pop("displayName", UNSET)

        gateway_endpoint = d.pop("gatewayEndpoint", UNSET)

        _lifecycle = d.pop("lifecycle", UNSET)
        lifecycle: MarketplaceServiceDetailsDtoLifecycle | Unset
        if _lifecycle is None or isinstance(_lifecycle, Unset):
            lifecycle = UNSET
        else:
            lifecycle = MarketplaceServiceDetailsDtoLifecycle(_lifecycle)

        _links = d.pop("links", UNSET)
        links: list[ServiceLink] | Unset = UNSET
        if _links is not None and _links is not UNSET:
            links = []
            for links_item_data in _links:
                links_item = ServiceLink.from_dict(links_item_data)

                links.append(links_item)

        _pricing_plan = d.pop("pricingPlan", UNSET)
        pricing_plan: PricingPlanDto | Unset
        if _pricing_plan is None or isinstance(_pricing_plan, Unset):
            pricing_plan = UNSET
        else:
            pricing_plan = PricingPlanDto.from_dict(_pricing_plan)

        _pricing_plan_type = d.pop("pricingPlanType", UNSET)
        pricing_plan_type: MarketplaceServiceDetailsDtoPricingPlanType | Unset
        if _pricing_plan_type is None or isinstance(_pricing_plan_type, Unset):
            pricing_plan_type = UNSET
        else:
            pricing_plan_type = MarketplaceServiceDetailsDtoPricingPlanType(_pricing_plan_type)

        provider_id = d.pop("providerId", UNSET)

        provider_name = d.pop("providerName", UNSET)

        _service_type = d.pop("serviceType", UNSET)
        service_type: MarketplaceServiceDetailsDtoServiceType | Unset
        if _service_type is None or isinstance(_service_type, Unset):
            service_type = UNSET
        else:
            service_type = MarketplaceServiceDetailsDtoServiceType(_service_type)

        starred_by_user = d.pop("starredByUser", UNSET)

        stars = d.pop("stars", UNSET)

        summary = d.pop("summary", UNSET)

        version = d.pop("version", UNSET)

        marketplace_service_details_dto = cls(
            id=id,
            name=name,
            service_id=service_id,
            contacts=contacts,
            context=context,
            description=description,
            display_name=display_name,
            gateway_endpoint=gateway_endpoint,
            lifecycle=lifecycle,
            links=links,
            pricing_plan=pricing_plan,
            pricing_plan_type=pricing_plan_type,
            provider_id=provider_id,
            provider_name=provider_name,
            service_type=service_type,
            starred_by_user=starred_by_user,
            stars=stars,
            summary=summary,
            version=version,
        )

        marketplace_service_details_dto.additional_properties = d
        return marketplace_service_details_dto

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
from ..models.service_contact import ServiceContact
from ..models.service_link import ServiceLink

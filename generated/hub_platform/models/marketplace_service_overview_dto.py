from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.marketplace_service_overview_dto_pricing_plan_type import MarketplaceServiceOverviewDtoPricingPlanType
from ..models.marketplace_service_overview_dto_service_type import MarketplaceServiceOverviewDtoServiceType
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="MarketplaceServiceOverviewDto")


@_attrs_define
class MarketplaceServiceOverviewDto:
    """
    Attributes:
        id (str): Id of the entry, not of the service.
        name (str):
        service_id (str):
        display_name (str | Unset):
        pricing_plan_type (MarketplaceServiceOverviewDtoPricingPlanType | Unset):
        provider_id (str | Unset):
        provider_name (str | Unset):
        service_type (MarketplaceServiceOverviewDtoServiceType | Unset):
        stars (int | Unset):
        summary (str | Unset):
    """

    id: str
    name: str
    service_id: str
    display_name: str | Unset = UNSET
    pricing_plan_type: MarketplaceServiceOverviewDtoPricingPlanType | Unset = UNSET
    provider_id: str | Unset = UNSET
    provider_name: str | Unset = UNSET
    service_type: MarketplaceServiceOverviewDtoServiceType | Unset = UNSET
    stars: int | Unset = UNSET
    summary: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        service_id = self.service_id

        display_name = self.display_name

        pricing_plan_type: str | Unset = UNSET
        if not isinstance(self.pricing_plan_type, Unset):
            pricing_plan_type = self.pricing_plan_type.value

        provider_id = self.provider_id

        provider_name = self.provider_name

        service_type: str | Unset = UNSET
        if not isinstance(self.service_type, Unset):
            service_type = self.service_type.value

        stars = self.stars

        summary = self.summary

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "serviceId": service_id,
            }
        )
        if display_name is not UNSET:
            field_dict["displayName"] = display_name
        if pricing_plan_type is not UNSET:
            field_dict["pricingPlanType"] = pricing_plan_type
        if provider_id is not UNSET:
            field_dict["providerId"] = provider_id
        if provider_name is not UNSET:
            field_dict["providerName"] = provider_name
        if service_type is not UNSET:
            field_dict["serviceType"] = service_type
        if stars is not UNSET:
            field_dict["stars"] = stars
        if summary is not UNSET:
            field_dict["summary"] = summary

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        service_id = d.pop("serviceId")

        display_name = d.pop("displayName", UNSET)

        _pricing_plan_type = d.pop("pricingPlanType", UNSET)
        pricing_plan_type: MarketplaceServiceOverviewDtoPricingPlanType | Unset
        if _pricing_plan_type is None or isinstance(_pricing_plan_type, Unset):
            pricing_plan_type = UNSET
        else:
            pricing_plan_type = MarketplaceServiceOverviewDtoPricingPlanType(_pricing_plan_type)

        provider_id = d.pop("providerId", UNSET)

        provider_name = d.pop("providerName", UNSET)

        _service_type = d.pop("serviceType", UNSET)
        service_type: MarketplaceServiceOverviewDtoServiceType | Unset
        if _service_type is None or isinstance(_service_type, Unset):
            service_type = UNSET
        else:
            service_type = MarketplaceServiceOverviewDtoServiceType(_service_type)

        stars = d.pop("stars", UNSET)

        summary = d.pop("summary", UNSET)

        marketplace_service_overview_dto = cls(
            id=id,
            name=name,
            service_id=service_id,
            display_name=display_name,
            pricing_plan_type=pricing_plan_type,
            provider_id=provider_id,
            provider_name=provider_name,
            service_type=service_type,
            stars=stars,
            summary=summary,
        )

        marketplace_service_overview_dto.additional_properties = d
        return marketplace_service_overview_dto

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

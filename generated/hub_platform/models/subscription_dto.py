from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="SubscriptionDto")


@_attrs_define
class SubscriptionDto:
    """
    Attributes:
        id (str):
        application (ApplicationDto | Unset):
        pricing_plan (PricingPlanDto | Unset):
        service (ServiceConsumerDto | Unset):
    """

    id: str
    application: ApplicationDto | Unset = UNSET
    pricing_plan: PricingPlanDto | Unset = UNSET
    service: ServiceConsumerDto | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        application: dict[str, Any] | Unset = UNSET
        if not isinstance(self.application, Unset):
            application = self.application.to_dict()

        pricing_plan: dict[str, Any] | Unset = UNSET
        if not isinstance(self.pricing_plan, Unset):
            pricing_plan = self.pricing_plan.to_dict()

        service: dict[str, Any] | Unset = UNSET
        if not isinstance(self.service, Unset):
            service = self.service.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if application is not UNSET:
            field_dict["application"] = application
        if pricing_plan is not UNSET:
            field_dict["pricingPlan"] = pricing_plan
        if service is not UNSET:
            field_dict["service"] = service

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        _application = d.pop("application", UNSET)
        application: ApplicationDto | Unset
        if _application is None or isinstance(_application, Unset):
            application = UNSET
        else:
            application = ApplicationDto.from_dict(_application)

        _pricing_plan = d.pop("pricingPlan", UNSET)
        pricing_plan: PricingPlanDto | Unset
        if _pricing_plan is None or isinstance(_pricing_plan, Unset):
            pricing_plan = UNSET
        else:
            pricing_plan = PricingPlanDto.from_dict(_pricing_plan)

        _service = d.pop("service", UNSET)
        service: ServiceConsumerDto | Unset
        if _service is None or isinstance(_service, Unset):
            service = UNSET
        else:
            service = ServiceConsumerDto.from_dict(_service)

        subscription_dto = cls(
            id=id,
            application=application,
            pricing_plan=pricing_plan,
            service=service,
        )

        subscription_dto.additional_properties = d
        return subscription_dto

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
from ..models.application_dto import ApplicationDto
from ..models.pricing_plan_dto import PricingPlanDto
from ..models.service_consumer_dto import ServiceConsumerDto

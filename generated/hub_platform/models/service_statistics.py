from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ServiceStatistics")


@_attrs_define
class ServiceStatistics:
    """
    Attributes:
        managed_service_executions (ServiceExecutionStatistics | Unset):
        stars (int | Unset):
        subscription_count (int | Unset):
    """

    managed_service_executions: ServiceExecutionStatistics | Unset = UNSET
    stars: int | Unset = UNSET
    subscription_count: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        managed_service_executions: dict[str, Any] | Unset = UNSET
        if not isinstance(self.managed_service_executions, Unset):
            managed_service_executions = self.managed_service_executions.to_dict()

        stars = self.stars

        subscription_count = self.subscription_count

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if managed_service_executions is not UNSET:
            field_dict["managedServiceExecutions"] = managed_service_executions
        if stars is not UNSET:
            field_dict["stars"] = stars
        if subscription_count is not UNSET:
            field_dict["subscriptionCount"] = subscription_count

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _managed_service_executions = d.pop("managedServiceExecutions", UNSET)
        managed_service_executions: ServiceExecutionStatistics | Unset
        if _managed_service_executions is None or isinstance(_managed_service_executions, Unset):
            managed_service_executions = UNSET
        else:
            managed_service_executions = ServiceExecutionStatistics.from_dict(_managed_service_executions)

        stars = d.pop("stars", UNSET)

        subscription_count = d.pop("subscriptionCount", UNSET)

        service_statistics = cls(
            managed_service_executions=managed_service_executions,
            stars=stars,
            subscription_count=subscription_count,
        )

        service_statistics.additional_properties = d
        return service_statistics

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
from ..models.service_execution_statistics import ServiceExecutionStatistics

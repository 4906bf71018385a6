from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ServiceExecutionMetrics")


@_attrs_define
class ServiceExecutionMetrics:
    """
    Attributes:
        cpu_limit (list[MetricDataPoint] | Unset):
        cpu_usage (list[MetricDataPoint] | Unset):
        end_time (str | Unset):
        memory_limit (list[MetricDataPoint] | Unset):
        memory_usage (list[MetricDataPoint] | Unset):
        service_execution_id (str | Unset):
        start_time (str | Unset):
    """

    cpu_limit: list[MetricDataPoint] | Unset = UNSET
    cpu_usage: list[MetricDataPoint] | Unset = UNSET
    end_time: str | Unset = UNSET
    memory_limit: list[MetricDataPoint] | Unset = UNSET
    memory_usage: list[MetricDataPoint] | Unset = UNSET
    service_execution_id: str | Unset = UNSET
    start_time: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        cpu_limit: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.cpu_limit, Unset):
            cpu_limit = []
            for cpu_limit_item_data in self.cpu_limit:
                cpu_limit_item = cpu_limit_item_data.to_dict()
                cpu_limit.append(cpu_limit_item)

        cpu_usage: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.cpu_usage, Unset):
            cpu_usage = []
            for cpu_usage_item_data in self.cpu_usage:
                cpu_usage_item = cpu_usage_item_data.to_dict()
                cpu_usage.append(cpu_usage_item)

        end_time = self.end_time

        memory_limit: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.memory_limit, Unset):
            memory_limit = []
            for memory_limit_item_data in self.memory_limit:
                memory_limit_item = memory_limit_item_data.to_dict()
                memory_limit.append(memory_limit_item)

        memory_usage: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.memory_usage, Unset):
            memory_usage = []
            for memory_usage_item_data in self.memory_usage:
                memory_usage_item = memory_usage_item_data.to_dict()
                memory_usage.append(memory_usage_item)

        service_execution_id = self.service_execution_id

        start_time = self.start_time

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if cpu_limit is not UNSET:
            field_dict["cpuLimit"] = cpu_limit
        if cpu_usage is not UNSET:
            field_dict["cpuUsage"] = cpu_usage
        if end_time is not UNSET:
            field_dict["endTime"] = end_time
        if memory_limit is not UNSET:
            field_dict["memoryLimit"] = memory_limit
        if memory_usage is not UNSET:
            field_dict["memoryUsage"] = memory_usage
        if service_execution_id is not UNSET:
            field_dict["serviceExecutionId"] = service_execution_id
        if start_time is not UNSET:
            field_dict["startTime"] = start_time

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _cpu_limit = d.pop("cpuLimit", UNSET)
        cpu_limit: list[MetricDataPoint] | Unset = UNSET
        if _cpu_limit is not None and _cpu_limit is not UNSET:
            cpu_limit = []
            for cpu_limit_item_data in _cpu_limit:
                cpu_limit_item = MetricDataPoint.from_dict(cpu_limit_item_data)

                cpu_limit.append(cpu_limit_item)

        _cpu_usage = d.pop("cpuUsage", UNSET)
        cpu_usage: list[MetricDataPoint] | Unset = UNSET
        if _cpu_usage is not None and _cpu_usage is not UNSET:
            cpu_usage = []
            for cpu_usage_item_data in _cpu_usage:
                cpu_usage_item = MetricDataPoint.from_dict(cpu_usage_item_data)

                cpu_usage.append(cpu_usage_item)

        end_time = d.pop("endTime", UNSET)

        _memory_limit = d.pop("memoryLimit", UNSET)
        memory_limit: list[MetricDataPoint] | Unset = UNSET
        if _memory_limit is not None and _memory_limit is not UNSET:
            memory_limit = []
            for memory_limit_item_data in _memory_limit:
                memory_limit_item = MetricDataPoint.from_dict(memory_limit_item_data)

                memory_limit.append(memory_limit_item)

        _memory_usage = d.pop("memoryUsage", UNSET)
        memory_usage: list[MetricDataPoint] | Unset = UNSET
        if _memory_usage is not None and _memory_usage is not UNSET:
            memory_usage = []
            for memory_usage_item_data in _memory_usage:
                memory_usage_item = MetricDataPoint.from_dict(memory_usage_item_data)

                memory_usage.append(memory_usage_item)

        service_execution_id = d.pop("serviceExecutionId", UNSET)

        start_time = d.pop("startTime", UNSET)

        service_execution_metrics = cls(
            cpu_limit=cpu_limit,
            cpu_usage=cpu_usage,
            end_time=end_time,
            memory_limit=memory_limit,
            memory_usage=memory_usage,
            service_execution_id=service_execution_id,
            start_time=start_time,
        )

        service_execution_metrics.additional_properties = d
        return service_execution_metrics

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
from ..models.metric_data_point import MetricDataPoint

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.activity_instance_state import ActivityInstanceState
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ActivityInstance")


@_attrs_define
class ActivityInstance:
    """
    Attributes:
        caught_failure (bool | Unset):
        end_time (str | Unset):
        id (str | Unset):
        model_id (str | Unset):
        name (str | Unset):
        service_execution (ServiceExecution | Unset):
        start_time (str | Unset):
        state (ActivityInstanceState | Unset):
        type_ (str | Unset):
        uncaught_failure (bool | Unset):
    """

    caught_failure: bool | Unset = UNSET
    end_time: str | Unset = UNSET
    id: str | Unset = UNSET
    model_id: str | Unset = UNSET
    name: str | Unset = UNSET
    service_execution: ServiceExecution | Unset = UNSET
    start_time: str | Unset = UNSET
    state: ActivityInstanceState | Unset = UNSET
    type_: str | Unset = UNSET
    uncaught_failure: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        caught_failure = self.caught_failure

        end_time = self.end_time

        id = self.id

        model_id = self.model_id

        name = self.name

        service_execution: dict[str, Any] | Unset = UNSET
        if not isinstance(self.service_execution, Unset):
            service_execution = self.service_execution.to_dict()

        start_time = self.start_time

        state: str | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.value

        type_ = self.type_

        uncaught_failure = self.uncaught_failure

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if caught_failure is not UNSET:
            field_dict["caughtFailure"] = caught_failure
        if end_time is not UNSET:
            field_dict["endTime"] = end_time
        if id is not UNSET:
            field_dict["id"] = id
        if model_id is not UNSET:
            field_dict["modelId"] = model_id
        if name is not UNSET:
            field_dict["name"] = name
        if service_execution is not UNSET:
            field_dict["serviceExecution"] = service_execution
        if start_time is not UNSET:
            field_dict["startTime"] = start_time
        if state is not UNSET:
            field_dict["state"] = state
        if type_ is not UNSET:
            field_dict["type"] = type_
        if uncaught_failure is not UNSET:
            field_dict["uncaughtFailure"] = uncaught_failure

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        caught_failure = d.pop("caughtFailure", UNSET)

        end_time = d.pop("endTime", UNSET)

        id = d.pop("id", UNSET)

        model_id = d.pop("modelId", UNSET)

        name = d.pop("name", UNSET)

        _service_execution = d.pop("serviceExecution", UNSET)
        service_execution: ServiceExecution | Unset
        if _service_execution is None or isinstance(_service_execution, Unset):
            service_execution = UNSET
        else:
            service_execution = ServiceExecution.from_dict(_service_execution)

        start_time = d.pop("startTime", UNSET)

        _state = d.pop("state", UNSET)
        state: ActivityInstanceState | Unset
        if _state is None or isinstance(_state, Unset):
            state = UNSET
        else:
            state = ActivityInstanceState(_state)

        type_ = d.pop("type", UNSET)

        uncaught_failure = d.pop("uncaughtFailure", UNSET)

        activity_instance = cls(
            caught_failure=caught_failure,
            end_time=end_time,
            id=id,
            model_id=model_id,
            name=name,
            service_execution=service_execution,
            start_time=start_time,
            state=state,
            type_=type_,
            uncaught_failure=uncaught_failure,
        )

        activity_instance.additional_properties = d
        return activity_instance

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
from ..models.service_execution import ServiceExecution

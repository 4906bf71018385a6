from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.workflow_instance_state import WorkflowInstanceState
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="WorkflowInstance")


@_attrs_define
class WorkflowInstance:
    """
    Attributes:
        activities (list[ActivityInstance] | Unset):
        ended_at (str | Unset):
        id (str | Unset):
        incidents (list[Incident] | Unset):
        started_at (str | Unset):
        state (WorkflowInstanceState | Unset):
        variables (list[VariableInstance] | Unset):
    """

    activities: list[ActivityInstance] | Unset = UNSET
    ended_at: str | Unset = UNSET
    id: str | Unset = UNSET
    incidents: list[Incident] | Unset = UNSET
    started_at: str | Unset = UNSET
    state: WorkflowInstanceState | Unset = UNSET
    variables: list[VariableInstance] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        activities: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.activities, Unset):
            activities = []
            for activities_item_data in self.activities:
                activities_item = activities_item_data.to_dict()
                activities.append(activities_item)

        ended_at = self.ended_at

        id = self.id

        incidents: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.incidents, Unset):
            incidents = []
            for incidents_item_data in self.incidents:
                incidents_item = incidents_item_data.to_dict()
                incidents.append(incidents_item)

        started_at = self.started_at

        state: str | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.value

        variables: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.variables, Unset):
            variables = []
            for variables_item_data in self.variables:
                variables_item = variables_item_data.to_dict()
                variables.append(variables_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if activities is not UNSET:
            field_dict["activities"] = activities
        if ended_at is not UNSET:
            field_dict["endedAt"] = ended_at
        if id is not UNSET:
            field_dict["id"] = id
        if incidents is not UNSET:
            field_dict["incidents"] = incidents
        if started_at is not UNSET:
            field_dict["startedAt"] = started_at
        if state is not UNSET:
            field_dict["state"] = state
        if variables is not UNSET:
            field_dict["variables"] = variables

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _activities = d.pop("activities", UNSET)
        activities: list[ActivityInstance] | Unset = UNSET
        if _activities is not None and _activities is not UNSET:
            activities = []
            for activities_item_data in _activities:
                activities_item = ActivityInstance.from_dict(activities_item_data)

                activities.append(activities_item)

        ended_at = d.pop("endedAt", UNSET)

        id = d.pop("id", UNSET)

        _incidents = d.pop("incidents", UNSET)
        incidents: list[Incident] | Unset = UNSET
        if _incidents is not None and _incidents is not UNSET:
            incidents = []
            for incidents_item_data in _incidents:
                incidents_item = Incident.from_dict(incidents_item_data)

                incidents.append(incidents_item)

        started_at = d.pop("startedAt", UNSET)

        _state = d.pop("state", UNSET)
        state: WorkflowInstanceState | Unset
        if _state is None or isinstance(_state, Unset):
            state = UNSET
        else:
            state = WorkflowInstanceState(_state)

        _variables = d.pop("variables", UNSET)
        variables: list[VariableInstance] | Unset = UNSET
        if _variables is not None and _variables is not UNSET:
            variables = []
            for variables_item_data in _variables:
                variables_item = VariableInstance.from_dict(variables_item_data)

                variables.append(variables_item)

        workflow_instance = cls(
            activities=activities,
            ended_at=ended_at,
            id=id,
            incidents=incidents,
            started_at=started_at,
            state=state,
            variables=variables,
        )

        workflow_instance.additional_properties = d
        return workflow_instance

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
from ..models.activity_instance import ActivityInstance
from ..models.incident import Incident
from ..models.variable_instance import VariableInstance

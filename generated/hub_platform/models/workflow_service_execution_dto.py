from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.workflow_service_execution_dto_status import WorkflowServiceExecutionDtoStatus
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="WorkflowServiceExecutionDto")


@_attrs_define
class WorkflowServiceExecutionDto:
    """
    Attributes:
        created_at (str):
        id (str):
        type_ (Literal['WORKFLOW']):
        application_id (str | Unset):
        ended_at (str | Unset):
        service_definition_id (str | Unset):
        service_id (str | Unset):
        started_at (str | Unset):
        status (WorkflowServiceExecutionDtoStatus | Unset):
        tags (list[str] | Unset):
        workflow_instance (WorkflowInstance | Unset):
        workflow_model (str | Unset):
    """

    created_at: str
    id: str
    type_: Literal["WORKFLOW"]
    application_id: str | Unset = UNSET
    ended_at: str | Unset = UNSET
    service_definition_id: str | Unset = UNSET
    service_id: str | Unset = UNSET
    started_at: str | Unset = UNSET
    status: WorkflowServiceExecutionDtoStatus | Unset = UNSET
    tags: list[str] | Unset = UNSET
    workflow_instance: WorkflowInstance | Unset = UNSET
    workflow_model: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        created_at = self.created_at

        id = self.id

        type_ = self.type_

        application_id = self.application_id

        ended_at = self.ended_at

        service_definition_id = self.service_definition_id

        service_id = self.service_id

        started_at = self.started_at

        status: str | Unset = UNSET
        if not isinstance(self.status, Unset):
            status = self.status.value

        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags

        workflow_instance: dict[str, Any] | Unset = UNSET
        if not isinstance(self.workflow_instance, Unset):
            workflow_instance = self.workflow_instance.to_dict()

        workflow_model = self.workflow_model

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "createdAt": created_at,
                "id": id,
                "type": type_,
            }
        )
        if application_id is not UNSET:
            field_dict["applicationId"] = application_id
        if ended_at is not UNSET:
            field_dict["endedAt"] = ended_at
        if service_definition_id is not UNSET:
            field_dict["serviceDefinitionId"] = service_definition_id
        if service_id is not UNSET:
            field_dict["serviceId"] = service_id
        if started_at is not UNSET:
            field_dict["startedAt"] = started_at
        if status is not UNSET:
            field_dict["status"] = status
        if tags is not UNSET:
            field_dict["tags"] = tags
        if workflow_instance is not UNSET:
            field_dict["workflowInstance"] = workflow_instance
        if workflow_model is not UNSET:
            field_dict["workflowModel"] = workflow_model

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        created_at = d.pop("createdAt")

        id = d.pop("id")

        type_ = cast(Literal["WORKFLOW"], d.pop("type"))
        if type_ != "WORKFLOW":
            raise ValueError(f"type must match const 'WORKFLOW', got '{type_}'")

        application_id = d.pop("applicationId", UNSET)

        ended_at = d.pop("endedAt", UNSET)

        service_definition_id = d.pop("serviceDefinitionId", UNSET)

        service_id = d.pop("serviceId", UNSET)

        started_at = d.pop("startedAt", UNSET)

        _status = d.pop("status", UNSET)
        status: WorkflowServiceExecutionDtoStatus | Unset
        if _status is None or isinstance(_status, Unset):
            status = UNSET
        else:
            status = WorkflowServiceExecutionDtoStatus(_status)

        tags = cast(list[str], d.pop("tags", UNSET))

        _workflow_instance = d.pop("workflowInstance", UNSET)
        workflow_instance: WorkflowInstance | Unset
        if _workflow_instance is None or isinstance(_workflow_instance, Unset):
            workflow_instance = UNSET
        else:
            workflow_instance = WorkflowInstance.from_dict(_workflow_instance)

        workflow_model = d.pop("workflowModel", UNSET)

        workflow_service_execution_dto = cls(
            created_at=created_at,
            id=id,
            type_=type_,
            application_id=application_id,
            ended_at=ended_at,
            service_definition_id=service_definition_id,
            service_id=service_id,
            started_at=started_at,
            status=status,
            tags=tags,
            workflow_instance=workflow_instance,
            workflow_model=workflow_model,
        )

        workflow_service_execution_dto.additional_properties = d
        return workflow_service_execution_dto

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
from ..models.workflow_instance import WorkflowInstance

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.service_execution_lineage_node_dto_status import ServiceExecutionLineageNodeDtoStatus
from ..models.service_execution_lineage_node_dto_type import ServiceExecutionLineageNodeDtoType
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ServiceExecutionLineageNodeDto")


@_attrs_define
class ServiceExecutionLineageNodeDto:
    """
    Attributes:
        id (str):
        created_at (str | Unset):
        ended_at (str | Unset):
        parent_id (str | Unset):
        service_id (str | Unset):
        started_at (str | Unset):
        status (ServiceExecutionLineageNodeDtoStatus | Unset):
        tags (list[str] | Unset):
        type_ (ServiceExecutionLineageNodeDtoType | Unset):
    """

    id: str
    created_at: str | Unset = UNSET
    ended_at: str | Unset = UNSET
    parent_id: str | Unset = UNSET
    service_id: str | Unset = UNSET
    started_at: str | Unset = UNSET
    status: ServiceExecutionLineageNodeDtoStatus | Unset = UNSET
    tags: list[str] | Unset = UNSET
    type_: ServiceExecutionLineageNodeDtoType | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        created_at = self.created_at

        ended_at = self.ended_at

        parent_id = self.parent_id

        service_id = self.service_id

        started_at = self.started_at

        status: str | Unset = UNSET
        if not isinstance(self.status, Unset):
            status = self.status.value

        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags

        type_: str | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if created_at is not UNSET:
            field_dict["createdAt"] = created_at
        if ended_at is not UNSET:
            field_dict["endedAt"] = ended_at
        if parent_id is not UNSET:
            field_dict["parentId"] = parent_id
        if service_id is not UNSET:
            field_dict["serviceId"] = service_id
        if started_at is not UNSET:
            field_dict["startedAt"] = started_at
        if status is not UNSET:
            field_dict["status"] = status
        if tags is not UNSET:
            field_dict["tags"] = tags
        if type_ is not UNSET:
            field_dict["type"] = type_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        created_at = d.pop("createdAt", UNSET)

        ended_at = d.pop("endedAt", UNSET)

        parent_id = d.pop("parentId", UNSET)

        service_id = d.pop("serviceId", UNSET)

        started_at = d.pop("startedAt", UNSET)

        _status = d.pop("status", UNSET)
        status: ServiceExecutionLineageNodeDtoStatus | Unset
        if _status is None or isinstance(_status, Unset):
            status = UNSET
        else:
            status = ServiceExecutionLineageNodeDtoStatus(_status)

        tags = cast(list[str], d.pop("tags", UNSET))

        _type_ = d.pop("type", UNSET)
        type_: ServiceExecutionLineageNodeDtoType | Unset
        if _type_ is None or isinstance(_type_, Unset):
            type_ = UNSET
        else:
            type_ = ServiceExecutionLineageNodeDtoType(_type_)

        service_execution_lineage_node_dto = cls(
            id=id,
            created_at=created_at,
            ended_at=ended_at,
            parent_id=parent_id,
            service_id=service_id,
            started_at=started_at,
            status=status,
            tags=tags,
            type_=type_,
        )

        service_execution_lineage_node_dto.additional_properties = d
        return service_execution_lineage_node_dto

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

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.service_job_dto_status import ServiceJobDtoStatus
from ..models.service_job_dto_type import ServiceJobDtoType
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ServiceJobDto")


@_attrs_define
class ServiceJobDto:
    """
    Attributes:
        created_at (str):
        id (str):
        application_id (str | Unset):
        ended_at (str | Unset):
        input_ (str | Unset): Secret: the arguments of the service, never shown.
        service_definition_id (str | Unset):
        service_id (str | Unset):
        started_at (str | Unset):
        status (ServiceJobDtoStatus | Unset):
        tags (list[str] | Unset):
        type_ (ServiceJobDtoType | Unset):
    """

    created_at: str
    id: str
    application_id: str | Unset = UNSET
    ended_at: str | Unset = UNSET
    input_: str | Unset = _attrs_field(default=UNSET, repr=False)
    service_definition_id: str | Unset = UNSET
    service_id: str | Unset = UNSET
    started_at: str | Unset = UNSET
    status: ServiceJobDtoStatus | Unset = UNSET
    tags: list[str] | Unset = UNSET
    type_: ServiceJobDtoType | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        created_at = self.created_at

        id = self.id

        application_id = self.application_id

        ended_at = self.ended_at

        input_ = self.input_

        service_definition_id = self.service_definition_id

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
                "createdAt": created_at,
                "id": id,
            }
        )
        if application_id is not UNSET:
            field_dict["applicationId"] = application_id
        if ended_at is not UNSET:
            field_dict["endedAt"] = ended_at
        if input_ is not UNSET:
            field_dict["input"] = input_
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
        if type_ is not UNSET:
            field_dict["type"] = type_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        created_at = d.pop("createdAt")

        id = d.pop("id")

        application_id = d.pop("applicationId", UNSET)

        ended_at = d.pop("endedAt", UNSET)

        input_ = d.pop("input", UNSET)

        service_definition_id = d.pop("serviceDefinitionId", UNSET)

        service_id = d.pop("serviceId", UNSET)

        started_at = d.pop("startedAt", UNSET)

        _status = d.pop("status", UNSET)
        status: ServiceJobDtoStatus | Unset
        if _status is None or isinstance(_status, Unset):
            status = UNSET
        else:
            status = ServiceJobDtoStatus(_status)

        tags = cast(list[str], d.pop("tags", UNSET))

        _type_ = d.pop("type", UNSET)
        type_: ServiceJobDtoType | Unset
        if _type_ is None or isinstance(_type_, Unset):
            type_ = UNSET
        else:
            type_ = ServiceJobDtoType(_type_)

        service_job_dto = cls(
            created_at=created_at,
            id=id,
            application_id=application_id,
            ended_at=ended_at,
            input_=input_,
            service_definition_id=service_definition_id,
            service_id=service_id,
            started_at=started_at,
            status=status,
            tags=tags,
            type_=type_,
        )

        service_job_dto.additional_properties = d
        return service_job_dto

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

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.job_status import JobStatus
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="Job")


@_attrs_define
class Job:
    """An execution of the service.

    Attributes:
        id (str): Id of the execution.
        created_at (str | Unset): When it was accepted. Example: 2022-09-19 16:45:24.
        ended_at (str | Unset): When it ended. Example: 2022-09-19 16:45:24.
        started_at (str | Unset): When it began to run. Example: 2022-09-19 16:45:24.
        status (JobStatus | Unset): State of the execution.
    """

    id: str
    created_at: str | Unset = UNSET
    ended_at: str | Unset = UNSET
    started_at: str | Unset = UNSET
    status: JobStatus | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        created_at = self.created_at

        ended_at = self.ended_at

        started_at = self.started_at

        status: str | Unset = UNSET
        if not isinstance(self.status, Unset):
            status = self.status.value

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
        if started_at is not UNSET:
            field_dict["startedAt"] = started_at
        if status is not UNSET:
            field_dict["status"] = status

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        created_at = d.pop("createdAt", UNSET)

        ended_at = d.pop("endedAt", UNSET)

        started_at = d.pop("startedAt", UNSET)

        _status = d.pop("status", UNSET)
        status: JobStatus | Unset
        if _status is None or isinstance(_status, Unset):
            status = UNSET
        else:
            status = JobStatus(_status)

        job = cls(
            id=id,
            created_at=created_at,
            ended_at=ended_at,
            started_at=started_at,
            status=status,
        )

        job.additional_properties = d
        return job

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

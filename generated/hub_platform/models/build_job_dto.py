from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.build_job_dto_status import BuildJobDtoStatus
from ..models.build_job_dto_step import BuildJobDtoStep
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="BuildJobDto")


@_attrs_define
class BuildJobDto:
    """
    Attributes:
        created_at (str | Unset):
        finished_at (str | Unset):
        status (BuildJobDtoStatus | Unset):
        step (BuildJobDtoStep | Unset):
        validation_result (ValidationResult | Unset):
    """

    created_at: str | Unset = UNSET
    finished_at: str | Unset = UNSET
    status: BuildJobDtoStatus | Unset = UNSET
    step: BuildJobDtoStep | Unset = UNSET
    validation_result: ValidationResult | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        created_at = self.created_at

        finished_at = self.finished_at

        status: str | Unset = UNSET
        if not isinstance(self.status, Unset):
            status = self.status.value

        step: str | Unset = UNSET
        if not isinstance(self.step, Unset):
            step = self.step.value

        validation_result: dict[str, Any] | Unset = UNSET
        if not isinstance(self.validation_result, Unset):
            validation_result = self.validation_result.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if created_at is not UNSET:
            field_dict["createdAt"] = created_at
        if finished_at is not UNSET:
            field_dict["finishedAt"] = finished_at
        if status is not UNSET:
            field_dict["status"] = status
        if step is not UNSET:
            field_dict["step"] = step
        if validation_result is not UNSET:
            field_dict["validationResult"] = validation_result

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        created_at = d.pop("createdAt", UNSET)

        finished_at = d.pop("finishedAt", UNSET)

        _status = d.pop("status", UNSET)
        status: BuildJobDtoStatus | Unset
        if _status is None or isinstance(_status, Unset):
            status = UNSET
        else:
            status = BuildJobDtoStatus(_status)

        _step = d.pop("step", UNSET)
        step: BuildJobDtoStep | Unset
        if _step is None or isinstance(_step, Unset):
            step = UNSET
        else:
            step = BuildJobDtoStep(_step)

        _validation_result = d.pop("validationResult", UNSET)
        validation_result: ValidationResult | Unset
        if _validation_result is None or isinstance(_validation_result, Unset):
            validation_result = UNSET
        else:
            validation_result = ValidationResult.from_dict(_validation_result)

        build_job_dto = cls(
            created_at=created_at,
            finished_at=finished_at,
            status=status,
            step=step,
            validation_result=validation_result,
        )

        build_job_dto.additional_properties = d
        return build_job_dto

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
from ..models.validation_result import ValidationResult

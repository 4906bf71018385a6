from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.validation_result_state import ValidationResultState
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ValidationResult")


@_attrs_define
class ValidationResult:
    """What the validation of the user code found.

    Attributes:
        messages (list[str] | Unset): The findings one by one.
        state (ValidationResultState | Unset):
        summary (str | Unset): The finding in one line.
    """

    messages: list[str] | Unset = UNSET
    state: ValidationResultState | Unset = UNSET
    summary: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        messages: list[str] | Unset = UNSET
        if not isinstance(self.messages, Unset):
            messages = self.messages

        state: str | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.value

        summary = self.summary

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if messages is not UNSET:
            field_dict["messages"] = messages
        if state is not UNSET:
            field_dict["state"] = state
        if summary is not UNSET:
            field_dict["summary"] = summary

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        messages = cast(list[str], d.pop("messages", UNSET))

        _state = d.pop("state", UNSET)
        state: ValidationResultState | Unset
        if _state is None or isinstance(_state, Unset):
            state = UNSET
        else:
            state = ValidationResultState(_state)

        summary = d.pop("summary", UNSET)

        validation_result = cls(
            messages=messages,
            state=state,
            summary=summary,
        )

        validation_result.additional_properties = d
        return validation_result

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

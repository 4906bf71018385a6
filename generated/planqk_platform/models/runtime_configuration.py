from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.runtime_configuration_runtime import RuntimeConfigurationRuntime
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="RuntimeConfiguration")


@_attrs_define
class RuntimeConfiguration:
    """How the user code is run.

    Attributes:
        runtime (RuntimeConfigurationRuntime | Unset):
    """

    runtime: RuntimeConfigurationRuntime | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        runtime: str | Unset = UNSET
        if not isinstance(self.runtime, Unset):
            runtime = self.runtime.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if runtime is not UNSET:
            field_dict["runtime"] = runtime

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _runtime = d.pop("runtime", UNSET)
        runtime: RuntimeConfigurationRuntime | Unset
        if _runtime is None or isinstance(_runtime, Unset):
            runtime = UNSET
        else:
            runtime = RuntimeConfigurationRuntime(_runtime)

        runtime_configuration = cls(
            runtime=runtime,
        )

        runtime_configuration.additional_properties = d
        return runtime_configuration

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

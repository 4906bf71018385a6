from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.service_resource_configuration_gpu_accelerator import ServiceResourceConfigurationGpuAccelerator
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ServiceResourceConfigurationGpu")


@_attrs_define
class ServiceResourceConfigurationGpu:
    """
    Attributes:
        accelerator (ServiceResourceConfigurationGpuAccelerator):
        amount (int): Number of accelerators.
        type_ (Literal['gpu']):  Default: 'gpu'.
    """

    accelerator: ServiceResourceConfigurationGpuAccelerator
    amount: int
    type_: Literal["gpu"] = "gpu"
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        accelerator = self.accelerator.value

        amount = self.amount

        type_ = self.type_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "accelerator": accelerator,
                "amount": amount,
                "type": type_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        accelerator = ServiceResourceConfigurationGpuAccelerator(d.pop("accelerator"))

        amount = d.pop("amount")

        type_ = cast(Literal["gpu"], d.pop("type"))
        if type_ != "gpu":
            raise ValueError(f"type must match const 'gpu', got '{type_}'")

        service_resource_configuration_gpu = cls(
            accelerator=accelerator,
            amount=amount,
            type_=type_,
        )

        service_resource_configuration_gpu.additional_properties = d
        return service_resource_configuration_gpu

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

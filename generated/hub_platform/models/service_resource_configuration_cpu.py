from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.service_resource_configuration_cpu_unit import ServiceResourceConfigurationCpuUnit
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ServiceResourceConfigurationCpu")


@_attrs_define
class ServiceResourceConfigurationCpu:
    """
    Attributes:
        amount (int): In thousandths of a core.
        type_ (Literal['cpu']):  Default: 'cpu'.
        unit (ServiceResourceConfigurationCpuUnit):  Default: ServiceResourceConfigurationCpuUnit.M.
    """

    amount: int
    type_: Literal["cpu"] = "cpu"
    unit: ServiceResourceConfigurationCpuUnit = ServiceResourceConfigurationCpuUnit.M
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        amount = self.amount

        type_ = self.type_

        unit = self.unit.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "amount": amount,
                "type": type_,
                "unit": unit,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        amount = d.pop("amount")

        type_ = cast(Literal["cpu"], d.pop("type"))
        if type_ != "cpu":
            raise ValueError(f"type must match const 'cpu', got '{type_}'")

        unit = ServiceResourceConfigurationCpuUnit(d.pop("unit"))

        service_resource_configuration_cpu = cls(
            amount=amount,
            type_=type_,
            unit=unit,
        )

        service_resource_configuration_cpu.additional_properties = d
        return service_resource_configuration_cpu

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

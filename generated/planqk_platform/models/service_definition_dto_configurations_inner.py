from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.service_definition_dto_configurations_inner_accelerator import (
    ServiceDefinitionDtoConfigurationsInnerAccelerator,
)
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ServiceDefinitionDtoConfigurationsInner")


@_attrs_define
class ServiceDefinitionDtoConfigurationsInner:
    """CPU, memory or GPU of a managed service.

    Attributes:
        accelerator (ServiceDefinitionDtoConfigurationsInnerAccelerator | Unset):
        amount (int | Unset):
        type_ (str | Unset): cpu, memory or gpu.
        unit (str | Unset): m for thousandths of a CPU, M for megabytes.
    """

    accelerator: ServiceDefinitionDtoConfigurationsInnerAccelerator | Unset = UNSET
    amount: int | Unset = UNSET
    type_: str | Unset = UNSET
    unit: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        accelerator: str | Unset = UNSET
        if not isinstance(self.accelerator, Unset):
            accelerator = self.accelerator.value

        amount = self.amount

        type_ = self.type_

        unit = self.unit

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if accelerator is not UNSET:
            field_dict["accelerator"] = accelerator
        if amount is not UNSET:
            field_dict["amount"] = amount
        if type_ is not UNSET:
            field_dict["type"] = type_
        if unit is not UNSET:
            field_dict["unit"] = unit

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _accelerator = d.pop("accelerator", UNSET)
        accelerator: ServiceDefinitionDtoConfigurationsInnerAccelerator | Unset
        if _accelerator is None or isinstance(_accelerator, Unset):
            accelerator = UNSET
        else:
            accelerator = ServiceDefinitionDtoConfigurationsInnerAccelerator(_accelerator)

        amount = d.pop("amount", UNSET)

        type_ = d.pop("type", UNSET)

        unit = d.pop("unit", UNSET)

        service_definition_dto_configurations_inner = cls(
            accelerator=accelerator,
            amount=amount,
            type_=type_,
            unit=unit,
        )

        service_definition_dto_configurations_inner.additional_properties = d
        return service_definition_dto_configurations_inner

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

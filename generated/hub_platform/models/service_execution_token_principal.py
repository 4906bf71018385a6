from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ServiceExecutionTokenPrincipal")


@_attrs_define
class ServiceExecutionTokenPrincipal:
    """
    Attributes:
        service_execution (ServiceExecutionDto):
        service_provider (UserContext):
        type_ (Literal['token.execution']):  Default: 'token.execution'.
    """

    service_execution: ServiceExecutionDto
    service_provider: UserContext
    type_: Literal["token.execution"] = "token.execution"
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        service_execution = self.service_execution.to_dict()

        service_provider = self.service_provider.to_dict()

        type_ = self.type_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "serviceExecution": service_execution,
                "serviceProvider": service_provider,
                "type": type_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        service_execution = ServiceExecutionDto.from_dict(d.pop("serviceExecution"))

        service_provider = UserContext.from_dict(d.pop("serviceProvider"))

        type_ = cast(Literal["token.execution"], d.pop("type"))
        if type_ != "token.execution":
            raise ValueError(f"type must match const 'token.execution', got '{type_}'")

        service_execution_token_principal = cls(
            service_execution=service_execution,
            service_provider=service_provider,
            type_=type_,
        )

        service_execution_token_principal.additional_properties = d
        return service_execution_token_principal

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
from ..models.service_execution_dto import ServiceExecutionDto
from ..models.user_context import UserContext

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.service_consumer_dto_lifecycle import ServiceConsumerDtoLifecycle
from ..models.service_consumer_dto_type import ServiceConsumerDtoType
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ServiceConsumerDto")


@_attrs_define
class ServiceConsumerDto:
    """
    Attributes:
        id (str):
        name (str):
        context (str | Unset):
        gateway_endpoint (str | Unset): Where the service is executed.
        lifecycle (ServiceConsumerDtoLifecycle | Unset):
        service_definition_id (str | Unset):
        type_ (ServiceConsumerDtoType | Unset):
        version (str | Unset):
    """

    id: str
    name: str
    context: str | Unset = UNSET
    gateway_endpoint: str | Unset = UNSET
    lifecycle: ServiceConsumerDtoLifecycle | Unset = UNSET
    service_definition_id: str | Unset = UNSET
    type_: ServiceConsumerDtoType | Unset = UNSET
    version: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        context = self.context

        gateway_endpoint = self.gateway_endpoint

        lifecycle: str | Unset = UNSET
        if not isinstance(self.lifecycle, Unset):
            lifecycle = self.lifecycle.value

        service_definition_id = self.service_definition_id

        type_: str | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_.value

        version = self.version

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
            }
        )
        if context is not UNSET:
            field_dict["context"] = context
        if gateway_endpoint is not UNSET:
            field_dict["gatewayEndpoint"] = gateway_endpoint
        if lifecycle is not UNSET:
            field_dict["lifecycle"] = lifecycle
        if service_definition_id is not UNSET:
            field_dict["serviceDefinitionId"] = service_definition_id
        if type_ is not UNSET:
            field_dict["type"] = type_
        if version is not UNSET:
            field_dict["version"] = version

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        context = d.pop("context", UNSET)

        gateway_endpoint = d.pop("gatewayEndpoint", UNSET)

        _lifecycle = d.pop("lifecycle", UNSET)
        lifecycle: ServiceConsumerDtoLifecycle | Unset
        if _lifecycle is None or isinstance(_lifecycle, Unset):
            lifecycle = UNSET
        else:
            lifecycle = ServiceConsumerDtoLifecycle(_lifecycle)

        service_definition_id = d.pop("serviceDefinitionId", UNSET)

        _type_ = d.pop("type", UNSET)
        type_: ServiceConsumerDtoType | Unset
        if _type_ is None or isinstance(_type_, Unset):
            type_ = UNSET
        else:
            type_ = ServiceConsumerDtoType(_type_)

        version = d.pop("version", UNSET)

        service_consumer_dto = cls(
            id=id,
            name=name,
            context=context,
            gateway_endpoint=gateway_endpoint,
            lifecycle=lifecycle,
            service_definition_id=service_definition_id,
            type_=type_,
            version=version,
        )

        service_consumer_dto.additional_properties = d
        return service_consumer_dto

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

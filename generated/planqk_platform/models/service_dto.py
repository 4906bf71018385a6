from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.service_dto_current_user_permission import ServiceDtoCurrentUserPermission
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ServiceDto")


@_attrs_define
class ServiceDto:
    """A service with its versions.

    Attributes:
        id (str):
        name (str):
        service_definitions (list[ServiceDefinitionDto]): The versions of the service.
        current_user_permission (ServiceDtoCurrentUserPermission | Unset): What the caller may do with it.
    """

    id: str
    name: str
    service_definitions: list[ServiceDefinitionDto]
    current_user_permission: ServiceDtoCurrentUserPermission | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        service_definitions = []
        for service_definitions_item_data in self.service_definitions:
            service_definitions_item = service_definitions_item_data.to_dict()
            service_definitions.append(service_definitions_item)

        current_user_permission: str | Unset = UNSET
        if not isinstance(self.current_user_permission, Unset):
            current_user_permission = self.current_user_permission.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "serviceDefinitions": service_definitions,
            }
        )
        if current_user_permission is not UNSET:
            field_dict["currentUserPermission"] = current_user_permission

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        service_definitions = []
        _service_definitions = d.pop("serviceDefinitions")
        for service_definitions_item_data in _service_definitions or []:
            service_definitions_item = ServiceDefinitionDto.from_dict(service_definitions_item_data)

            service_definitions.append(service_definitions_item)

        _current_user_permission = d.pop("currentUserPermission", UNSET)
        current_user_permission: ServiceDtoCurrentUserPermission | Unset
        if _current_user_permission is None or isinstance(_current_user_permission, Unset):
            current_user_permission = UNSET
        else:
            current_user_permission = ServiceDtoCurrentUserPermission(_current_user_permission)

        service_dto = cls(
            id=id,
            name=name,
            service_definitions=service_definitions,
            current_user_permission=current_user_permission,
        )

        service_dto.additional_properties = d
        return service_dto

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
from ..models.service_definition_dto import ServiceDefinitionDto

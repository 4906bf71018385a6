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
    """
    Attributes:
        id (str):
        name (str):
        service_definitions (list[ServiceDefinitionDto]): In practice one.
        contacts (list[ServiceContact] | Unset):
        current_user_permission (ServiceDtoCurrentUserPermission | Unset):
        display_name (str | Unset): Title for people, at most 70 characters.
        links (list[ServiceLink] | Unset):
    """

    id: str
    name: str
    service_definitions: list[ServiceDefinitionDto]
    contacts: list[ServiceContact] | Unset = UNSET
    current_user_permission: ServiceDtoCurrentUserPermission | Unset = UNSET
    display_name: str | Unset = UNSET
    links: list[ServiceLink] | Unset = UNSET
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

        contacts: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.contacts, Unset):
            contacts = []
            for contacts_item_data in self.contacts:
                contacts_item = contacts_item_data.to_dict()
                contacts.append(contacts_item)

        current_user_permission: str | Unset = UNSET
        if not isinstance(self.current_user_permission, Unset):
            current_user_permission = self.current_user_permission.value

        display_name = self.display_name

        links: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.links, Unset):
            links = []
            for links_item_data in self.links:
                links_item = links_item_data.to_dict()
                links.append(links_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "serviceDefinitions": service_definitions,
            }
        )
        if contacts is not UNSET:
            field_dict["contacts"] = contacts
        if current_user_permission is not UNSET:
            field_dict["currentUserPermission"] = current_user_permission
        if display_name is not UNSET:
            field_dict["displayName"] = display_name
        if links is not UNSET:
            field_dict["links"] = links

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

        _contacts = d.pop("contacts", UNSET)
        contacts: list[ServiceContact] | Unset = UNSET
        if _contacts is not None and _contacts is not UNSET:
            contacts = []
            for contacts_item_data in _contacts:
                contacts_item = ServiceContact.from_dict(contacts_item_data)

                contacts.append(contacts_item)

        _current_user_permission = d.pop("currentUserPermission", UNSET)
        current_user_permission: ServiceDtoCurrentUserPermission | Unset
        if _current_user_permission is None or isinstance(_current_user_permission, Unset):
            current_user_permission = UNSET
        else:
            current_user_permission = ServiceDtoCurrentUserPermission(_current_user_permission)

        display_name = d.pop("displayName", UNSET)

        _links = d.pop("links", UNSET)
        links: list[ServiceLink] | Unset = UNSET
        if _links is not None and _links is not UNSET:
            links = []
            for links_item_data in _links:
                links_item = ServiceLink.from_dict(links_item_data)

                links.append(links_item)

        service_dto = cls(
            id=id,
            name=name,
            service_definitions=service_definitions,
            contacts=contacts,
            current_user_permission=current_user_permission,
            display_name=display_name,
            links=links,
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
from ..models.service_contact import ServiceContact
from ..models.service_definition_dto import ServiceDefinitionDto
from ..models.service_link import ServiceLink

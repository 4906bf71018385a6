from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.service_overview_dto_lifecycle import ServiceOverviewDtoLifecycle
from ..models.service_overview_dto_type import ServiceOverviewDtoType
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ServiceOverviewDto")


@_attrs_define
class ServiceOverviewDto:
    """
    Attributes:
        id (str):
        name (str):
        created_at (str | Unset):
        display_name (str | Unset):
        lifecycle (ServiceOverviewDtoLifecycle | Unset):
        service_definition_id (str | Unset):
        type_ (ServiceOverviewDtoType | Unset):
    """

    id: str
    name: str
    created_at: str | Unset = UNSET
    display_name: str | Unset = UNSET
    lifecycle: ServiceOverviewDtoLifecycle | Unset = UNSET
    service_definition_id: str | Unset = UNSET
    type_: ServiceOverviewDtoType | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        created_at = self.created_at

        display_name = self.display_name

        lifecycle: str | Unset = UNSET
        if not isinstance(self.lifecycle, Unset):
            lifecycle = self.lifecycle.value

        service_definition_id = self.service_definition_id

        type_: str | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
            }
        )
        if created_at is not UNSET:
            field_dict["createdAt"] = created_at
        if display_name is not UNSET:
            field_dict["displayName"] = display_name
        if lifecycle is not UNSET:
            field_dict["lifecycle"] = lifecycle
        if service_definition_id is not UNSET:
            field_dict["serviceDefinitionId"] = service_definition_id
        if type_ is not UNSET:
            field_dict["type"] = type_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        created_at = d.pop("createdAt", UNSET)

        display_name = d.pop("displayName", UNSET)

        _lifecycle = d.pop("lifecycle", UNSET)
        lifecycle: ServiceOverviewDtoLifecycle | Unset
        if _lifecycle is None or isinstance(_lifecycle, Unset):
            lifecycle = UNSET
        else:
            lifecycle = ServiceOverviewDtoLifecycle(_lifecycle)

        service_definition_id = d.pop("serviceDefinitionId", UNSET)

        _type_ = d.pop("type", UNSET)
        type_: ServiceOverviewDtoType | Unset
        if _type_ is None or isinstance(_type_, Unset):
            type_ = UNSET
        else:
            type_ = ServiceOverviewDtoType(_type_)

        service_overview_dto = cls(
            id=id,
            name=name,
            created_at=created_at,
            display_name=display_name,
            lifecycle=lifecycle,
            service_definition_id=service_definition_id,
            type_=type_,
        )

        service_overview_dto.additional_properties = d
        return service_overview_dto

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

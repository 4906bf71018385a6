from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import types
from ..types import UNSET, File, FileTypes, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="CreateExternalServiceBody")


@_attrs_define
class CreateExternalServiceBody:
    """
    Attributes:
        api_definition (File | Unset): OpenAPI document of the service.
    """

    api_definition: File | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        api_definition: FileTypes | Unset = UNSET
        if not isinstance(self.api_definition, Unset):
            api_definition = self.api_definition.to_tuple()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if api_definition is not UNSET:
            field_dict["apiDefinition"] = api_definition

        return field_dict

    def to_multipart(self) -> types.RequestFiles:
        files: types.RequestFiles = []

        if not isinstance(self.api_definition, Unset):
            files.append(("apiDefinition", self.api_definition.to_tuple()))

        for prop_name, prop in self.additional_properties.items():
            files.append((prop_name, (None, str(prop).encode(), "text/plain")))

        return files

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _api_definition = d.pop("apiDefinition", UNSET)
        api_definition: File | Unset
        if _api_definition is None or isinstance(_api_definition, Unset):
            api_definition = UNSET
        else:
            api_definition = File(payload=BytesIO(_api_definition))

        create_external_service_body = cls(
            api_definition=api_definition,
        )

        create_external_service_body.additional_properties = d
        return create_external_service_body

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

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ServiceSourceRegistry")


@_attrs_define
class ServiceSourceRegistry:
    """
    Attributes:
        image (str):
        type_ (Literal['registry']):  Default: 'registry'.
        password (str | Unset): Secret: never shown.
        tag (str | Unset): Default `latest`.
        username (str | Unset):
    """

    image: str
    type_: Literal["registry"] = "registry"
    password: str | Unset = _attrs_field(default=UNSET, repr=False)
    tag: str | Unset = UNSET
    username: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        image = self.image

        type_ = self.type_

        password = self.password

        tag = self.tag

        username = self.username

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "image": image,
                "type": type_,
            }
        )
        if password is not UNSET:
            field_dict["password"] = password
        if tag is not UNSET:
            field_dict["tag"] = tag
        if username is not UNSET:
            field_dict["username"] = username

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        image = d.pop("image")

        type_ = cast(Literal["registry"], d.pop("type"))
        if type_ != "registry":
            raise ValueError(f"type must match const 'registry', got '{type_}'")

        password = d.pop("password", UNSET)

        tag = d.pop("tag", UNSET)

        username = d.pop("username", UNSET)

        service_source_registry = cls(
            image=image,
            type_=type_,
            password=password,
            tag=tag,
            username=username,
        )

        service_source_registry.additional_properties = d
        return service_source_registry

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

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ServiceSecurityConfigurationBasic")


@_attrs_define
class ServiceSecurityConfigurationBasic:
    """
    Attributes:
        password (str): Secret: never shown.
        type_ (Literal['BASIC']):  Default: 'BASIC'.
        username (str):
    """

    password: str = _attrs_field(repr=False)
    username: str
    type_: Literal["BASIC"] = "BASIC"
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        password = self.password

        type_ = self.type_

        username = self.username

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "password": password,
                "type": type_,
                "username": username,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        password = d.pop("password")

        type_ = cast(Literal["BASIC"], d.pop("type"))
        if type_ != "BASIC":
            raise ValueError(f"type must match const 'BASIC', got '{type_}'")

        username = d.pop("username")

        service_security_configuration_basic = cls(
            password=password,
            type_=type_,
            username=username,
        )

        service_security_configuration_basic.additional_properties = d
        return service_security_configuration_basic

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

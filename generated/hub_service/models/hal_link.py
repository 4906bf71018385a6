from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="HALLink")


@_attrs_define
class HALLink:
    """A link as in HAL (draft-kelly-json-hal-11).

    Attributes:
        href (str): Address.
        deprecation (str | Unset): Address that tells about its end.
        hreflang (str | Unset): Language behind it.
        name (str | Unset): Name.
        profile (str | Unset): Address of its profile.
        templated (bool | Unset): Whether the address is a template.
        title (str | Unset): Title for people.
        type_ (str | Unset): Media type behind it.
    """

    href: str
    deprecation: str | Unset = UNSET
    hreflang: str | Unset = UNSET
    name: str | Unset = UNSET
    profile: str | Unset = UNSET
    templated: bool | Unset = UNSET
    title: str | Unset = UNSET
    type_: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        href = self.href

        deprecation = self.deprecation

        hreflang = self.hreflang

        name = self.name

        profile = self.profile

        templated = self.templated

        title = self.title

        type_ = self.type_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "href": href,
            }
        )
        if deprecation is not UNSET:
            field_dict["deprecation"] = deprecation
        if hreflang is not UNSET:
            field_dict["hreflang"] = hreflang
        if name is not UNSET:
            field_dict["name"] = name
        if profile is not UNSET:
            field_dict["profile"] = profile
        if templated is not UNSET:
            field_dict["templated"] = templated
        if title is not UNSET:
            field_dict["title"] = title
        if type_ is not UNSET:
            field_dict["type"] = type_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        href = d.pop("href")

        deprecation = d.pop("deprecation", UNSET)

        hreflang = d.pop("hreflang", UNSET)

        name = d.pop("name", UNSET)

        profile = d.pop("profile", UNSET)

        templated = d.pop("templated", UNSET)

        title = d.pop("title", UNSET)

        type_ = d.pop("type", UNSET)

        hal_link = cls(
            href=href,
            deprecation=deprecation,
            hreflang=hreflang,
            name=name,
            profile=profile,
            templated=templated,
            title=title,
            type_=type_,
        )

        hal_link.additional_properties = d
        return hal_link

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

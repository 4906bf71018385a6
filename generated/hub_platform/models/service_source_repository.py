from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ServiceSourceRepository")


@_attrs_define
class ServiceSourceRepository:
    """
    Attributes:
        full_path (str): Path of a Git repository that a Git integration can see.
        type_ (Literal['repository']):  Default: 'repository'.
    """

    full_path: str
    type_: Literal["repository"] = "repository"
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        full_path = self.full_path

        type_ = self.type_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "fullPath": full_path,
                "type": type_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        full_path = d.pop("fullPath")

        type_ = cast(Literal["repository"], d.pop("type"))
        if type_ != "repository":
            raise ValueError(f"type must match const 'repository', got '{type_}'")

        service_source_repository = cls(
            full_path=full_path,
            type_=type_,
        )

        service_source_repository.additional_properties = d
        return service_source_repository

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

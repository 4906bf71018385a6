from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="UpdateVersionRequest")


@_attrs_define
class UpdateVersionRequest:
    """What can be changed of a version.

    Attributes:
        description (str | Unset):
        industries (list[IndustryDto] | Unset): The industries the service belongs to; an empty list removes all.
    """

    description: str | Unset = UNSET
    industries: list[IndustryDto] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        description = self.description

        industries: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.industries, Unset):
            industries = []
            for industries_item_data in self.industries:
                industries_item = industries_item_data.to_dict()
                industries.append(industries_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if description is not UNSET:
            field_dict["description"] = description
        if industries is not UNSET:
            field_dict["industries"] = industries

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        description = d.pop("description", UNSET)

        _industries = d.pop("industries", UNSET)
        industries: list[IndustryDto] | Unset = UNSET
        if _industries is not None and _industries is not UNSET:
            industries = []
            for industries_item_data in _industries:
                industries_item = IndustryDto.from_dict(industries_item_data)

                industries.append(industries_item)

        update_version_request = cls(
            description=description,
            industries=industries,
        )

        update_version_request.additional_properties = d
        return update_version_request

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
from ..models.industry_dto import IndustryDto

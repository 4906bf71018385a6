from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ResultResponse")


@_attrs_define
class ResultResponse:
    """What the service returned, with links.

    Attributes:
        embedded (ResultResponseEmbedded | Unset):
        links (ResultResponseLinks | Unset): A link for each result file, by its name.
    """

    embedded: ResultResponseEmbedded | Unset = UNSET
    links: ResultResponseLinks | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        embedded: dict[str, Any] | Unset = UNSET
        if not isinstance(self.embedded, Unset):
            embedded = self.embedded.to_dict()

        links: dict[str, Any] | Unset = UNSET
        if not isinstance(self.links, Unset):
            links = self.links.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if embedded is not UNSET:
            field_dict["_embedded"] = embedded
        if links is not UNSET:
            field_dict["_links"] = links

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _embedded = d.pop("_embedded", UNSET)
        embedded: ResultResponseEmbedded | Unset
        if _embedded is None or isinstance(_embedded, Unset):
            embedded = UNSET
        else:
            embedded = ResultResponseEmbedded.from_dict(_embedded)

        _links = d.pop("_links", UNSET)
        links: ResultResponseLinks | Unset
        if _links is None or isinstance(_links, Unset):
            links = UNSET
        else:
            links = ResultResponseLinks.from_dict(_links)

        result_response = cls(
            embedded=embedded,
            links=links,
        )

        result_response.additional_properties = d
        return result_response

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
from ..models.result_response_embedded import ResultResponseEmbedded
from ..models.result_response_links import ResultResponseLinks

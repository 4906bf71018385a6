from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="PageResponseServiceJobDto")


@_attrs_define
class PageResponseServiceJobDto:
    """
    Attributes:
        content (list[ServiceJobDto]):
        empty (bool):
        first (bool):
        last (bool):
        number (int):
        number_of_elements (int):
        page (int):
        size (int):
        total_elements (int):
        total_pages (int):
        sort (list[SortOrder] | Unset):
    """

    content: list[ServiceJobDto]
    empty: bool
    first: bool
    last: bool
    number: int
    number_of_elements: int
    page: int
    size: int
    total_elements: int
    total_pages: int
    sort: list[SortOrder] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        content = []
        for content_item_data in self.content:
            content_item = content_item_data.to_dict()
            content.append(content_item)

        empty = self.empty

        first = self.first

        last = self.last

        number = self.number

        number_of_elements = self.number_of_elements

        page = self.page

        size = self.size

        total_elements = self.total_elements

        total_pages = self.total_pages

        sort: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.sort, Unset):
            sort = []
            for sort_item_data in self.sort:
                sort_item = sort_item_data.to_dict()
                sort.append(sort_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "content": content,
                "empty": empty,
                "first": first,
                "last": last,
                "number": number,
                "numberOfElements": number_of_elements,
                "page": page,
                "size": size,
                "totalElements": total_elements,
                "totalPages": total_pages,
            }
        )
        if sort is not UNSET:
            field_dict["sort"] = sort

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        content = []
        _content = d.pop("content")
        for content_item_data in _content or []:
            content_item = ServiceJobDto.from_dict(content_item_data)

            content.append(content_item)

        empty = d.pop("empty")

        first = d.pop("first")

        last = d.pop("last")

        number = d.pop("number")

        number_of_elements = d.pop("numberOfElements")

        page = d.pop("page")

        size = d.pop("size")

        total_elements = d.pop("totalElements")

        total_pages = d.pop("totalPages")

        _sort = d.pop("sort", UNSET)
        sort: list[SortOrder] | Unset = UNSET
        if _sort is not None and _sort is not UNSET:
            sort = []
            for sort_item_data in _sort:
                sort_item = SortOrder.from_dict(sort_item_data)

                sort.append(sort_item)

        page_response_service_job_dto = cls(
            content=content,
            empty=empty,
            first=first,
            last=last,
            number=number,
            number_of_elements=number_of_elements,
            page=page,
            size=size,
            total_elements=total_elements,
            total_pages=total_pages,
            sort=sort,
        )

        page_response_service_job_dto.additional_properties = d
        return page_response_service_job_dto

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
from ..models.service_job_dto import ServiceJobDto
from ..models.sort_order import SortOrder

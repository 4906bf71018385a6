from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="DataPoolRef")


@_attrs_define
class DataPoolRef:
    """A file in a data pool that holds the input.

    Attributes:
        data_pool_id (str | Unset):
        data_source_descriptor_id (str | Unset):
        file_id (str | Unset):
    """

    data_pool_id: str | Unset = UNSET
    data_source_descriptor_id: str | Unset = UNSET
    file_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        data_pool_id = self.data_pool_id

        data_source_descriptor_id = self.data_source_descriptor_id

        file_id = self.file_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if data_pool_id is not UNSET:
            field_dict["dataPoolId"] = data_pool_id
        if data_source_descriptor_id is not UNSET:
            field_dict["dataSourceDescriptorId"] = data_source_descriptor_id
        if file_id is not UNSET:
            field_dict["fileId"] = file_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        data_pool_id = d.pop("dataPoolId", UNSET)

        data_source_descriptor_id = d.pop("dataSourceDescriptorId", UNSET)

        file_id = d.pop("fileId", UNSET)

        data_pool_ref = cls(
            data_pool_id=data_pool_id,
            data_source_descriptor_id=data_source_descriptor_id,
            file_id=file_id,
        )

        data_pool_ref.additional_properties = d
        return data_pool_ref

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

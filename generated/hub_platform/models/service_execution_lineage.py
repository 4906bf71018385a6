from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="ServiceExecutionLineage")


@_attrs_define
class ServiceExecutionLineage:
    """
    Attributes:
        nodes (list[ServiceExecutionLineageNodeDto] | Unset):
        truncated (bool | Unset):
    """

    nodes: list[ServiceExecutionLineageNodeDto] | Unset = UNSET
    truncated: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        nodes: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.nodes, Unset):
            nodes = []
            for nodes_item_data in self.nodes:
                nodes_item = nodes_item_data.to_dict()
                nodes.append(nodes_item)

        truncated = self.truncated

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if nodes is not UNSET:
            field_dict["nodes"] = nodes
        if truncated is not UNSET:
            field_dict["truncated"] = truncated

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _nodes = d.pop("nodes", UNSET)
        nodes: list[ServiceExecutionLineageNodeDto] | Unset = UNSET
        if _nodes is not None and _nodes is not UNSET:
            nodes = []
            for nodes_item_data in _nodes:
                nodes_item = ServiceExecutionLineageNodeDto.from_dict(nodes_item_data)

                nodes.append(nodes_item)

        truncated = d.pop("truncated", UNSET)

        service_execution_lineage = cls(
            nodes=nodes,
            truncated=truncated,
        )

        service_execution_lineage.additional_properties = d
        return service_execution_lineage

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
from ..models.service_execution_lineage_node_dto import ServiceExecutionLineageNodeDto

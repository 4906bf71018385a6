from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="StartExecutionBody")


@_attrs_define
class StartExecutionBody:
    """
    Attributes:
        data (InputData | Unset): The `data` argument of the service.
        data_ref (DataPoolRef | Unset): A file in a data pool that holds the input.
        params (InputParams | Unset): The `params` argument of the service.
        params_ref (DataPoolRef | Unset): A file in a data pool that holds the input.
    """

    data: InputData | Unset = UNSET
    data_ref: DataPoolRef | Unset = UNSET
    params: InputParams | Unset = UNSET
    params_ref: DataPoolRef | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] | Unset = UNSET
        if not isinstance(self.data, Unset):
            data = self.data.to_dict()

        data_ref: dict[str, Any] | Unset = UNSET
        if not isinstance(self.data_ref, Unset):
            data_ref = self.data_ref.to_dict()

        params: dict[str, Any] | Unset = UNSET
        if not isinstance(self.params, Unset):
            params = self.params.to_dict()

        params_ref: dict[str, Any] | Unset = UNSET
        if not isinstance(self.params_ref, Unset):
            params_ref = self.params_ref.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if data is not UNSET:
            field_dict["data"] = data
        if data_ref is not UNSET:
            field_dict["dataRef"] = data_ref
        if params is not UNSET:
            field_dict["params"] = params
        if params_ref is not UNSET:
            field_dict["paramsRef"] = params_ref

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _data = d.pop("data", UNSET)
        data: InputData | Unset
        if _data is None or isinstance(_data, Unset):
            data = UNSET
        else:
            data = InputData.from_dict(_data)

        _data_ref = d.pop("dataRef", UNSET)
        data_ref: DataPoolRef | Unset
        if _data_ref is None or isinstance(_data_ref, Unset):
            data_ref = UNSET
        else:
            data_ref = DataPoolRef.from_dict(_data_ref)

        _params = d.pop("params", UNSET)
        params: InputParams | Unset
        if _params is None or isinstance(_params, Unset):
            params = UNSET
        else:
            params = InputParams.from_dict(_params)

        _params_ref = d.pop("paramsRef", UNSET)
        params_ref: DataPoolRef | Unset
        if _params_ref is None or isinstance(_params_ref, Unset):
            params_ref = UNSET
        else:
            params_ref = DataPoolRef.from_dict(_params_ref)

        start_execution_body = cls(
            data=data,
            data_ref=data_ref,
            params=params,
            params_ref=params_ref,
        )

        start_execution_body.additional_properties = d
        return start_execution_body

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
from ..models.data_pool_ref import DataPoolRef
from ..models.input_data import InputData
from ..models.input_params import InputParams

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="CreateServiceJobBody")


@_attrs_define
class CreateServiceJobBody:
    """
    Attributes:
        service_id (str):
        input_ (CreateServiceJobBodyInput | Unset): Secret: the arguments of the service, never shown.
        store_input (bool | Unset): Whether the job can be run again; default false.
        tags (list[str] | Unset): Stored in lower case.
    """

    service_id: str
    input_: CreateServiceJobBodyInput | Unset = _attrs_field(default=UNSET, repr=False)
    store_input: bool | Unset = UNSET
    tags: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        service_id = self.service_id

        input_: dict[str, Any] | Unset = UNSET
        if not isinstance(self.input_, Unset):
            input_ = self.input_.to_dict()

        store_input = self.store_input

        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "serviceId": service_id,
            }
        )
        if input_ is not UNSET:
            field_dict["input"] = input_
        if store_input is not UNSET:
            field_dict["storeInput"] = store_input
        if tags is not UNSET:
            field_dict["tags"] = tags

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        service_id = d.pop("serviceId")

        _input_ = d.pop("input", UNSET)
        input_: CreateServiceJobBodyInput | Unset
        if _input_ is None or isinstance(_input_, Unset):
            input_ = UNSET
        else:
            input_ = CreateServiceJobBodyInput.from_dict(_input_)

        store_input = d.pop("storeInput", UNSET)

        tags = cast(list[str], d.pop("tags", UNSET))

        create_service_job_body = cls(
            service_id=service_id,
            input_=input_,
            store_input=store_input,
            tags=tags,
        )

        create_service_job_body.additional_properties = d
        return create_service_job_body

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
from ..models.create_service_job_body_input import CreateServiceJobBodyInput

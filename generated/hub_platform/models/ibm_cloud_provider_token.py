from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="IbmCloudProviderToken")


@_attrs_define
class IbmCloudProviderToken:
    """
    Attributes:
        api_key (str): Secret: never shown.
        service_crn (str):
        type_ (Literal['IBM_CLOUD']):  Default: 'IBM_CLOUD'.
    """

    api_key: str = _attrs_field(repr=False)
    service_crn: str
    type_: Literal["IBM_CLOUD"] = "IBM_CLOUD"
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        api_key = self.api_key

        service_crn = self.service_crn

        type_ = self.type_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "apiKey": api_key,
                "serviceCrn": service_crn,
                "type": type_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        api_key = d.pop("apiKey")

        service_crn = d.pop("serviceCrn")

        type_ = cast(Literal["IBM_CLOUD"], d.pop("type"))
        if type_ != "IBM_CLOUD":
            raise ValueError(f"type must match const 'IBM_CLOUD', got '{type_}'")

        ibm_cloud_provider_token = cls(
            api_key=api_key,
            service_crn=service_crn,
            type_=type_,
        )

        ibm_cloud_provider_token.additional_properties = d
        return ibm_cloud_provider_token

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

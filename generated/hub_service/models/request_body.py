from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="RequestBody")


@_attrs_define
class RequestBody:
    """The arguments of the service by their names.

    Attributes:
        tags (list[str] | Unset): Tags of the execution.
        secrets (RequestBodySecrets | Unset): Secret: environment variables of the service, never shown.
    """

    tags: list[str] | Unset = UNSET
    secrets: RequestBodySecrets | Unset = _attrs_field(default=UNSET, repr=False)
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags

        secrets: dict[str, Any] | Unset = UNSET
        if not isinstance(self.secrets, Unset):
            secrets = self.secrets.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if tags is not UNSET:
            field_dict["$tags"] = tags
        if secrets is not UNSET:
            field_dict["$secrets"] = secrets

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        tags = cast(list[str], d.pop("$tags", UNSET))

        _secrets = d.pop("$secrets", UNSET)
        secrets: RequestBodySecrets | Unset
        if _secrets is None or isinstance(_secrets, Unset):
            secrets = UNSET
        else:
            secrets = RequestBodySecrets.from_dict(_secrets)

        request_body = cls(
            tags=tags,
            secrets=secrets,
        )

        request_body.additional_properties = d
        return request_body

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
from ..models.request_body_secrets import RequestBodySecrets

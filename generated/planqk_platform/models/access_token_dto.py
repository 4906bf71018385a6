from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.access_token_dto_scopes_item import AccessTokenDtoScopesItem
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="AccessTokenDto")


@_attrs_define
class AccessTokenDto:
    """A token and what is known about it. The answer for an application carries it in `token`; the other members describe
    personal access tokens.

        Attributes:
            token (str): Secret: sent as a bearer token, never shown.
            created_at (datetime.datetime | Unset):
            expires_at (str | Unset): Day the token expires.
            id (str | Unset):
            name (str | Unset):
            scopes (list[AccessTokenDtoScopesItem] | Unset): What a personal access token may be used for.
            used_at (datetime.datetime | Unset):
            value (str | Unset): Secret: sent as a bearer token, never shown.
    """

    token: str = _attrs_field(repr=False)
    created_at: datetime.datetime | Unset = UNSET
    expires_at: str | Unset = UNSET
    id: str | Unset = UNSET
    name: str | Unset = UNSET
    scopes: list[AccessTokenDtoScopesItem] | Unset = UNSET
    used_at: datetime.datetime | Unset = UNSET
    value: str | Unset = _attrs_field(default=UNSET, repr=False)
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        token = self.token

        created_at: str | Unset = UNSET
        if not isinstance(self.created_at, Unset):
            created_at = self.created_at.isoformat()

        expires_at = self.expires_at

        id = self.id

        name = self.name

        scopes: list[str] | Unset = UNSET
        if not isinstance(self.scopes, Unset):
            scopes = []
            for scopes_item_data in self.scopes:
                scopes_item = scopes_item_data.value
                scopes.append(scopes_item)

        used_at: str | Unset = UNSET
        if not isinstance(self.used_at, Unset):
            used_at = self.used_at.isoformat()

        value = self.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "token": token,
            }
        )
        if created_at is not UNSET:
            field_dict["createdAt"] = created_at
        if expires_at is not UNSET:
            field_dict["expiresAt"] = expires_at
        if id is not UNSET:
            field_dict["id"] = id
        if name is not UNSET:
            field_dict["name"] = name
        if scopes is not UNSET:
            field_dict["scopes"] = scopes
        if used_at is not UNSET:
            field_dict["usedAt"] = used_at
        if value is not UNSET:
            field_dict["value"] = value

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        token = d.pop("token")

        _created_at = d.pop("createdAt", UNSET)
        created_at: datetime.datetime | Unset
        if _created_at is None or isinstance(_created_at, Unset):
            created_at = UNSET
        else:
            created_at = datetime.datetime.fromisoformat(_created_at)

        expires_at = d.pop("expiresAt", UNSET)

        id = d.pop("id", UNSET)

        name = d.pop("name", UNSET)

        _scopes = d.pop("scopes", UNSET)
        scopes: list[AccessTokenDtoScopesItem] | Unset = UNSET
        if _scopes is not None and _scopes is not UNSET:
            scopes = []
            for scopes_item_data in _scopes:
                scopes_item = AccessTokenDtoScopesItem(scopes_item_data)

                scopes.append(scopes_item)

        _used_at = d.pop("usedAt", UNSET)
        used_at: datetime.datetime | Unset
        if _used_at is None or isinstance(_used_at, Unset):
            used_at = UNSET
        else:
            used_at = datetime.datetime.fromisoformat(_used_at)

        value = d.pop("value", UNSET)

        access_token_dto = cls(
            token=token,
            created_at=created_at,
            expires_at=expires_at,
            id=id,
            name=name,
            scopes=scopes,
            used_at=used_at,
            value=value,
        )

        access_token_dto.additional_properties = d
        return access_token_dto

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

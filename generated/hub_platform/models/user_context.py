from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.user_context_account_type import UserContextAccountType
from ..models.user_context_context_type import UserContextContextType
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="UserContext")


@_attrs_define
class UserContext:
    """
    Attributes:
        account_type (UserContextAccountType | Unset):
        context_type (UserContextContextType | Unset):
        id (str | Unset):
        parent (UserContext | Unset):
    """

    account_type: UserContextAccountType | Unset = UNSET
    context_type: UserContextContextType | Unset = UNSET
    id: str | Unset = UNSET
    parent: UserContext | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        account_type: str | Unset = UNSET
        if not isinstance(self.account_type, Unset):
            account_type = self.account_type.value

        context_type: str | Unset = UNSET
        if not isinstance(self.context_type, Unset):
            context_type = self.context_type.value

        id = self.id

        parent: dict[str, Any] | Unset = UNSET
        if not isinstance(self.parent, Unset):
            parent = self.parent.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if account_type is not UNSET:
            field_dict["accountType"] = account_type
        if context_type is not UNSET:
            field_dict["contextType"] = context_type
        if id is not UNSET:
            field_dict["id"] = id
        if parent is not UNSET:
            field_dict["parent"] = parent

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _account_type = d.pop("accountType", UNSET)
        account_type: UserContextAccountType | Unset
        if _account_type is None or isinstance(_account_type, Unset):
            account_type = UNSET
        else:
            account_type = UserContextAccountType(_account_type)

        _context_type = d.pop("contextType", UNSET)
        context_type: UserContextContextType | Unset
        if _context_type is None or isinstance(_context_type, Unset):
            context_type = UNSET
        else:
            context_type = UserContextContextType(_context_type)

        id = d.pop("id", UNSET)

        _parent = d.pop("parent", UNSET)
        parent: UserContext | Unset
        if _parent is None or isinstance(_parent, Unset):
            parent = UNSET
        else:
            parent = UserContext.from_dict(_parent)

        user_context = cls(
            account_type=account_type,
            context_type=context_type,
            id=id,
            parent=parent,
        )

        user_context.additional_properties = d
        return user_context

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

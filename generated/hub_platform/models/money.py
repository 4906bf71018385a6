from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="Money")


@_attrs_define
class Money:
    """
    Attributes:
        amount (str):
        currency (str):
        negative (bool | Unset):
        positive (bool | Unset):
        zero (bool | Unset):
    """

    amount: str
    currency: str
    negative: bool | Unset = UNSET
    positive: bool | Unset = UNSET
    zero: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        amount = self.amount

        currency = self.currency

        negative = self.negative

        positive = self.positive

        zero = self.zero

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "amount": amount,
                "currency": currency,
            }
        )
        if negative is not UNSET:
            field_dict["negative"] = negative
        if positive is not UNSET:
            field_dict["positive"] = positive
        if zero is not UNSET:
            field_dict["zero"] = zero

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        amount = d.pop("amount")

        currency = d.pop("currency")

        negative = d.pop("negative", UNSET)

        positive = d.pop("positive", UNSET)

        zero = d.pop("zero", UNSET)

        money = cls(
            amount=amount,
            currency=currency,
            negative=negative,
            positive=positive,
            zero=zero,
        )

        money.additional_properties = d
        return money

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

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="CostEntry")


@_attrs_define
class CostEntry:
    """
    Attributes:
        consumer_id (str | Unset):
        product_name (str | Unset):
        provider_id (str | Unset):
        quantity (int | Unset):
        timestamp (str | Unset):
        total_amount (Money | Unset):
        unit_price (Money | Unset):
    """

    consumer_id: str | Unset = UNSET
    product_name: str | Unset = UNSET
    provider_id: str | Unset = UNSET
    quantity: int | Unset = UNSET
    timestamp: str | Unset = UNSET
    total_amount: Money | Unset = UNSET
    unit_price: Money | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        consumer_id = self.consumer_id

        product_name = self.product_name

        provider_id = self.provider_id

        quantity = self.quantity

        timestamp = self.timestamp

        total_amount: dict[str, Any] | Unset = UNSET
        if not isinstance(self.total_amount, Unset):
            total_amount = self.total_amount.to_dict()

        unit_price: dict[str, Any] | Unset = UNSET
        if not isinstance(self.unit_price, Unset):
            unit_price = self.unit_price.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if consumer_id is not UNSET:
            field_dict["consumerId"] = consumer_id
        if product_name is not UNSET:
            field_dict["productName"] = product_name
        if provider_id is not UNSET:
            field_dict["providerId"] = provider_id
        if quantity is not UNSET:
            field_dict["quantity"] = quantity
        if timestamp is not UNSET:
            field_dict["timestamp"] = timestamp
        if total_amount is not UNSET:
            field_dict["totalAmount"] = total_amount
        if unit_price is not UNSET:
            field_dict["unitPrice"] = unit_price

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        consumer_id = d.pop("consumerId", UNSET)

        product_name = d.pop("productName", UNSET)

        provider_id = d.pop("providerId", UNSET)

        quantity = d.pop("quantity", UNSET)

        timestamp = d.pop("timestamp", UNSET)

        _total_amount = d.pop("totalAmount", UNSET)
        total_amount: Money | Unset
        if _total_amount is None or isinstance(_total_amount, Unset):
            total_amount = UNSET
        else:
            total_amount = Money.from_dict(_total_amount)

        _unit_price = d.pop("unitPrice", UNSET)
        unit_price: Money | Unset
        if _unit_price is None or isinstance(_unit_price, Unset):
            unit_price = UNSET
        else:
            unit_price = Money.from_dict(_unit_price)

        cost_entry = cls(
            consumer_id=consumer_id,
            product_name=product_name,
            provider_id=provider_id,
            quantity=quantity,
            timestamp=timestamp,
            total_amount=total_amount,
            unit_price=unit_price,
        )

        cost_entry.additional_properties = d
        return cost_entry

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
from ..models.money import Money

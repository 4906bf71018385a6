"""A request on its way to the function that answers it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from ..work.strict_json import JsonObject
from ..world.records import Account, Service, Subscription
from ..world.world import World
from .bodies import Upload
from .refusals import bad_request


@dataclass(kw_only=True)
class Call:
    """A request whose body has been read, with all that is needed to answer it.

    `account` is the one that the user acts for, `gateway` the address below which services are.
    """

    world: World
    gateway: str
    effects: Counter[str]
    operation: str
    request: Request
    path: dict[str, str]
    account: Account
    body: JsonObject = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def count_effect(self) -> None:
        """Count that this operation really changed something."""
        self.effects[self.operation] += 1

    def query(self, name: str) -> str | None:
        """Return a query parameter; blank means that it is not there."""
        value = self.request.query_params.get(name)
        return value if value and value.strip() else None

    def required_query(self, name: str) -> str:
        """Return a query parameter that has to be there.

        Raises:
            Refusal: 400.
        """
        value = self.query(name)
        if value is None:
            raise bad_request(f"The query parameter {name} is missing or blank")
        return value

    def number(self, name: str, default: int) -> int:
        """Return a query parameter that is a whole number.

        Raises:
            Refusal: 400.
        """
        text = self.query(name)
        if text is None:
            return default
        digits = text.strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
            raise bad_request(f"{name} has to be a whole number, not {text[:50]!r}")
        return int(digits)

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        """Return a query parameter that is one of `choices`.

        Raises:
            Refusal: 400.
        """
        value = self.query(name) or default
        if value not in choices:
            raise bad_request(f"{name} has to be one of {', '.join(choices)}, not {value[:50]!r}")
        return value

    def text(self, name: str) -> str | None:
        """Return a member of the JSON body that is a string; null means that it is not there.

        Raises:
            Refusal: 400.
        """
        value = self.body.get(name)
        if value is not None and not isinstance(value, str):
            raise bad_request(f"{name} has to be a string")
        return value

    def required_text(self, name: str) -> str:
        """Return a member of the JSON body that has to be there.

        Raises:
            Refusal: 400.
        """
        value = self.text(name)
        if value is None or not value.strip():
            raise bad_request(f"{name} is missing or blank")
        return value


@dataclass(kw_only=True)
class GatewayCall(Call):
    """A call of a published service; `account` is the one that owns it."""

    service: Service
    subscription: Subscription


Handler = Callable[[Call], Response]
GatewayHandler = Callable[[GatewayCall], Response]

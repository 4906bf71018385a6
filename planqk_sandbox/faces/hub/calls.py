"""A request to the Hub on its way to the function that answers it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from starlette.responses import Response

from ...work.strict_json import JsonObject, JsonValue
from ..answers import answer, nothing
from ..bodies import Upload
from ..calls import Call
from ..refusals import bad_request
from . import GATEWAY, PLATFORM

ROLES_NEEDED = {"GET": "VIEWER", "HEAD": "VIEWER", "PUT": "MAINTAINER"}


@dataclass(kw_only=True)
class HubCall(Call):
    """A call whose query and body have been checked against the document.

    `items` is the body where it is a list.
    """

    items: list[JsonValue] = field(default_factory=list)

    @property
    def platform(self) -> str:
        """The address of the platform."""
        return f"{self.gateway.removesuffix(GATEWAY)}{PLATFORM}"

    @property
    def parent_token(self) -> str | None:
        """The token of the execution whose user code makes this call."""
        return self.request.headers.get("x-parent-execution-token")

    def flag(self, name: str) -> bool:
        """Return a query parameter that is true or false; false when it is not there."""
        return self.query(name) == "true"

    def many(self, name: str) -> list[str]:
        """Return the values of a query parameter that may be there several times."""
        return [value for value in self.request.query_params.getlist(name) if value.strip()]

    def moment(self, name: str) -> float | None:
        """Return a query parameter that is a time, as seconds since 1970.

        Raises:
            Refusal: 400.
        """
        text = self.query(name)
        if text is None:
            return None
        try:
            if text.isascii() and text.isdigit():
                return datetime.fromtimestamp(int(text) / 1000, UTC).timestamp()
            moment = datetime.fromisoformat(text)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
        except (ValueError, OverflowError, OSError) as error:
            raise bad_request(
                f"{name} has to be a time (ISO 8601, with + as %2B) or milliseconds since 1970, "
                f"not {text[:50]!r}"
            ) from error

    def objects(self) -> list[JsonObject]:
        """Return the objects of a body that is a list of them."""
        return [item for item in self.items if isinstance(item, dict)]

    def object(self, name: str) -> JsonObject | None:
        """Return a member of the body that is an object, if it is there."""
        value = self.body.get(name)
        return value if isinstance(value, dict) else None

    def texts(self, name: str) -> list[str]:
        """Return a member of the body that is a list of strings; empty when it is not there."""
        value = self.body.get(name)
        return [str(item) for item in value] if isinstance(value, list) else []

    def file(self, part: str) -> Upload:
        """Return an uploaded file by the name of its part.

        Raises:
            Refusal: 400.
        """
        if part not in self.files:
            raise bad_request(
                f"The file part {part} is missing (a part without file name is no file)"
            )
        return self.files[part]

    @property
    def needed_role(self) -> str:
        """What the account has to be to a thing that others share with it."""
        return ROLES_NEEDED.get(self.request.method, "OWNER")


HubHandler = Callable[[HubCall], Response]


def created(value: JsonObject) -> Response:
    """Return the answer to a request that has created something."""
    return answer(value, 201)


def done(call: HubCall) -> Response:
    """Count that something has changed, and return the answer that says no more."""
    call.count_effect()
    return nothing()

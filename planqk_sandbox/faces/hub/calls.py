"""A request to the Hub on its way to the function that answers it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.responses import Response

from ...work.strict_json import JsonObject, JsonValue
from ..answers import answer, nothing
from ..bodies import Upload
from ..calls import Call
from ..refusals import bad_request

ROLES_NEEDED = {"GET": "VIEWER", "HEAD": "VIEWER", "PUT": "MAINTAINER"}


@dataclass(kw_only=True)
class HubCall(Call):
    """A call whose query and body have been checked against the document.

    `items` is the body where it is a list.
    """

    items: list[JsonValue] = field(default_factory=list)

    def flag(self, name: str) -> bool:
        """Return a query parameter that is true or false; false when it is not there."""
        return self.query(name) == "true"

    def many(self, name: str) -> list[str]:
        """Return the values of a query parameter that may be there several times."""
        return self.request.query_params.getlist(name)

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

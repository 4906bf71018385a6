"""Everything that can go wrong, under one root.

    PlanqkError
      ConfigError            a setting is missing or cannot be used
      InvalidInput           an argument cannot be used; nothing was sent (ValueError)
        MissingFile            a file or folder is not there (FileNotFoundError)
      ConnectionFailed       no usable answer arrived (ConnectionError)
      DecodeError            an answer is not what the API's document promises
      AmbiguousSubmission    a request may or may not have taken effect
      CannotChange           the platform cannot change the object
      NotPublished           the service has no gateway endpoint
      JournalError           the journal of many executions cannot be used
      NotAllSucceeded        some of many executions have no result
      ApiError               the platform answered with an error
        BadRequest             400
        Unauthorized           401
        Forbidden              403
        NotFound               404
        Conflict               409
        TooLarge               413
        RateLimited            429
        ServerError            5xx
        UnexpectedRedirect     3xx
      NameNotFound           nothing has that name (LookupError)
      AmbiguousName          several objects have that name (LookupError)
      WaitError              a wait did not end in success
        WaitTimeout            the time-out passed first (TimeoutError)
        BuildFailed            the platform could not build the user code
        ExecutionFailed        the service ended with an error
        ExecutionCancelled     the execution was cancelled

The attributes have the details. The message says what happened, to which object, and what to do
next. No error holds a secret: addresses have no query, bodies are shortened and scrubbed.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus


class PlanqkError(Exception):
    """Root of every error this package raises on purpose."""

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle without calling ``__init__``, which may take keywords."""
        return _revive, (type(self), self.args, self.__dict__)


def _revive(
    kind: type[PlanqkError], args: tuple[object, ...], attributes: dict[str, object]
) -> PlanqkError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(attributes)
    return error


class ConfigError(PlanqkError):
    """A setting is missing or cannot be used; the message says where it was looked for."""


class InvalidInput(PlanqkError, ValueError):
    """An argument cannot be used; nothing was sent.

    Every recipe raises it for an argument that has another type than its annotation. The message
    names the parameter, the type that was passed, and what to pass. An id may be a ``uuid.UUID``.
    """


class MissingFile(InvalidInput, FileNotFoundError):
    """A file or folder to upload is not there, or not complete; nothing was sent."""


class ConnectionFailed(PlanqkError, ConnectionError):
    """No usable answer arrived: the connection was refused or cut, or the time-out passed.

    Attributes:
        operation: Name of the operation that was called.
        sent: Whether the request may have reached the server.
        address: The address of the request, and the setting that it comes from.
        advice: What to do about it, or "".
    """

    def __init__(
        self,
        operation: str,
        reason: str,
        *,
        sent: bool = True,
        address: str = "",
        advice: str = "",
    ) -> None:
        super().__init__(operation, reason)
        self.operation = operation
        self.reason = reason
        self.sent = sent
        self.address = address
        self.advice = advice

    def __str__(self) -> str:
        where = f" from {self.address}" if self.address else ""
        return f"{self.operation}: no answer{where} ({self.reason}){self.advice}"


class DecodeError(PlanqkError):
    """An answer is not what the API's document promises.

    Attributes:
        operation: Name of the operation that was called.
    """

    def __init__(self, operation: str, reason: str) -> None:
        super().__init__(operation, reason)
        self.operation = operation
        self.reason = reason

    def __str__(self) -> str:
        return (
            f"{self.operation}: the answer could not be read ({self.reason}). The API may have "
            "changed: try a newer version of this package, or generate its clients anew"
        )


class CannotChange(PlanqkError):
    """The object has other values than the wanted ones, and the platform cannot change them."""


class NotPublished(PlanqkError):
    """The service has no gateway endpoint, because it is not published.

    Attributes:
        name: Name of the service.
        service_id: Its id.
    """

    def __init__(self, name: str, service_id: str) -> None:
        super().__init__(name, service_id)
        self.name = name
        self.service_id = service_id

    def __str__(self) -> str:
        return (
            f"service {self.name!r} ({self.service_id}) is not published, so it cannot be called: "
            "publish_internally(client, service) first"
        )


class JournalError(PlanqkError):
    """The journal of many executions cannot be used; the message says why."""


class NotAllSucceeded(PlanqkError):
    """Some of many executions have no result; the message names their keys and ids.

    Attributes:
        outcomes: Their outcomes.
    """

    outcomes: Sequence[object] = ()


class AmbiguousSubmission(PlanqkError):
    """A request that must not be sent twice got no answer, and may have taken effect.

    Attributes:
        operation: Name of the operation that was called.
        check: What to check before trying again.
    """

    def __init__(self, operation: str, reason: str) -> None:
        super().__init__(operation, reason)
        self.operation = operation
        self.reason = reason
        self.check = "whether it took effect"

    def __str__(self) -> str:
        stop = "" if self.reason.endswith("?") else "."
        return (
            f"{self.operation}: {self.reason}{stop} It may or may not have taken effect and was "
            f"not sent again. Before you try again, check {self.check}"
        )


# --- answers that are not a success -------------------------------------------------------------


class ApiError(PlanqkError):
    """The platform, the gateway or something on the way answered with an error.

    Attributes:
        status: HTTP status code.
        operation: The operation by its generated name, or method and path of a raw call.
        method: HTTP method.
        url: Address without its query.
        message: The platform's own words (`errorMessage`), or "".
        body: Beginning of the answer's body, scrubbed of tokens.
        retry_after: Seconds the server asks to wait before another try, or None.
    """

    advice: str = ""

    def __init__(
        self,
        status: int,
        *,
        operation: str,
        method: str,
        url: str,
        message: str = "",
        body: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(status, operation)
        self.status = status
        self.operation = operation
        self.method = method
        self.url = url
        self.message = message
        self.body = body
        self.retry_after = retry_after

    def __str__(self) -> str:
        said = self.message or self.body or "no explanation"
        text = f"{self.operation}: {self.status} {phrase(self.status)}: {said}"
        return f"{text} ({self.method} {self.url}){self.advice and '. ' + self.advice}"


class BadRequest(ApiError):
    """400: the platform does not accept an argument."""


class Unauthorized(ApiError):
    """401: the token is wrong, expired or revoked."""


class Forbidden(ApiError):
    """403: the token is valid, but may not do this."""


class NotFound(ApiError):
    """404: no such object, or not in this account or organization."""


class Conflict(ApiError):
    """409: the object's state does not allow this."""


class TooLarge(ApiError):
    """413: the upload is too large."""


class RateLimited(ApiError):
    """429: too many requests; ``retry_after`` says how long to wait, if the server told."""


class ServerError(ApiError):
    """5xx: the platform or something on the way failed."""


class UnexpectedRedirect(ApiError):
    """3xx: a redirect, which is never followed, because it would carry the token elsewhere."""

    advice = "Redirects are not followed: check the base URL"


def phrase(status: int) -> str:
    """Return the status in words; statuses outside IANA's list are in use too (520, 499)."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "non-standard status"


# --- lookup -------------------------------------------------------------------------------------


class NameNotFound(PlanqkError, LookupError):
    """Nothing has that name.

    Attributes:
        kind: What was looked for, e.g. "service".
        name: The name that was looked for.
        similar: Names that are close to it.
        known: All names, if there are only a few.
    """

    def __init__(
        self, kind: str, name: str, similar: Sequence[str] = (), known: Sequence[str] = ()
    ) -> None:
        super().__init__(kind, name, similar, known)
        self.kind = kind
        self.name = name
        self.similar: tuple[str, ...] = tuple(similar)
        self.known: tuple[str, ...] = tuple(known)

    def __str__(self) -> str:
        hint, names = ("there are", self.known) if self.known else ("similar", self.similar)
        listed = f"; {hint}: {', '.join(map(repr, names))}" if names else ""
        return f"there is no {self.kind} named {self.name!r}{listed}"


class AmbiguousName(PlanqkError, LookupError):
    """Several objects have that name; names need not be unique on the platform.

    Attributes:
        kind: What was looked for, e.g. "service".
        name: The name that was looked for.
        ids: Ids of all that have it.
    """

    def __init__(self, kind: str, name: str, ids: Sequence[str]) -> None:
        super().__init__(kind, name, ids)
        self.kind = kind
        self.name = name
        self.ids: tuple[str, ...] = tuple(ids)

    def __str__(self) -> str:
        return (
            f"the {self.kind} {self.name!r} exists {len(self.ids)} times: "
            f"{', '.join(self.ids)}. Pass the id of the one you mean instead"
        )


# --- waiting ------------------------------------------------------------------------------------


class WaitError(PlanqkError):
    """A wait did not end in success.

    Attributes:
        kind: What was waited for: "build" or "execution".
        id: Its id (of a build: the service's).
        state: Last state seen, or None.
        elapsed: Seconds waited.
    """

    def __init__(self, what: str, *, kind: str, id: str, state: str | None, elapsed: float) -> None:
        super().__init__(what)
        self.kind = kind
        self.id = id
        self.state = state
        self.elapsed = elapsed

    def __str__(self) -> str:
        first, *rest = str(self.args[0]).split("\n")
        how = f"(state {self.state}, after {self.elapsed:.1f} s)"
        return "\n".join([f"{self.kind} {self.id}: {first} {how}", *rest])


def end_of(log: Sequence[str]) -> str:
    """Return the last lines of a log as the end of a message."""
    shown = "\n".join(f"    {line}" for line in log)
    return f"\n  The end of its log:\n{shown}" if shown else ""


class WaitTimeout(WaitError, TimeoutError):
    """The time-out passed first. Nothing was cancelled; the message says how to go on waiting."""


class BuildFailed(WaitError):
    """The platform could not build the user code.

    Attributes:
        step: What the build was doing.
        summary: What the validation found, in one line.
        messages: What the validation found, one by one.
        log: The last lines of its log, where the platform has one.
    """

    step: str | None = None
    summary: str = ""
    messages: tuple[str, ...] = ()
    log: tuple[str, ...] = ()

    def __str__(self) -> str:
        return super().__str__() + end_of(self.log)


class ExecutionFailed(WaitError):
    """The service ended with an error.

    Attributes:
        code: The service's short name of the error, or None.
        detail: The service's words, or None. The sandbox adds the last frames of its traceback.
        log: The last lines of its log, where the platform has one.
    """

    code: str | None = None
    detail: str | None = None
    log: tuple[str, ...] = ()

    def __str__(self) -> str:
        return super().__str__() + end_of(self.log)


class ExecutionCancelled(WaitError):
    """The execution was cancelled."""

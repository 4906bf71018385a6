"""Ask the live Hub what is not known of it, and print its answers beside the sandbox's choices.

    python -m scripts.probe        with your token, found as planqk_helpers.hub.connect() finds it

It only reads: GET and HEAD, some dozens of requests. It lists what only a change could tell.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any
from uuid import uuid4

import httpx2 as httpx
from attrs import frozen

from planqk_helpers.engine.addresses import HeaderAuth
from planqk_helpers.errors import ConfigError
from planqk_helpers.hub.connection import find_settings
from planqk_sandbox.world.options import Options

LOOKED_AT = 10
"""Services, and executions, of the account that are looked at: the newest ones."""
ENDED = ("SUCCEEDED", "FAILED", "CANCELLED")
OLD_PATHS = ("/v2/apis", "/v2/applications", "/industries", "/data-pools", "/service-executions/v1")
TOKEN_HEADER = "X-Auth-Token"  # noqa: S105 - its name


class ProbeError(Exception):
    """The platform does not let us ask."""


class Reader:
    """Reads from the platform: it has no way to change anything."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def get(self, path: str) -> httpx.Response:
        """Return an answer."""
        return self._client.get(path)

    def get_with_wrong_token(self, path: str) -> httpx.Response:
        """Return the answer to a token that nobody has."""
        return self._client.get(path, headers={TOKEN_HEADER: "no-token"}, auth=None)

    def head(self, path: str) -> httpx.Response:
        """Return an answer without its body."""
        return self._client.head(path)

    def status(self, path: str) -> int:
        """Return the status of an answer whose body may be large: it is left where it is."""
        with self._client.stream("GET", path) as answer:
            return answer.status_code

    def managed(self) -> Iterator[str]:
        """Yield paths of managed services of the account."""
        services = self.get("/services").raise_for_status().json()
        found = [each["id"] for each in services if each.get("type") == "MANAGED"]
        yield from (f"/managed-services/{each}" for each in islice(found, LOOKED_AT))

    def executions(self) -> Iterator[tuple[str, bool]]:
        """Yield paths of executions of the account, and whether they have ended."""
        page = self.get(f"/service-executions?size={LOOKED_AT}").raise_for_status().json()
        for each in page["content"]:
            yield f"/service-executions/{each['id']}", each.get("status") in ENDED


def error_shape(read: Reader) -> str:
    answer = read.get(f"/services/{uuid4()}")
    return f"{answer.status_code} {shape(answer)}"


def refusal_shape(read: Reader) -> str:
    answer = read.get_with_wrong_token("/services")
    return f"{answer.status_code} {shape(answer)}"


def unknown_choice(read: Reader) -> str:
    return str(read.get("/services?lifecycle=NO_SUCH_STATE").status_code)


def page_of_none(read: Reader) -> str:
    return str(read.get("/service-executions?size=0").status_code)


def success_without_body(read: Reader) -> str | None:
    for path, _ in read.executions():
        return str(read.head(path).status_code)
    return None


def build_before_the_first(read: Reader) -> str | None:
    for path in read.managed():
        answer = read.get(f"{path}/build-status")
        if answer.status_code != 200 or not answer.content:
            return str(answer.status_code)
    return None


def upload_builds(read: Reader) -> str | None:
    seen = None
    for path in read.managed():
        if read.status(f"{path}/source") == 200:
            if read.get(f"{path}/build-status").status_code != 200:
                return "False"
            seen = "True"
    return seen


def logs_form(read: Reader) -> str | None:
    for path, has_ended in read.executions():
        if has_ended and (answer := read.get(f"{path}/logs?limit=1")).status_code == 200:
            return "array" if isinstance(answer.json(), list) else "object"
    return None


def early_result(read: Reader) -> str | None:
    for path, has_ended in read.executions():
        if not has_ended and (answer := read.get(f"{path}/results")).status_code != 200:
            again = "with" if "retry-after" in answer.headers else "without"
            return f"{answer.status_code} {again} Retry-After"
    return None


def equal_names(read: Reader) -> str | None:
    services = read.get("/services").raise_for_status().json()
    names = [each["name"] for each in services if each.get("type") == "MANAGED"]
    return "allowed" if len(set(names)) < len(names) else None


def old_paths(read: Reader) -> str:
    there = [path for path in OLD_PATHS if read.status(path) != 404]
    return ", ".join(there) or "none"


def shape(answer: httpx.Response) -> str:
    """Return the names of the members of a JSON object, or the type of another body."""
    try:
        body: Any = answer.json()
    except ValueError:
        return answer.headers.get("content-type", "without a body")
    return "{" + ", ".join(sorted(body)) + "}" if isinstance(body, dict) else type(body).__name__


@frozen
class Question:
    """A question, how it is asked, and what the sandbox with these options does."""

    text: str
    ask: Callable[[Reader], str | None]
    choice: Callable[[Options], str]


QUESTIONS = (
    Question("an unknown service", error_shape, lambda _: "404 {errorMessage}"),
    Question("a wrong token", refusal_shape, lambda _: "401 {errorMessage}"),
    Question("an unknown lifecycle", unknown_choice, lambda _: "400"),
    Question("a page of size 0", page_of_none, lambda _: "400"),
    Question(
        "success without a body (HEAD of an execution)",
        success_without_body,
        lambda options: "200" if options.plain_success else "204",
    ),
    Question("build status before the first build", build_before_the_first, lambda _: "404"),
    Question(
        "an upload starts a build (False: a source without a build was seen)",
        upload_builds,
        lambda options: str(options.upload_builds),
    ),
    Question("form of an execution's logs", logs_form, lambda options: options.logs_form),
    Question(
        "the platform's result before the end", early_result, lambda _: "204 with Retry-After"
    ),
    Question("managed services of the same name", equal_names, lambda _: "allowed"),
    Question("paths of earlier years that answer", old_paths, lambda _: "none"),
)
UNASKED = {
    "the gateway's result before the end": "takes the gateway's token, which a POST gives",
    "unknown members of a body": "takes a body",
    "201 or 200 for what was created": "takes something new",
    "what publishing needs": "takes a publication",
    "largest upload": "takes an upload",
}
"""What reading cannot tell."""


def ask(client: httpx.Client) -> Iterator[tuple[Question, str | None]]:
    """Yield questions with the platform's answers: None if nothing there can tell.

    Raises:
        ProbeError: The token is refused, or the platform does not answer.
    """
    read = Reader(client)
    try:
        first = read.get("/services")
        if first.status_code != 200:
            raise ProbeError(f"GET /services answers {first.status_code}: look at your token")
        for question in QUESTIONS:
            yield question, question.ask(read)
    except (httpx.HTTPError, ValueError, LookupError, TypeError) as error:
        raise ProbeError(f"the platform's answer is not understood: {error!r}") from error


def connect() -> httpx.Client:
    """Return a client that sends the user's token to the platform, and nowhere else."""
    settings = find_settings(None, None, None)
    headers = {"X-OrganizationId": settings.organization} if settings.organization else {}
    token = HeaderAuth(settings.base_url, TOKEN_HEADER).set(settings.api_key)
    return httpx.Client(base_url=settings.base_url, auth=token, headers=headers, timeout=30.0)


def main() -> int:
    try:
        with connect() as client:
            print("| question | the platform | the sandbox |\n|---|---|---|")
            for question, answer in ask(client):
                choice = question.choice(Options())
                print(f"| {question.text} | {answer or 'nothing there can tell'} | {choice} |")
    except (ConfigError, ProbeError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print("\nReading cannot tell:")
    for text, reason in UNASKED.items():
        print(f"- {text}: {reason}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What a request says that no operation reads: clients of other years send it. The log tells."""

import logging
from collections.abc import Iterator

import pytest

from planqk_sandbox import Sandbox
from planqk_sandbox.faces.unknown import LIMIT
from tests.support.local_client import Caller, Client, archive, path_of


@pytest.fixture
def sandbox(caplog: pytest.LogCaptureFixture) -> Iterator[Sandbox]:
    caplog.set_level(logging.INFO)
    with Sandbox() as started:
        yield started


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [text for text in caplog.messages if "ignores" in text]


def test_each_is_told_once(
    sandbox: Sandbox, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        client.create(milliCpus=500, runtime="DOCKER", cpu=500, usePlatformToken="FALSE")
    assert told(caplog) == [
        "createManagedService ignores the query parameter milliCpus: its document has none",
        "createManagedService ignores the query parameter runtime: its document has none",
    ]
    client.ok("GET", "/services", params={"runtime": "DOCKER"})
    assert len(told(caplog)) == 3


def test_members_and_parts(
    sandbox: Sandbox, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    service = client.ok(
        "POST", "/v2/managed-services", params={"name": "x"}, files={"file": ("blob", archive())}
    )
    client.ok("PUT", path_of(service), json={"description": "d", "industryUuids": [], "x": None})
    assert told(caplog) == [
        "createManagedService ignores the part file: its document has none",
        "updateServiceVersion ignores the member industryUuids: its document has none",
    ]


def test_a_part_without_a_file_name_is_no_file(
    sandbox: Sandbox, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.ok(
        "POST", "/v2/managed-services", params={"name": "x"}, files={"userCode": (None, "text")}
    )
    assert "The part 'userCode' has no file name, so it is no file: ignored" in caplog.messages


def test_the_gateway_too(
    sandbox: Sandbox, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with Caller(client.publish(archive())) as caller:
        location = caller.start()
        caller.get(f"{location}/interim-results", params={"last": "true", "latest": "true"})
    assert told(caplog) == [
        "getInterimResults ignores the query parameter latest: its document has none"
    ]


def test_nothing_secret_and_not_without_end(
    sandbox: Sandbox, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/services", params={sandbox.access_token: "", "a": sandbox.access_token})
    client.get("/services", params={"line\nbreak": ""})
    assert told(caplog) == [
        "getServices ignores a query parameter with an odd name: its document has none",
        "getServices ignores the query parameter a: its document has none",
    ]
    client.get("/services", params={f"p{number}": "" for number in range(LIMIT)})
    assert len(told(caplog)) == LIMIT


def test_strangers_write_nothing(
    sandbox: Sandbox, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.headers["X-Auth-Token"] = "wrong"
    assert client.get("/services", params={"a": ""}).status_code == 401
    assert told(caplog) == []

"""Bad input at the sandbox's Hub: a clear error in the platform's form, and nothing changed."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx2 as httpx
import pytest
from attrs import frozen

from planqk_sandbox import Sandbox
from planqk_sandbox.faces.hub.routing import HANDLERS
from tests.support.hub_client import HubCaller, HubClient, summing
from tests.support.hub_document import (
    Operation,
    examples,
    multipart_parts,
    operations,
    places,
    put_at,
)
from tests.support.tried import Tried

LIMIT = 64 * 1024
SERVED = [each for each in operations() if each.id in HANDLERS]
WITH_JSON = [each for each in SERVED if each.schema is not None]
WITH_FILE = [each for each in SERVED if multipart_parts(each)]
PAGED = [each for each in SERVED if "size" in each.query]
WRONG: dict[str, list[object]] = {
    "string": [5, 1.5, True, ["x"], {"x": "y"}],
    "integer": ["5", 1.5, True, [5], {"x": 5}],
    "number": ["5", True, [5], {"x": 5}],
    "boolean": ["true", 1, 0, [True], {"x": True}],
    "array": ["x", 5, True, {"x": "y"}],
    "object": ["x", 5, True, ["x"]],
}
# What anybody may ask for, whoever it belongs to.
OPEN_TO_ALL = ("/marketplace/", "/organizations", "/authorize", "/my/")


@frozen
class Hub:
    """A Hub with one thing of each kind, and their ids."""

    sandbox: Sandbox
    client: HubClient
    ids: dict[str, str]

    def path(self, operation: Operation, **others: str) -> str:
        """Return the path of an operation on the things that are there."""
        kind, names = operation.kind, {"filename": "f", **others}
        names.setdefault("id", self.ids[kind] if kind else "")
        names.setdefault("fileId", self.ids["file"])
        names.setdefault("shareId", self.ids.get(f"share of {kind}", ""))
        return operation.template.replace("**", "f").format(**names)

    def refused(self, status: int, method: str, path: str, **arguments: Any) -> str:
        """Return the message of an answer that has to be an error, after which all is as before."""
        store, effects = self.sandbox._world.store, self.sandbox.effects
        before = store.changes
        response = self.client.request(method, path, **arguments)
        told = (method, path, arguments, response.text)
        assert response.status_code == status, told
        assert (store.changes, self.sandbox.effects) == (before, effects), told
        return message_of(response, method)


def message_of(response: httpx.Response, method: str) -> str:
    """Return what the platform's error says."""
    if method == "HEAD":
        return "HEAD"
    assert response.headers["content-type"] == "application/json"
    told = response.json()
    assert set(told) == {"errorMessage"}
    assert isinstance(told["errorMessage"], str)
    assert 5 < len(told["errorMessage"]) < 1000
    return told["errorMessage"]


@pytest.fixture(scope="module")
def hub() -> Iterator[Hub]:
    """A Hub of its own: nothing changes but what a test changes."""
    with Sandbox(upload_limit=LIMIT) as sandbox, HubClient(sandbox) as client:
        yield Hub(sandbox, client, furnish(sandbox, client))


def furnish(sandbox: Sandbox, client: HubClient) -> dict[str, str]:
    """Make one thing of each kind, and return their ids."""
    published = client.publish(summing(), scope="PUBLIC")
    service = published.service["id"]
    (entry,) = client.ok("GET", "/marketplace/services")["content"]
    body = {"name": "Outside", "url": "http://127.0.0.1:9"}
    external = client.ok("POST", "/external-services", json=body)
    pool = client.ok("POST", "/datapools", json={"name": "Pool"})["id"]
    path = f"/datapools/{pool}/files"
    file = client.ok("POST", path, files={"file": ("f", b"x")})
    tenant = {"tenantType": "ORGANIZATION", "value": sandbox.organizations[1]}
    share = {"sharedWith": tenant}
    with HubCaller(published) as caller:
        _, _, location = caller.run({"values": [1]})
    return {
        "service": service,
        "external service": external["id"],
        "application": published.application["id"],
        "subscription": published.subscription["id"],
        "entry": entry["id"],
        "data pool": pool,
        "file": file["id"],
        "share of data pool": client.ok("POST", f"/datapools/{pool}/shares", json=share)["id"],
        "share of service": client.ok("POST", f"/services/{service}/shares", json=share)["id"],
        "execution": location.rpartition("/")[2],
        "organization": sandbox.organization_id,
        "definition": published.service["serviceDefinitions"][0]["id"],
    }


def test_a_wrong_type_in_a_body(hub: Hub, tried: Tried) -> None:
    count: Counter[str] = Counter()
    for operation in WITH_JSON:
        for body in examples(operation.schema):
            for place, schema in places(body, operation.schema):
                for wrong in WRONG.get(schema.get("type", ""), []):
                    sent = put_at(body, place, wrong)
                    path = hub.path(operation)
                    message = hub.refused(400, operation.method, path, json=sent)
                    name = next((n for n in reversed(place) if isinstance(n, str)), "body")
                    assert name in message, (operation.id, place, message)
                    count[operation.id] += 1
    assert set(count) == {each.id for each in WITH_JSON}
    tried(len(count), "bodies with wrong types")
    tried(count.total(), "wrong types")


def test_a_member_that_is_missing_or_is_no_choice(hub: Hub, tried: Tried) -> None:
    missing = choices = 0
    for operation in WITH_JSON:
        for body in examples(operation.schema):
            for place, schema in places(body, operation.schema):
                path = hub.path(operation)
                for name in schema.get("required", []):
                    for sent in (put_at(body, (*place, name), None), without(body, (*place, name))):
                        assert name in hub.refused(400, operation.method, path, json=sent)
                        missing += 1
                if "enum" in schema:
                    sent = put_at(body, place, "SOMETHING_ELSE")
                    hub.refused(400, operation.method, path, json=sent)
                    choices += 1
    tried(missing, "members missing")
    tried(choices, "values that are no choice")


def without(body: Any, place: tuple[str | int, ...]) -> Any:
    """Return a copy of `body` where nothing is at `place`."""
    changed = copy.deepcopy(body)
    inside = changed
    for step in place[:-1]:
        inside = inside[step]
    del inside[place[-1]]
    return changed


def test_an_unknown_member(hub: Hub, tried: Tried) -> None:
    count: Counter[str] = Counter()
    for operation, place, sent in with_unknown_members():
        message = hub.refused(400, operation.method, hub.path(operation), json=sent)
        assert "unheardOf is unknown" in message, (operation.id, place, message)
        count[operation.id] += 1
    assert len(count) >= 15
    tried(count.total(), "unknown members")


def with_unknown_members() -> Iterator[tuple[Operation, tuple[str | int, ...], Any]]:
    """Return bodies with a member that the document does not have, at each place for one."""
    for operation in WITH_JSON:
        for body in examples(operation.schema):
            for place, schema in places(body, operation.schema):
                if schema.get("type") == "object" and schema.get("properties"):
                    yield operation, place, put_at(body, (*place, "unheardOf"), 1)


def test_unknown_members_are_ignored_with_the_switch(tried: Tried) -> None:
    count = 0
    with Sandbox(ignore_unknown=True) as sandbox, HubClient(sandbox) as client:
        for operation, _, sent in with_unknown_members():
            response = client.request(operation.method, operation.path(), json=sent)
            assert "is unknown" not in response.text
            count += 1
        body = {"name": "Known", "unheardOf": 1}
        assert client.ok("POST", "/applications", json=body)["name"] == "Known"
    tried(count, "unknown members ignored")


def test_a_body_that_is_no_json(hub: Hub, tried: Tried) -> None:
    bodies = [b"", b"{", b"[1, 2", b"NaN", b'{"a": Infinity}', b"\xff", b"x=1", b"null", b"5"]
    bodies += [b'"x"', b"[" * 100_000, b'{"name": "\\ud800"}', b"\x00"]
    for operation in WITH_JSON:
        for body in bodies:
            path = hub.path(operation)
            hub.refused(400, operation.method, path, content=body)
        large = b'{"name": "' + b"x" * (8 * 1024 * 1024) + b'"}'
        assert "larger than" in hub.refused(413, operation.method, path, content=large)
    tried(len(WITH_JSON) * (len(bodies) + 1), "bodies that are no JSON, or too large")


def test_an_upload_that_is_none(hub: Hub, tried: Tried) -> None:
    count = 0
    for operation in WITH_FILE:
        (part,) = multipart_parts(operation)
        path, method = hub.path(operation), operation.method
        mixed = {"content-type": "multipart/form-data; boundary=abc"}
        head = f'--abc\r\nContent-Disposition: form-data; name="{part}"'.encode()
        for message, arguments in (
            ("without file name", {"files": {part: (None, b"x")}}),
            (f"part {part} is missing", {"files": {"other": ("f", b"x")}}),
            (f"part {part} is missing", {}),
            ("multipart/form-data", {"json": {part: "x"}}),
            ("multipart/form-data", {"content": b"x"}),
            ("boundary", {"content": b"x", "headers": {"content-type": "multipart/form-data"}}),
            ("malformed", {"content": head, "headers": mixed}),
            ("malformed", {"content": head + b'; filename="f"\r\n\r\nx', "headers": mixed}),
        ):
            told = hub.refused(400, method, path, **arguments)
            assert message in told, (operation.id, message, told)
            count += 1
        large = {part: ("f", b"x" * (LIMIT + 1))}
        assert "larger than" in hub.refused(413, method, path, files=large)
        count += 1
    uploads = hub.sandbox._world.uploads
    assert list(uploads.iterdir()) == []
    assert len(WITH_FILE) >= 3
    tried(count, "uploads that are none, or too large")


def test_a_page_that_is_none(hub: Hub, tried: Tried) -> None:
    wrong = [("size", each) for each in ("0", "10000", "-1", "x", "1.5", "1e2", "9" * 20)]
    wrong += [("page", each) for each in ("-1", "x", "0.5", "9" * 20)]
    wrong += [("sort", each) for each in ("unheardOf", "name,sideways", ",", "createdAt,asc,desc")]
    for operation in PAGED:
        for name, value in wrong:
            path = hub.path(operation)
            assert name in hub.refused(400, operation.method, path, params={name: value})
        for name in ("size", "page", "sort"):
            twice = {name: ["1", "1"]}
            hub.refused(400, operation.method, path, params=twice)
        empty = hub.client.ok("GET", path, params={"page": "999999999", "size": "1000"})
        assert empty["content"] == []
    tried(len(PAGED) * (len(wrong) + 3), "pages that are none")


def test_a_query_parameter_that_is_none(hub: Hub, tried: Tried) -> None:
    count = 0
    for operation in SERVED:
        for name, parameter in operation.query.items():
            schema = parameter["schema"]
            wrong = {"boolean": ["maybe", "1", "TRUE"], "integer": ["x", "1.5", "0x1"]}.get(
                schema["type"], []
            )
            if "enum" in schema or "enum" in schema.get("items", {}):
                wrong = ["SOMETHING_ELSE"]
            for value in wrong:
                path = hub.path(operation)
                hub.refused(400, operation.method, path, params={name: value})
                count += 1
    tried(count, "query parameters that are none")


def test_ids_of_another_kind(hub: Hub, tried: Tried) -> None:
    count = 0
    for operation in SERVED:
        if not operation.kind:
            continue
        own = {"service", "external service"} if "service" in operation.kind else {operation.kind}
        if operation.template.startswith(("/managed", "/external")):
            own = {operation.kind}
        for kind, value in [*hub.ids.items(), ("none", "x"), ("none", "%00"), ("none", "a" * 500)]:
            if kind not in own:
                path = hub.path(operation, id=value)
                hub.refused(404, operation.method, path, **whole(operation))
                count += 1
    tried(count, "ids of another kind")


def test_ids_below_another_thing(hub: Hub, tried: Tried) -> None:
    count = 0
    for operation in SERVED:
        for name in ("fileId", "shareId"):
            if f"{{{name}}}" in operation.template:
                own = "file" if name == "fileId" else f"share of {operation.kind}"
                for kind, value in hub.ids.items():
                    if kind != own:
                        path = hub.path(operation, **{name: value})
                        hub.refused(404, operation.method, path, **whole(operation))
                        count += 1
    tried(count, "ids below another thing")


def test_ids_of_another_kind_in_a_body(hub: Hub, tried: Tried) -> None:
    count = 0
    bodies: dict[tuple[str, str], dict[str, Any]] = {
        ("/subscriptions", "applicationId"): {"serviceId": hub.ids["service"]},
        ("/subscriptions", "serviceId"): {"applicationId": hub.ids["application"]},
        (f"/datapools/{hub.ids['data pool']}/grants", "applicationId"): {"permission": "VIEW"},
    }
    if "createServiceJob" in HANDLERS:
        bodies["/service-jobs", "serviceId"] = {"input": {}}
    for (path, name), body in bodies.items():
        for kind, value in hub.ids.items():
            if kind != name.removesuffix("Id") and kind != "external service":
                hub.refused(404, "POST", path, json={**body, name: value})
                count += 1
    for thing in ("services", "datapools"):
        own = hub.ids["service" if thing == "services" else "data pool"]
        for tenant_type in ("USER", "ORGANIZATION"):
            for kind, value in hub.ids.items():
                if (tenant_type, kind) != ("ORGANIZATION", "organization"):
                    share = {"sharedWith": {"tenantType": tenant_type, "value": value}}
                    hub.refused(404, "POST", f"/{thing}/{own}/shares", json=share)
                    count += 1
    tried(count, "ids of another kind in bodies")


def test_a_foreign_organization(hub: Hub, tried: Tried) -> None:
    strangers = (
        "x",
        hub.ids["service"],
        hub.sandbox._world.user_id,
        hub.sandbox.organization_id * 2,
    )
    count = 0
    for operation in SERVED:
        if not operation.for_account:
            continue
        for stranger in strangers:
            headers = {"X-OrganizationId": stranger}
            path = hub.path(operation)
            arguments = whole(operation)
            message = hub.refused(403, operation.method, path, headers=headers, **arguments)
            assert "X-OrganizationId" in message or operation.method == "HEAD"
            count += 1
    tried(count, "requests for a foreign organization")


def test_the_things_of_another_account(hub: Hub, tried: Tried) -> None:
    headers = {"X-OrganizationId": hub.sandbox.organization_id}
    count = 0
    for operation in SERVED:
        if not operation.kind or operation.template.startswith(OPEN_TO_ALL):
            continue
        path = hub.path(operation)
        hub.refused(404, operation.method, path, headers=headers, **whole(operation))
        count += 1
    tried(count, "operations on the things of another account")


def test_nobody(hub: Hub, tried: Tried) -> None:
    for operation in SERVED:
        for token in ("", "x", hub.sandbox.access_token[:-1], "ü"):
            headers = [(b"X-Auth-Token", token.encode())]
            path = hub.path(operation)
            hub.refused(401, operation.method, path, headers=headers, **whole(operation))
    tried(len(SERVED) * 4, "requests of nobody")


def whole(operation: Operation) -> dict[str, Any]:
    """Return the body of a request that is right."""
    if operation.schema is not None:
        body = next(examples(operation.schema))
        # A string in the document, but the sandbox knows three of them.
        return {"json": {**body, "permission": "VIEW"} if "permission" in body else body}
    return {"files": dict.fromkeys(multipart_parts(operation), ("f", b"x")) or None}

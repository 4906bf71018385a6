"""Data pools at the Hub: what people read of them, their files, grants and shares."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest

from planqk_sandbox import Sandbox
from planqk_sandbox.work.strict_json import JsonObject
from planqk_sandbox.world import datapools
from planqk_sandbox.world.errors import BadValue, NotAllowed, NotFound, WorldError
from tests.support.hub_client import HubClient
from tests.support.local_client import Json

MIB = 1024 * 1024


def make(hub: HubClient, name: str = "Pool", **members: object) -> Json:
    """Return a new data pool."""
    made: Json = hub.ok("POST", "/datapools", json={"name": name, **members})
    return made


def add(hub: HubClient, pool: Json, name: str, content: bytes, **query: str) -> httpx.Response:
    """Add a file to a data pool."""
    path = f"/datapools/{pool['id']}/files"
    return hub.post(path, files={"file": (name, content, "text/csv")}, params=query)


def content(hub: HubClient, pool: Json, file: Json) -> bytes:
    """Return what is in a file."""
    response = hub.get(f"/datapools/{pool['id']}/files/{file['id']}")
    assert response.status_code == 200, response.text
    return response.content


@pytest.fixture
def there(sandbox: Sandbox) -> Iterator[HubClient]:
    """Return a client that acts for an organization."""
    with HubClient(sandbox, X_OrganizationId=sandbox.organization_id) as opened:
        yield opened


def test_a_data_pool_is_created_described_and_deleted(hub: HubClient) -> None:
    pool = make(hub, shortDescription="s", description="d", tags=["A", "a", "B"])
    assert pool["currentUserPermission"] == "OWNER"
    assert pool["tags"] == ["a", "b"]
    path = f"/datapools/{pool['id']}"
    assert hub.ok("GET", path) == pool
    assert pool in hub.ok("GET", "/datapools")
    changed = hub.ok("PUT", path, json={"name": "Other"})
    assert changed == {
        **{name: pool[name] for name in ("id", "currentUserPermission", "createdAt")},
        "name": "Other",
        "tags": [],
    }
    assert hub.delete(path).status_code == 204
    assert hub.get(path).status_code == 404
    assert pool["id"] not in {each["id"] for each in hub.ok("GET", "/datapools")}


@pytest.mark.parametrize(
    "body",
    [
        {"name": "ab"},
        {"name": "a" * 256},
        {"name": "   "},
        {"name": "abc", "shortDescription": "s" * 61},
        {"name": "abc", "tags": "a"},
        {"name": "abc", "tags": [1]},
        {"name": "abc", "more": 1},
        {},
    ],
)
def test_a_data_pool_that_is_not_possible_is_refused(hub: HubClient, body: JsonObject) -> None:
    pool = make(hub)
    before = hub.ok("GET", "/datapools")
    for method, path in (("POST", "/datapools"), ("PUT", f"/datapools/{pool['id']}")):
        response = hub.request(method, path, json=body)
        assert response.status_code == 400, response.text
        assert response.json()["errorMessage"]
    assert hub.ok("GET", "/datapools") == before


def test_files_are_added_replaced_and_deleted(hub: HubClient) -> None:
    pool = make(hub)
    path = f"/datapools/{pool['id']}/files"
    first = add(hub, pool, "a.csv", b"1")
    assert first.status_code == 201
    file = first.json()
    assert (file["name"], file["fullPath"], file["contentType"]) == ("a.csv", "a.csv", "text/csv")
    assert (file["contentLength"], file["dataPoolId"]) == (1, pool["id"])
    other = add(hub, pool, "a.csv", b"22", filename="b ü.csv").json()
    assert other["name"] == "b ü.csv"
    replaced = add(hub, pool, "a.csv", b"333").json()
    assert (replaced["id"], replaced["contentLength"]) == (file["id"], 3)
    assert hub.ok("GET", path) == [replaced, other]
    assert content(hub, pool, replaced) == b"333"
    assert content(hub, pool, other) == b"22"
    response = hub.get(f"{path}/{other['id']}")
    assert response.headers["content-type"] == "application/octet-stream"
    assert "b%20%C3%BC.csv" in response.headers["content-disposition"]
    assert hub.delete(f"{path}/{file['id']}").status_code == 204
    assert hub.get(f"{path}/{file['id']}").status_code == 404
    assert hub.delete(f"{path}/{file['id']}").status_code == 404
    assert hub.ok("GET", path) == [other]
    elsewhere = make(hub)
    assert hub.get(f"/datapools/{elsewhere['id']}/files/{other['id']}").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "..", ".", "../x", "/etc/passwd", "a/b", "a\\b", "\\\\host\\x", "C:\\x\n", "a\x00b", "a\nb",
        "a\x7f", "\x1b[0m", " a", "a ", "ü" * 200, "a" * 256, "\ufffd",
    ],
)  # fmt: skip
def test_a_hostile_name_is_refused(hub: HubClient, name: str) -> None:
    pool = make(hub)
    response = add(hub, pool, "x", b"1", filename=name)
    assert response.status_code == 400, response.text
    assert "name" in response.json()["errorMessage"]
    assert hub.ok("GET", f"/datapools/{pool['id']}/files") == []


def test_a_hostile_name_of_a_part_is_refused(hub: HubClient) -> None:
    pool = make(hub)
    for name in (b"../x", b"/etc/passwd", b"\xff", b""):
        body = b'--abc\r\nContent-Disposition: form-data; name="file"; filename="' + name
        body += b'"\r\n\r\nx\r\n--abc--\r\n'
        response = hub.post(
            f"/datapools/{pool['id']}/files",
            content=body,
            headers={"content-type": "multipart/form-data; boundary=abc"},
        )
        assert response.status_code == 400, (name, response.text)
    assert hub.ok("GET", f"/datapools/{pool['id']}/files") == []


def test_names_that_differ_in_case_only_are_refused(hub: HubClient) -> None:
    pool = make(hub)
    add(hub, pool, "Data.csv", b"1")
    response = add(hub, pool, "data.CSV", b"2")
    assert (response.status_code, "case" in response.text) == (400, True)


def test_on_disk_there_is_what_the_records_name(tmp_path: Path) -> None:
    with Sandbox(state=tmp_path, upload_limit=MIB) as sandbox, HubClient(sandbox) as hub:
        pool, doomed = make(hub), make(hub)
        for _ in range(3):
            add(hub, pool, "a", b"1")
        add(hub, pool, "b", b"2")
        add(hub, pool, "../c", b"2")
        kept = hub.ok("GET", f"/datapools/{pool['id']}/files")
        hub.delete(f"/datapools/{pool['id']}/files/{kept[1]['id']}")
        add(hub, doomed, "a", b"1")
        hub.delete(f"/datapools/{doomed['id']}")
        large = add(hub, pool, "large", b"x" * 2 * MIB)
        assert (large.status_code, "larger than" in large.text) == (413, True)
        assert len(list((tmp_path / "datapools").iterdir())) == 1
        assert list((tmp_path / "uploads").iterdir()) == []
    (tmp_path / "datapools" / "left-over").write_bytes(b"x")
    with Sandbox(state=tmp_path) as sandbox, HubClient(sandbox) as hub:
        assert len(list((tmp_path / "datapools").iterdir())) == 1
        assert hub.ok("GET", f"/datapools/{pool['id']}/files") == kept[:1]
        assert content(hub, pool, kept[0]) == b"1"


def test_a_data_pool_belongs_to_its_account(hub: HubClient, there: HubClient) -> None:
    pool = make(hub)
    file = add(hub, pool, "a", b"1").json()
    path = f"/datapools/{pool['id']}"
    body = {"name": "Stolen"}
    tenant = {"tenantType": "USER", "value": "x"}
    for method, where, given in (
        ("GET", path, None),
        ("PUT", path, body),
        ("DELETE", path, None),
        ("GET", f"{path}/files", None),
        ("GET", f"{path}/files/{file['id']}", None),
        ("DELETE", f"{path}/files/{file['id']}", None),
        ("POST", f"{path}/grants", {"applicationId": "x", "permission": "VIEW"}),
        ("GET", f"{path}/shares", None),
        ("POST", f"{path}/shares", {"sharedWith": tenant}),
    ):
        response = (
            there.request(method, where, json=given) if given else there.request(method, where)
        )
        assert response.status_code == 404, (method, where, response.text)
    assert add(there, pool, "b", b"1").status_code == 404
    assert there.ok("GET", "/datapools") == []
    assert hub.ok("GET", path) == pool
    assert hub.ok("GET", f"{path}/files") == [file]


def test_a_share_lets_another_account_do_what_its_role_says(
    sandbox: Sandbox, hub: HubClient, there: HubClient
) -> None:
    pool = make(hub)
    path = f"/datapools/{pool['id']}"
    tenant = {"tenantType": "ORGANIZATION", "value": sandbox.organization_id}
    share = hub.ok("POST", f"{path}/shares", json={"sharedWith": tenant})
    assert (share["role"], share["active"], share["sharedWith"]) == ("VIEWER", True, tenant)
    assert share["constraints"] == []
    assert there.ok("GET", path) == {**pool, "currentUserPermission": "VIEWER"}
    assert pool["id"] in {each["id"] for each in there.ok("GET", "/datapools")}
    file = add(hub, pool, "a", b"1").json()
    assert content(there, pool, file) == b"1"
    assert add(there, pool, "b", b"1").status_code == 403
    assert there.delete(f"{path}/files/{file['id']}").status_code == 403
    assert there.put(path, json={"name": "Mine"}).status_code == 403
    assert there.get(f"{path}/shares").status_code == 403
    at = f"{path}/shares/{share['id']}"
    assert hub.ok("PUT", at, json={"role": "MAINTAINER"})["role"] == "MAINTAINER"
    assert add(there, pool, "b", b"1").status_code == 201
    assert there.put(path, json={"name": "Ours"}).json()["currentUserPermission"] == "MAINTAINER"
    assert there.delete(path).status_code == 403
    hub.ok("PUT", at, json={"role": "OWNER"})
    assert there.ok("GET", f"{path}/shares") == [{**share, "role": "OWNER"}]
    for _ in range(2):
        assert hub.delete(at).status_code == 204
    assert there.get(path).status_code == 404
    (revoked,) = hub.ok("GET", f"{path}/shares")
    assert (revoked["active"], bool(revoked["revokedAt"])) == (False, True)
    assert hub.put(at, json={"role": "OWNER"}).status_code == 400
    again = hub.ok("POST", f"{path}/shares", json={"sharedWith": tenant, "role": "OWNER"})
    assert again["id"] != share["id"]
    assert there.delete(path).status_code == 204
    assert hub.get(path).status_code == 404


@pytest.mark.parametrize(
    ("tenant", "status"),
    [
        (None, 400),
        ({"tenantType": "ORGANIZATION"}, 400),
        ({"tenantType": "ORGANIZATION", "value": "elsewhere"}, 404),
        ({"tenantType": "TEAM", "value": "x"}, 400),
        ("an id", 400),
    ],
)
def test_a_share_with_nobody_is_refused(hub: HubClient, tenant: object, status: int) -> None:
    path = f"/datapools/{make(hub)['id']}/shares"
    assert hub.post(path, json={"sharedWith": tenant}).status_code == status
    assert hub.ok("GET", path) == []


def test_a_share_with_the_wrong_party_is_refused(sandbox: Sandbox, hub: HubClient) -> None:
    path = f"/datapools/{make(hub)['id']}/shares"
    own = {"tenantType": "USER", "value": hub.ok("POST", "/authorize")["id"]}
    assert hub.post(path, json={"sharedWith": own}).status_code == 400
    user = {"tenantType": "USER", "value": sandbox.organization_id}
    assert hub.post(path, json={"sharedWith": user}).status_code == 404
    organization = {"tenantType": "ORGANIZATION", "value": sandbox.organization_id}
    hub.ok("POST", path, json={"sharedWith": organization})
    assert hub.post(path, json={"sharedWith": organization}).status_code == 400
    assert len(hub.ok("GET", path)) == 1


def grant(hub: HubClient, pool: Json, application: Json, permission: str = "VIEW") -> str:
    """Return a grant."""
    body = {"applicationId": application["id"], "permission": permission}
    token: str = hub.ok("POST", f"/datapools/{pool['id']}/grants", json=body)["token"]
    return token


def test_a_grant_is_a_token_that_expires(hub: HubClient) -> None:
    pool, application = make(hub), hub.ok("POST", "/applications", json={"name": "A"})
    _, claims, _ = grant(hub, pool, application).split(".")
    told = json.loads(base64.urlsafe_b64decode(claims + "=="))
    assert told["exp"] - told["iat"] == 3600
    assert told["sub"] == application["id"]
    path = f"/datapools/{pool['id']}/grants"
    wrong = {"applicationId": application["id"], "permission": "SELL"}
    assert hub.post(path, json=wrong).status_code == 400
    unknown = {"applicationId": "x", "permission": "VIEW"}
    assert hub.post(path, json=unknown).status_code == 404


def test_who_may_only_read_grants_no_more(
    sandbox: Sandbox, hub: HubClient, there: HubClient
) -> None:
    pool, application = make(hub), there.ok("POST", "/applications", json={"name": "A"})
    tenant = {"tenantType": "ORGANIZATION", "value": sandbox.organization_id}
    hub.ok("POST", f"/datapools/{pool['id']}/shares", json={"sharedWith": tenant})
    grant(there, pool, application)
    body = {"applicationId": application["id"], "permission": "MODIFY"}
    assert there.post(f"/datapools/{pool['id']}/grants", json=body).status_code == 403


def test_a_reference_is_resolved_for_who_may_read(
    sandbox: Sandbox, hub: HubClient, there: HubClient, tmp_path: Path
) -> None:
    world = sandbox._world
    organization = world.organizations[0]
    pool, other = make(hub), make(hub)
    add(hub, pool, "a.csv", b"1")
    application = there.ok("POST", "/applications", json={"name": "A"})
    token = grant(hub, pool, application)
    reference: JsonObject = {"id": pool["id"], "ref": "DATAPOOL"}
    assert datapools.is_reference(reference)
    assert not datapools.is_reference({"id": pool["id"]})
    assert datapools.resolve(world, reference, world.personal_account).id == pool["id"]
    granted: JsonObject = {**reference, "grant": token}
    found = datapools.resolve(world, granted, organization, application["id"])
    copy = world.pool_files.copy(found.id, tmp_path / "copy")
    assert {path.name: path.read_bytes() for path in copy.iterdir()} == {"a.csv": b"1"}
    assert (copy / "a.csv").stat().st_mode & 0o222 == 0
    refused: list[tuple[JsonObject, type[WorldError]]] = [
        (reference, NotFound),
        ({**granted, "id": other["id"]}, NotAllowed),
        ({**granted, "grant": token[:-1]}, NotAllowed),
        ({**granted, "grant": "." + token.partition(".")[2]}, NotAllowed),
        ({**granted, "grant": ""}, NotAllowed),
        ({**granted, "grant": "ü.ü.ü"}, NotAllowed),
        ({**granted, "grant": 5}, BadValue),
        ({**reference, "id": 5}, BadValue),
    ]
    for wrong, error in refused:
        with pytest.raises(error):
            datapools.resolve(world, wrong, organization, application["id"])
    with pytest.raises(NotAllowed):
        datapools.resolve(world, granted, organization, "another")
    hub.ok("DELETE", f"/datapools/{pool['id']}")
    with pytest.raises(NotFound):
        datapools.resolve(world, granted, organization, application["id"])


def test_a_grant_ends(tmp_path: Path) -> None:
    with Sandbox(token_seconds=0) as sandbox, HubClient(sandbox) as hub:
        pool, application = make(hub), hub.ok("POST", "/applications", json={"name": "A"})
        granted: JsonObject = {"id": pool["id"], "grant": grant(hub, pool, application)}
        world = sandbox._world
        with pytest.raises(NotAllowed, match="expired"):
            datapools.resolve(world, granted, world.personal_account, application["id"])

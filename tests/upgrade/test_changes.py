"""Single changes of many kinds are told as what they are, and rated."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.diff.python_api import python_changes
from scripts.diff.wire import wire_changes
from scripts.documents import Document, read
from scripts.generate import generate_package
from scripts.targets import GENERATED, PLANQK
from tests.support.tried import Tried

OWN = PLANQK.platform.document
Edit = Callable[[Document], Any]


def of(path: str, method: str, document: Document) -> Document:
    operation: Document = document["paths"][path][method]
    return operation


def services(document: Document) -> Document:
    return of("/services", "get", document)


def answered(document: Document) -> Document:
    content: Document = services(document)["responses"]["200"]["content"]
    return content


def members(schema: str, document: Document) -> Document:
    properties: Document = document["components"]["schemas"][schema]["properties"]
    return properties


def renamed(holder: Document, before: str, after: str) -> None:
    holder[after] = holder.pop(before)


def parameter(**form: Any) -> Edit:
    return lambda d: services(d)["parameters"].append({"name": "page", "in": "query", **form})


INTEGER = {"type": "integer"}
ANOTHER = {"responses": {"204": {"description": ""}}, "security": [{"apiKey": []}, {"oauth2": []}]}
SUBSCRIPTION = "/v2/applications/{id}/subscriptions"
OTHER_ORDER = "/v3/subscriptions/{subscriptionId}/of/{id}"
KEYWORDS = ("enum", "items", "required", "$ref", "x-schema")
EDITS: dict[str, tuple[Edit, set[str]]] = {
    "a new parameter": (
        parameter(schema=INTEGER),
        {"GET /services parameter page added"},
    ),
    "a required one": (
        parameter(schema=INTEGER, required=True),
        {"! GET /services parameter page added, required"},
    ),
    "one that travels elsewhere": (
        lambda d: services(d)["parameters"][1].update({"in": "header"}),
        {'! GET /services parameter lifecycle: in "query" -> "header"'},
    ),
    "another media type": (
        lambda d: renamed(answered(d), "application/json", "application/xml"),
        {
            "! GET /services answer 200 application/json removed",
            "GET /services answer 200 application/xml added",
        },
    ),
    "another success code": (
        lambda d: renamed(services(d)["responses"], "200", "201"),
        {'GET /services answer 200: code "200" -> "201"'},
    ),
    "one object instead of a list": (
        lambda d: answered(d)["application/json"].update(
            schema={"$ref": "#/components/schemas/ServiceDto"}
        ),
        {"! GET /services answer 200 is ServiceDto instead of unnamed"},
    ),
    "a body that may be left out": (
        lambda d: of("/v2/applications", "post", d)["requestBody"].pop("required"),
        {"POST /v2/applications request body: required true -> null"},
    ),
    "a member that may be null": (
        lambda d: members("ServiceDto", d)["name"].update(nullable=True),
        {"! ServiceDto.name: nullable null -> true"},
    ),
    "items of another type": (
        lambda d: members("ValidationResult", d)["messages"].update(items=INTEGER),
        {'! ValidationResult.messages items: type "string" -> "integer"'},
    ),
    "a limit, the first that is told": (
        lambda d: members("CreateApplicationRequest", d)["name"].update(maxLength=5),
        {"CreateApplicationRequest.name: maxLength null -> 5"},
    ),
    "another header for the token": (
        lambda d: d["components"]["securitySchemes"]["apiKey"].update(name="X-Other"),
        {'! /components/securitySchemes/apiKey: name "X-Auth-Token" -> "X-Other"'},
    ),
    "one way less to log in": (
        lambda d: services(d)["security"].pop(),
        {'! GET /services: security ["apiKey", "oauth2"] -> ["apiKey"]'},
    ),
    "another server": (
        lambda d: d["servers"][0].update(url="https://else.example"),
        {
            '! /servers/0: url "https://platform.planqk.de/qc-catalog" -> "https://else.example"',
        },
    ),
    "no operationId": (
        lambda d: of("/v2/applications", "post", d).pop("operationId"),
        {'! POST /v2/applications: operationId "createApplication" -> null'},
    ),
    "no operationId, where method and path give the same name": (
        lambda d: services(d).pop("operationId"),
        {'GET /services: operationId "getServices" -> null'},
    ),
    "security for all operations at once": (
        lambda d: d.update(security=services(d)["security"]),
        set(),
    ),
    "a parameter of the whole path": (
        lambda d: d["paths"]["/services"].update(
            parameters=[{"name": "page", "in": "query", "required": True, "schema": INTEGER}]
        ),
        {"! GET /services parameter page added, required"},
    ),
    "another tag behind the first": (
        lambda d: services(d)["tags"].append("More"),
        {
            'GET /services: tags ["Service Platform - Services"] -> '
            '["Service Platform - Services", "More"]'
        },
    ),
    "no tag": (
        lambda d: services(d).pop("tags"),
        {'! GET /services: tags ["Service Platform - Services"] -> null'},
    ),
    "an end announced": (
        lambda d: services(d).update(deprecated=True),
        {"GET /services: deprecated null -> true"},
    ),
    "members that are called like keywords": (
        lambda d: members("ServiceDto", d).update({name: {"type": "string"} for name in KEYWORDS}),
        {f"ServiceDto.{name} added" for name in ("enum", "items", "required", "$ref", "x-schema")},
    ),
    "a path that only calls its parameter otherwise": (
        lambda d: renamed(d["paths"], "/v2/apis/{id}", "/v2/apis/{apiId}"),
        {"! GET /v2/apis/{id} moved to GET /v2/apis/{apiId}"},
    ),
    "a member that answers no longer have": (
        lambda d: members("ServiceDto", d)["name"].update(writeOnly=True),
        {"! ServiceDto.name: writeOnly null -> true"},
    ),
    "a server of its own": (
        lambda d: services(d).update(servers=[{"url": "https://else.example"}]),
        {'! GET /services: servers null -> ["https://else.example"]'},
    ),
    "a server for a path": (
        lambda d: d["paths"]["/v2/apis/{id}/logo"].update(servers=[{"url": "https://x.example"}]),
        {'! GET /v2/apis/{id}/logo: servers null -> ["https://x.example"]'},
    ),
    "a parameter that is needed now": (
        lambda d: services(d)["parameters"][1].update(required=True),
        {"! GET /services parameter lifecycle: required false -> true"},
    ),
    "an id of another type": (
        lambda d: parameter_named("id", of("/v2/apis/{id}", "get", d)).update(schema=INTEGER),
        {
            '! GET /v2/apis/{id} parameter id: type "string" -> "integer"',
        },
    ),
    "ids in another order": (
        lambda d: renamed(d["paths"], f"{SUBSCRIPTION}/{{subscriptionId}}", OTHER_ORDER),
        {
            f"! {verb} {SUBSCRIPTION}/{{subscriptionId}}{text}"
            for verb in ("DELETE", "GET")
            for text in (
                f" moved to {verb} {OTHER_ORDER}",
                ' path parameters: order ["id", "subscriptionId"] -> ["subscriptionId", "id"]',
            )
        },
    ),
    "a time that is said to be one": (
        lambda d: members("ApplicationDto", d)["name"].update(format="date-time"),
        {'ApplicationDto.name: format null -> "date-time"'},
    ),
    "another format": (
        lambda d: members("ApplicationDto", d).update(
            id={"type": "string", "format": "date"}, name={"type": "string", "format": "uuid"}
        ),
        {
            'ApplicationDto.id: format null -> "date"',
            'ApplicationDto.name: format null -> "uuid"',
        },
    ),
    "a header that is gone": (
        lambda d: services(d)["parameters"].pop(0),
        {"! GET /services parameter X-OrganizationId removed"},
    ),
    "a member of errors": (
        lambda d: renamed(members("ErrorResponse", d), "errorMessage", "message"),
        {"ErrorResponse.errorMessage removed", "ErrorResponse.message added"},
    ),
    "an operation that keeps its name at another path": (
        lambda d: renamed(d["paths"], "/my/accounts", "/v3/my/accounts"),
        {"! GET /my/accounts moved to GET /v3/my/accounts"},
    ),
    "one that takes another's place": (
        lambda d: (
            d["paths"].update({"/v3/my/accounts": d["paths"]["/my/accounts"]}),
            d["paths"].update({"/my/accounts": {"get": {**ANOTHER, "operationId": "getAll"}}}),
        ),
        {"! GET /my/accounts moved to GET /v3/my/accounts", "GET /my/accounts added"},
    ),
}


@pytest.mark.parametrize("what", EDITS)
def test_it_is_told_and_rated(what: str) -> None:
    edit, expected = EDITS[what]
    document = read(OWN)
    edit(document)
    found = {f"{'! ' if c.breaking else ''}{c}" for c in wire_changes(read(OWN), document)}
    assert found == expected


SERVICE = {"$ref": "#/components/schemas/ServiceDto"}
ERROR = {"$ref": "#/components/schemas/ErrorResponse"}
HARMLESS: dict[str, Edit] = {
    "the same module by another spelling of its tag": lambda d: services(d).update(
        tags=["service-platform-services"]
    ),
    "by another spelling of its name": lambda d: services(d).update(operationId="get_services"),
    "2XX to 204": lambda d: renamed(of("/services/{id}", "delete", d)["responses"], "2XX", "204"),
    "a parameter that may be left out now": lambda d: parameter_named(
        "name", of("/v2/managed-services", "post", d)
    ).pop("required"),
    "allOf around a reference": lambda d: members("SubscriptionDto", d).update(
        application={"allOf": [members("SubscriptionDto", d)["application"]]}
    ),
    "allOf with the same members": lambda d: d["components"]["schemas"].update(
        ServiceDto={"allOf": [d["components"]["schemas"]["ServiceDto"], {"type": "object"}]}
    ),
    "anyOf with one alternative": lambda d: answered(d)["application/json"]["schema"].update(
        items={"anyOf": [SERVICE]}
    ),
    "an error that is not declared": lambda d: services(d)["responses"].pop("401"),
    "an error that gets a schema": lambda d: services(d)["responses"].update(
        {"429": {"description": "Too many.", "content": {"application/json": {"schema": ERROR}}}}
    ),
    "items that need not differ": lambda d: [
        schema.pop("uniqueItems")
        for schema in nodes(d)
        if schema.get("uniqueItems") and schema.get("type") == "array"
    ],
    "any media type": lambda d: renamed(answered(d), "application/json", "*/*"),
    "a media type with a charset": lambda d: renamed(
        of("/v2/apis", "get", d)["responses"]["200"]["content"],
        "application/json",
        "application/json;charset=UTF-8",
    ),
    "wider numbers": lambda d: [
        schema.update(format="int64") for schema in nodes(d) if schema.get("type") == "integer"
    ],
    "other members allowed": lambda d: d["components"]["schemas"]["ServiceDto"].update(
        additionalProperties=True
    ),
    "one more way to log in": lambda d: (
        d["components"]["securitySchemes"].update(more={"type": "http", "scheme": "basic"}),
        services(d)["security"].append({"more": []}),
    ),
}


def parameter_named(name: str, operation: Document) -> Document:
    found: Document = next(p for p in operation["parameters"] if p["name"] == name)
    return found


def nodes(node: Any) -> Iterator[Document]:
    """Yield the objects of a document."""
    if isinstance(node, dict):
        yield node
    for child in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    ):
        yield from nodes(child)


@pytest.mark.parametrize("what", HARMLESS)
def test_it_breaks_nobody(what: str, tried: Tried) -> None:
    document = read(OWN)
    HARMLESS[what](document)
    assert document != read(OWN)
    changes = wire_changes(read(OWN), document)
    assert [str(change) for change in changes if change.breaking] == []
    tried(1, "planted changes that break nobody, false alarms 0")


def test_all_of_them_together_change_nothing_in_python(tmp_path: Path) -> None:
    document = read(OWN)
    for edit in HARMLESS.values():
        edit(document)
    notes: list[str] = []
    generate_package(PLANQK.platform, tmp_path, document=document, notes=notes)
    assert notes == []
    changes = python_changes("planqk_platform", GENERATED, tmp_path)
    assert [str(change) for change in changes if change.breaking] == []


STAYS: dict[str, tuple[str, Edit]] = {
    "a path that calls its parameter otherwise": (
        "whoever gives it by name has to change",
        lambda d: renamed(d["paths"], "/v2/apis/{id}", "/v2/apis/{apiId}"),
    ),
    "another name of a schema": (
        "its class in Python has that name",
        lambda d: d.update(json.loads(json.dumps(d).replace("IndustryDto", "Industry"))),
    ),
    "an operation at another path": (
        "clients that were generated before ask at the old one",
        lambda d: renamed(d["paths"], "/my/accounts", "/v3/my/accounts"),
    ),
}


@pytest.mark.parametrize("what", STAYS)
def test_false_alarms_that_stay(what: str, tried: Tried) -> None:
    """Recipes may need no change, but others do."""
    reason, edit = STAYS[what]
    document = read(OWN)
    edit(document)
    assert any(change.breaking for change in wire_changes(read(OWN), document))
    tried(1, f"false alarm that stays ({what}: {reason})")


def test_a_parameter_that_is_shared_is_the_same() -> None:
    document = read(OWN)
    parameters = services(document)["parameters"]
    document["components"]["parameters"] = {"Organization": parameters[0]}
    parameters[0] = {"$ref": "#/components/parameters/Organization"}
    assert wire_changes(read(OWN), document) == []

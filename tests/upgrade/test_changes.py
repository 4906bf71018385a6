"""Single changes of many kinds are told as what they are, and rated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scripts.diff.wire import wire_changes
from scripts.documents import Document, read
from scripts.targets import PLANQK

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
}


@pytest.mark.parametrize("what", EDITS)
def test_it_is_told_and_rated(what: str) -> None:
    edit, expected = EDITS[what]
    document = read(OWN)
    edit(document)
    found = {f"{'! ' if c.breaking else ''}{c}" for c in wire_changes(read(OWN), document)}
    assert found == expected


def test_a_parameter_that_is_shared_is_the_same() -> None:
    document = read(OWN)
    parameters = services(document)["parameters"]
    document["components"]["parameters"] = {"Organization": parameters[0]}
    parameters[0] = {"$ref": "#/components/parameters/Organization"}
    assert wire_changes(read(OWN), document) == []

"""Which operations get a client, and that each of them gets one of its own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.documents import DocumentError, operations, parse
from scripts.generate import generate_package
from scripts.selection import EVERY_OPERATION, require_modules, select
from scripts.targets import HUB, Spec


def ref(kind: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def operation(name: str, *tags: str, answer: str = "Thing") -> dict[str, Any]:
    content = {"application/json": {"schema": ref("schemas", answer)}}
    return {
        "operationId": name,
        "tags": list(tags),
        "parameters": [ref("parameters", f"{answer}Header")],
        "responses": {"200": {"description": "It.", "content": content}},
    }


def document(paths: dict[str, Any], version: str = "3.1.0") -> dict[str, Any]:
    text = {"type": "string"}
    header = {"in": "header", "name": "X-Header", "schema": text}
    return {
        "openapi": version,
        "info": {"title": "t", "version": "1"},
        "paths": paths,
        "components": {
            "parameters": {"ThingHeader": header, "OtherHeader": header},
            "schemas": {
                "Thing": {"type": "object", "properties": {"part": ref("schemas", "Part")}},
                "Part": {"type": "object", "properties": {"whole": ref("schemas", "Thing")}},
                "Other": {"type": "object", "properties": {"thing": ref("schemas", "Thing")}},
                "Nobodys": {"type": "object", "properties": {"own": ref("schemas", "Nobodys")}},
            },
            "securitySchemes": {"apiKey": {"type": "apiKey", "in": "header", "name": "X-Key"}},
        },
    }


DOCUMENT = document(
    {
        "/things": {"get": operation("getThings", "things"), "post": operation("makeThing", "new")},
        "/things/one": {"get": operation("getThing", "things")},
        "/market/things": {"get": operation("getOffers", "market")},
        "/market/others": {"get": operation("getOthers", "market", answer="Other")},
    }
)


def chosen(*rules: dict[str, str]) -> set[str]:
    selected = select(DOCUMENT, list(rules), "x.config.yaml")
    return {each["operationId"] for each in operations(selected).values()}


def test_operations_are_chosen_by_tag_and_path() -> None:
    assert chosen({"tag": "things"}) == {"getThings", "getThing"}
    assert chosen({"path": "/things"}) == {"getThings", "makeThing", "getThing"}
    assert chosen({"tag": "market", "path": "/market/things"}) == {"getOffers"}
    assert chosen({"tag": "new"}, {"tag": "market"}) == {"makeThing", "getOffers", "getOthers"}
    assert chosen({"tag": "new"}, {"path": "/"}) == chosen({"path": "/"})
    assert len(chosen({"path": "/"})) == 5


def test_what_nobody_refers_to_is_left_out() -> None:
    before = json.dumps(DOCUMENT)
    everything = select(DOCUMENT, EVERY_OPERATION, "x")["components"]
    assert set(everything["schemas"]) == {"Thing", "Part", "Other"}
    assert set(everything["parameters"]) == {"ThingHeader", "OtherHeader"}
    things = select(DOCUMENT, [{"tag": "things"}], "x")["components"]
    assert set(things["schemas"]) == {"Thing", "Part"}
    assert set(things["parameters"]) == {"ThingHeader"}
    assert set(things["securitySchemes"]) == {"apiKey"}
    assert json.dumps(DOCUMENT) == before


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ({"tag": "thing"}, r"x\.config\.yaml: {'tag': 'thing'} chooses no operation: delete it"),
        ({"tag": "things", "path": "/market"}, "chooses no operation"),
        ({}, "is no rule for operations: give a tag, a path"),
        ({"tags": "things"}, "is no rule for operations"),
    ],
)
def test_a_rule_without_effect_fails_by_name(rule: dict[str, str], complaint: str) -> None:
    with pytest.raises(DocumentError, match=complaint):
        chosen({"tag": "new"}, rule)


def test_a_rule_without_effect_is_noted_for_another_document() -> None:
    notes: list[str] = []
    selected = select(DOCUMENT, [{"tag": "gone"}, {"tag": "new"}], "x", notes)
    assert [each["operationId"] for each in operations(selected).values()] == ["makeThing"]
    assert notes == ["x: {'tag': 'gone'} chooses no operation: delete it or mend it"]


def test_a_path_with_stars_is_refused_by_name() -> None:
    starred = document({"/files/**": {"get": operation("getFile", "files")}})
    with pytest.raises(DocumentError, match=r"^/files/\*\* would be asked for as it is"):
        select(starred, EVERY_OPERATION, "x")


# --- a module for each operation


def generated_from(contents: dict[str, Any], folder: Path) -> Path:
    """Generate from another document under the configuration of hub_service."""
    spec = Spec(folder / "service.json")
    spec.document.write_text(json.dumps(contents))
    spec.overlay.write_text(yaml.safe_dump({"actions": []}))
    shutil.copy(HUB.service.config, spec.config)
    generate_package(spec, folder)
    return folder / spec.package


@pytest.mark.parametrize("version", ["3.0.1", "3.1.0"])
def test_both_versions_of_openapi_are_generated_from(tmp_path: Path, version: str) -> None:
    contents = {**DOCUMENT, "openapi": version}
    package = generated_from(contents, tmp_path)
    assert (package / "api" / "things" / "get_thing.py").is_file()
    assert (package / "models" / "part.py").is_file()
    assert not (package / "models" / "nobodys.py").exists()


@pytest.mark.parametrize("version", ["2.0", "3.2.0", "4.0.0", "", None])
def test_other_versions_are_refused(version: str | None) -> None:
    contents = {**DOCUMENT, "openapi": version}
    with pytest.raises(DocumentError, match=r"x is no OpenAPI 3.0 or 3.1 document"):
        parse(json.dumps(contents).encode(), "x")


def test_two_operations_in_one_module_are_refused_by_name(tmp_path: Path) -> None:
    """The generator writes the second over the first, without a word."""
    contents = document(
        {
            "/a": {"get": operation("getThing", "Great things")},
            "/b": {"get": operation("get_thing", "great_things")},
            "/c": {"get": operation("getThing2", "great_things")},
        }
    )
    with pytest.raises(DocumentError) as caught:
        generated_from(contents, tmp_path)
    assert str(caught.value) == (
        "3 operations became 2 modules in hub_service: getThing (GET /a) and get_thing (GET /b) "
        "share the module great_things.get_thing: give one of them another operationId by the "
        "overlay"
    )


def test_the_same_name_under_two_tags_is_two_modules(tmp_path: Path) -> None:
    contents = document(
        {"/a": {"get": operation("getThing", "a")}, "/b": {"get": operation("get_thing", "b")}}
    )
    generated_from(contents, tmp_path)


def test_an_operation_without_a_module_is_refused(tmp_path: Path) -> None:
    (tmp_path / "api" / "things").mkdir(parents=True)
    with pytest.raises(DocumentError, match="the generator left some out"):
        require_modules(DOCUMENT, tmp_path)

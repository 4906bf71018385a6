"""What a document calls bodies and how it spells schemas makes no difference in Python."""

from __future__ import annotations

import copy
from typing import Any

from scripts.documents import Document, operations, read
from scripts.generate import prepare, spelled
from scripts.spelling import name_bodies, respell
from scripts.targets import HUB, PLANQK

THING: dict[str, Any] = {
    "type": "object",
    "properties": {"parts": {"$ref": "#/components/schemas/Thing"}},
}


def document(name: str = "Thing", schema: dict[str, Any] | None = None) -> Document:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    return {
        "paths": {"/things": {"post": {"requestBody": {"content": content}, "responses": {}}}},
        "components": {"schemas": {name: schema or THING}},
    }


def body(contents: Document) -> Any:
    content = contents["paths"]["/things"]["post"]["requestBody"]["content"]
    return content["application/json"]["schema"]


def test_an_object_is_written_out_in_its_operation() -> None:
    before = document()
    changed = name_bodies(copy.deepcopy(before))
    assert body(changed) == THING
    assert changed["components"] == before["components"]
    given = copy.deepcopy(before)
    name_bodies(given)
    assert given == before


def test_the_name_of_a_body_does_not_matter() -> None:
    plain = {"type": "object", "properties": {"a": {"type": "string"}}}
    one, other = (name_bodies(document(name, plain))["paths"] for name in ("Thing", "ThingDto"))
    assert one == other


def test_a_union_keeps_its_name_and_so_does_what_leads_nowhere() -> None:
    union = document("Union", {"oneOf": [{"$ref": "#/components/schemas/Thing"}]})
    assert name_bodies(union) == union
    lost = {**document(), "components": {}}
    assert name_bodies(lost) == lost


def test_no_body_of_the_hub_is_named_by_its_document() -> None:
    """What a later document calls them changes no name in Python."""
    named = [
        str(operation)
        for operation, described in operations(
            prepare(HUB.platform, read(HUB.platform.document))
        ).items()
        for content in described.get("requestBody", {}).get("content", {}).values()
        if "$ref" in content["schema"]
    ]
    assert named == [  # unions, which get no class
        "PUT /external-services/{id}/security-configuration",
        "PUT /managed-services/{id}/resource-configuration",
        "PUT /managed-services/{id}/source",
    ]


def test_planqks_bodies_keep_the_names_that_clients_show() -> None:
    own = PLANQK.platform
    assert spelled(own, read(own.document)) == read(own.document)


def test_titles_go_but_members_of_that_name_stay() -> None:
    member = {"type": "string", "title": "The title"}
    schema = {"type": "object", "title": "Another name", "properties": {"title": member}}
    given = {"info": {"title": "API"}, "paths": {}, "components": {"schemas": {"title": schema}}}
    after = respell(given, bodies=False)
    assert after["info"] == {"title": "API"}
    expected = {"type": "object", "properties": {"title": {"type": "string"}}}
    assert after["components"]["schemas"] == {"title": expected}


def test_what_version_3_1_says_in_other_words() -> None:
    for said, expected in (
        ({"const": "file"}, {"enum": ["file"]}),
        (
            {"type": "string", "contentMediaType": "application/octet-stream"},
            {"type": "string", "format": "binary"},
        ),
    ):
        given = {"paths": {}, "components": {"schemas": {"X": said}}}
        assert respell(given, bodies=False)["components"]["schemas"]["X"] == expected

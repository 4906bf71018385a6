"""Models show themselves in a line, or as a table in a notebook: no secrets, nothing unset."""

from __future__ import annotations

import importlib
import re
from typing import Any

import attrs
import pytest
from planqk_platform.models import (
    AccessTokenDto,
    BuildJobDto,
    IndustryDto,
    ServiceDto,
    ValidationResult,
)
from planqk_platform.types import MOST_ROWS, UNSET, show_list_html
from planqk_service.models import InputData, Job, ResultResponse

from planqk_helpers import Execution
from scripts.targets import SPECS_OF_ALL

BUILD = BuildJobDto.from_dict(
    {
        "status": "SUCCESS",
        "step": "A step of tomorrow",
        "validationResult": {"state": "WARNING", "messages": ["<b>one</b>", "two"]},
    }
)
SERVICE = ServiceDto.from_dict(
    {
        "id": "s",
        "name": "<Sum>",
        "serviceDefinitions": [{"id": "v", "industries": [{"id": "i", "name": "n"}]}],
    }
)


@pytest.fixture(scope="module")
def models() -> dict[str, Any]:
    """The models of every client, by package and name."""
    found = {}
    for spec in SPECS_OF_ALL:
        package = importlib.import_module(f"{spec.package}.models")
        for name in package.__all__:
            if attrs.has(model := getattr(package, name)):
                found[f"{spec.package}.{name}"] = model
    assert len(found) > 100
    return found


def columns(html: str) -> list[str]:
    return re.findall(r"<th[^>]*>(.*?)</th>", html)


def test_in_a_line() -> None:
    assert repr(BuildJobDto()) == "BuildJobDto()"
    assert repr(UNSET) == "UNSET"
    assert repr(BUILD) == (
        "BuildJobDto(status='SUCCESS', step='A step of tomorrow', validation_result="
        "ValidationResult(messages=['<b>one</b>', 'two'], state='WARNING'))"
    )
    assert repr(SERVICE) == (
        "ServiceDto(id='s', name='<Sum>', service_definitions=["
        "ServiceDefinitionDto(id='v', industries=[IndustryDto(...)])])"
    )
    assert repr(Execution("https://g.example", "1", "a")) == (
        "Execution(endpoint='https://g.example', id='1', application_id='a', status='UNKNOWN')"
    )


def test_a_result_shows_all_that_it_is() -> None:
    """Null and an empty list are results, not members that are unset."""
    for result in (None, [], {}, [[1]], {"a": None}):
        assert repr(ResultResponse(result)) == f"ResultResponse(result={result!r})"
        assert f">{result!r}<".replace("'", "&#x27;") in ResultResponse(result)._repr_html_()


def test_as_a_table() -> None:
    html = BUILD._repr_html_()
    assert columns(html) == ["status", "step", "validation_result", "messages", "state"]
    assert "&lt;b&gt;one&lt;/b&gt;<br>two<" in html
    assert "<b>" not in html
    assert html.count("<table>") == html.count("</table>") == 2
    assert SERVICE._repr_html_().count("<table>") == 2  # the models within its version: in a line


def test_a_list_as_a_table() -> None:
    html = show_list_html([SERVICE, ServiceDto("t", "Tail", [])])
    assert html
    assert columns(html) == ["id", "name", "service_definitions"]
    assert html.count("<tr>") == 3
    assert "&lt;Sum&gt;" in html
    assert "<Sum>" not in html


def test_a_list_of_anything_else_is_left_to_others() -> None:
    for items in ([], [1], [SERVICE, 1], [SERVICE, BUILD], [Job("of another client")]):
        assert show_list_html(items) is None


def test_what_is_long_is_cut() -> None:
    many = show_list_html([IndustryDto(str(i), "x" * 10_000) for i in range(2 * MOST_ROWS)])
    assert many
    assert many.count("<tr>") == 1 + MOST_ROWS
    assert f"{2 * MOST_ROWS} IndustryDto, the first {MOST_ROWS}" in many
    assert len(many) < 20_000
    long = BuildJobDto(validation_result=ValidationResult(summary="<" * 100_000))
    assert len(long._repr_html_()) < 10_000


def test_members_of_another_version_show_their_names_only() -> None:
    token = AccessTokenDto.from_dict({"token": "canary", "<new>": "canary"})
    assert repr(token) == "AccessTokenDto(<new>=...)"
    assert columns(token._repr_html_()) == ["&lt;new&gt;"]
    assert repr(InputData.from_dict({"values": [1]})) == "InputData(values=...)"


def test_every_model_can_be_shown(models: dict[str, Any]) -> None:
    for model in models.values():
        blank = model(**{each.name: "<x>" for each in attrs.fields(model) if each.init})
        name = model.__name__
        assert repr(blank).startswith(f"{name}(")
        assert blank._repr_html_().startswith(f"<table><caption>{name}<")
        assert "<x>" not in blank._repr_html_()


NO_SECRETS = {"access_key_id", "access_token", "apply_provider_tokens"}
"""Names of members that sound like secrets: an id, a model with a secret member, a flag."""


def test_members_that_sound_like_secrets_are_marked(models: dict[str, Any]) -> None:
    secret = re.compile("token|secret|password|key|credential")
    sounding = [
        (name, each)
        for name, model in models.items()
        for each in attrs.fields(model)
        if secret.search(each.name) and each.name not in NO_SECRETS
    ]
    assert len(sounding) > 5
    assert [f"{name}.{each.name}" for name, each in sounding if each.repr] == []

"""What breaks in Python alone is told, with its lines, and the recipes it concerns are not safe."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest

from scripts.api_diff import compare_documents
from scripts.diff.python_api import fits
from scripts.diff.reading import uses_in
from scripts.diff.recipe_tests import Outcome
from scripts.diff.report import Report
from scripts.documents import Document, DocumentError, read
from scripts.generate import generate_package
from scripts.targets import PLANQK
from scripts.upgrade import Trial
from tests.support.tried import Tried

DOCUMENT = read(PLANQK.platform.document)
SUBSCRIPTION = "/v2/applications/{id}/subscriptions/{subscriptionId}"


def planted() -> Document:
    """The platform's document with changes that only generated code makes a matter of."""
    document = read(PLANQK.platform.document)
    schemas, paths = document["components"]["schemas"], document["paths"]
    schemas["ServiceDto"]["properties"]["id"]["format"] = "uuid"
    schemas["ServiceExecutionDto"]["properties"]["createdAt"] = {
        "type": "string",
        "format": "date-time",
    }
    del schemas["ServiceDefinitionCommand"]["properties"]["type"]["enum"]
    body = paths["/v2/managed-services"]["post"]["requestBody"]["content"]["multipart/form-data"]
    body["schema"]["properties"]["userCode"]["format"] = "password"
    paths["/v3/subscriptions/{subscriptionId}/of/{id}"] = paths.pop(SUBSCRIPTION)
    shared = {"name": "page", "in": "query", "required": True, "schema": {"type": "integer"}}
    paths["/services"]["parameters"] = [shared]
    return document


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    scratch = tmp_path_factory.mktemp("python")
    documents = (DOCUMENT, planted())
    found, _ = compare_documents(PLANQK, documents, scratch, lambda: uses_in(PLANQK), own=True)
    return found


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        ("models.ServiceDto.id", "is UUID instead of str", 8),
        ("models.ServiceDefinitionCommandType", "is gone", 2),
        ("models.CreateManagedServiceBody.user_code", "is str | Unset instead of File | Unset", 1),
        (
            "api.service_platform_applications.delete_application_subscription",
            "takes subscription_id, id in this order instead of id, subscription_id",
            0,
        ),
        ("api.service_platform_services.get_services(page)", "is new, and needed: int", 1),
    ],
)
def test_it_is_told_with_its_lines(
    name: str, text: str, lines: int, report: Report, tried: Tried
) -> None:
    (found,) = [(c, uses) for c, uses in report.python if c.name == name and c.text == text]
    change, uses = found
    assert change.breaking
    assert len(uses) >= lines
    assert bool(uses) == bool(lines)
    tried(1, "changes that break Python alone")


def test_no_recipe_that_they_concern_is_safe(report: Report) -> None:
    uses = uses_in(PLANQK)
    touched = Trial(PLANQK, report, [], Outcome(), uses).touched
    # publishing.py cannot be imported without the class of the enum.
    assert {"unpublish", "publish_internally", "create_managed_service", "unsubscribe"} <= touched
    assert "find_application" not in touched
    assert report.broken_in_python


def test_a_default_or_a_wider_type_breaks_nobody() -> None:
    for name, before, after, fine in (
        ("api.a.b(c)", "str", "str | Unset", True),
        ("api.a.b(c)", "str | Unset", "str", False),
        ("api.a.b", "A | None", "None", True),
        ("api.a.b", "A | None", "A | B | None", False),
        ("models.A.b", "str | Unset", "str", True),
        ("models.A.b", "str", "str | Unset", False),
        ("models.A.b", "list[A | B] | Unset", "list[B] | Unset", False),
    ):
        assert fits(name, before, after) is fine, (name, before, after)


def test_two_operations_in_one_module_are_noted(tmp_path: Path) -> None:
    document = read(PLANQK.platform.document)
    document["paths"]["/v2/apis"]["get"]["operationId"] = "get-services"
    document["paths"]["/v2/apis"]["get"]["tags"] = ["Service Platform - Services"]
    notes: list[str] = []
    generate_package(PLANQK.platform, tmp_path, document=document, notes=notes)
    expected = (
        "get-services (GET /v2/apis) and getServices (GET /services) share the module "
        "service_platform_services.get_services"
    )
    assert [note for note in notes if note.startswith(expected)]


def test_another_version_of_the_generator_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = metadata.version
    monkeypatch.setattr(
        metadata,
        "version",
        lambda tool: "3.0" if tool == "Jinja2" else version(tool),
    )
    with pytest.raises(DocumentError, match=r"Jinja2 3\.0 is installed, pyproject.toml pins 3\.1"):
        compare_documents(PLANQK, (DOCUMENT, DOCUMENT), tmp_path, lambda: uses_in(PLANQK), own=True)

"""Change services, and never take an old build for the new one."""

from __future__ import annotations

import io
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest
from planqk_platform.models import BuildJobDto, ServiceDefinitionDto, ServiceDto
from planqk_platform.types import File

from planqk_helpers import (
    BuildFailed,
    InvalidInput,
    NameNotFound,
    WaitTimeout,
    create_managed_service,
    download_api_definition,
    download_source_code,
    find_industry,
    run_service,
    update_service,
    wait_for_build,
)
from planqk_helpers.engine.builds import SETTLE
from planqk_helpers.planqk.updates import change_code
from planqk_sandbox import Sandbox
from tests.support.recipes import QUICK, Planqk, Platform, deploy
from tests.support.steps import Stage, ended_by, status
from tests.support.user_code import user_code


def industries_of(service: ServiceDto) -> list[str]:
    return [each.name for each in service.service_definitions[0].industries or []]


def test_texts_are_changed_one_by_one(planqk: Planqk) -> None:
    service = planqk(create_managed_service, "Texts", user_code=user_code("return 1"))
    service = planqk(update_service, service, description="New words")
    assert service.service_definitions[0].description == "New words"

    finance = planqk(find_industry, "finance")
    service = planqk(update_service, service.id, industries=["energy", finance])
    assert sorted(industries_of(service)) == ["energy", "finance"]
    assert service.service_definitions[0].description == "New words"

    service = planqk(update_service, service, description="Newer")
    assert sorted(industries_of(service)) == ["energy", "finance"]
    service = planqk(update_service, service, industries=[finance])
    assert industries_of(service) == ["finance"]
    service = planqk(update_service, service, industries=[])
    assert industries_of(service) == []
    assert service.service_definitions[0].description == "Newer"


def test_nothing_is_sent_when_something_is_wrong(planqk: Planqk, sandbox: Sandbox) -> None:
    service = planqk(create_managed_service, "Careful", user_code=user_code("return 1"))
    before = sandbox.effects.total()
    with pytest.raises(InvalidInput, match="nothing to change"):
        planqk(update_service, service)
    with pytest.raises(InvalidInput, match="not a zip"):
        planqk(update_service, service, description="x", user_code=io.BytesIO(b"no zip"))
    with pytest.raises(FileNotFoundError):
        planqk(update_service, service, description="x", api_definition="missing.yaml")
    with pytest.raises(NameNotFound, match=r"there are: 'automotive', .*'information_technology'"):
        planqk(update_service, service, industries=["Finance"])
    with pytest.raises(InvalidInput, match="pass a list"):
        planqk(update_service, service, industries="finance")
    assert sandbox.effects.total() == before


def test_new_code_is_what_runs(planqk: Planqk, tmp_path: Path) -> None:
    deployed = deploy(planqk, "return 'old'", "Updated")
    service = deployed.service
    planqk(update_service, service, user_code=user_code("return 'new'"))
    planqk(wait_for_build, service, poll=QUICK)
    answer = planqk(run_service, service, deployed.application, poll=QUICK)
    assert answer.result == "new"

    planqk(update_service, service, user_code=user_code("", **{"src/program.py": "import gone"}))
    with pytest.raises(BuildFailed, match="gone"):
        planqk(wait_for_build, service, poll=QUICK)


def test_what_was_uploaded_comes_back(platform: Platform, tmp_path: Path) -> None:
    code = user_code("return 1")
    service = platform(create_managed_service, "Back", user_code=code)
    archive = platform(download_source_code, service, tmp_path / "code.zip")
    assert archive.read_bytes() == code.getvalue()
    documents = {"api.yaml": b"openapi: 3.0.0\n# \xc3\xbc", "api.json": b'{"openapi": "3.0.0"}'}
    for name, document in documents.items():
        platform(update_service, service, api_definition=io.BytesIO(document))
        path = platform(download_api_definition, service, tmp_path / name)
        assert path.read_bytes() == document


# --- the old build, driven by hand


def build(state: str, created: str) -> BuildJobDto:
    return BuildJobDto.from_dict({"status": state, "createdAt": f"2022-12-21 09:30:{created}"})


OLD = build("SUCCESS", "00")
VERSION = ServiceDefinitionDto(id="v")


def changing(answers: Any) -> tuple[Stage, Any]:
    return Stage(answers), change_code(None, "s", "v", File(io.BytesIO(b"")))  # type: ignore[arg-type]


def test_the_old_success_is_not_taken_for_the_new_build() -> None:
    stage, flow = changing([OLD, VERSION, OLD, OLD, OLD, build("WORKING", "07")])
    stage.run(flow)
    assert len(stage.calls) == 6
    stage, flow = changing([OLD, VERSION, build("SUCCESS", "02")])
    stage.run(flow)
    before = build("WORKING", "00")
    stage, flow = changing([before, VERSION, before, OLD, OLD, build("WORKING", "07")])
    stage.run(flow)
    assert len(stage.calls) == 6


def test_an_old_build_that_stays_is_an_error_in_the_end() -> None:
    stage, flow = changing(chain([OLD, VERSION], repeat(OLD)))
    error = ended_by(stage, flow)
    assert isinstance(error, WaitTimeout)
    assert "goes on showing the build before it" in str(error)
    assert SETTLE <= error.elapsed <= SETTLE + 1


def test_a_first_build_is_not_waited_for() -> None:
    stage, flow = changing([status(404), VERSION])
    stage.run(flow)
    assert len(stage.calls) == 2
    assert stage.sleeps == []

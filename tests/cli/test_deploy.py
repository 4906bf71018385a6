"""Deploying: again and again, as a rehearsal, with a project file, by two at once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hub_platform.models import ServiceResourceConfigurationGpu

from planqk_helpers import (
    create_application,
    create_external_service,
    create_managed_service,
    delete_service,
    download_source_code,
    get_service,
    hub,
)
from planqk_sandbox import Fault, Sandbox
from tests.support.recipes import client_of, hub_client_of
from tests.support.shell import Shell, same_each_time
from tests.support.user_code import user_code

only_planqk = pytest.mark.parametrize("platform", ["planqk"])
PROJECT = Path(__file__).parents[2] / "cookbook" / "user_code"
ALL = ("--publish", "internal", "--application", "Nightly run")


@pytest.fixture
def project(shell: Shell) -> Path:
    """A project folder, which is where the commands run."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PROJECT, shell.folder, ignore=ignored, dirs_exist_ok=True)
    return shell.folder


def form(name: str, service: str, publication: str, others: str) -> dict[str, Any]:
    return {
        "dry_run": False,
        "service": {"name": name, "id": "ID", "done": service},
        "build": "SUCCESS",
        "publication": {"scope": "internal", "done": publication},
        "application": {"name": "Nightly run", "id": "ID", "done": others},
        "subscription": {"id": "ID", "done": others},
    }


def test_deploy_again_and_again(shell: Shell, here: Shell, project: Path) -> None:
    name = f"Deployed on {shell.platform}"
    application = f"Nightly on {shell.platform}"
    given = ("deploy", "--name", name, "--publish", "internal", "--application", application)
    rehearsed = here(*given, "--dry-run", "--json")
    created = shell(*given, "--json")
    expected = json.loads(
        json.dumps(form(name, "created", "published", "created")).replace(
            "Nightly run", application
        )
    )
    assert (created.code, created.form) == (0, expected)
    assert rehearsed.form == json.loads(
        json.dumps(expected | {"dry_run": True, "build": None}).replace('"ID"', "null")
    )
    assert "build: SUCCESS (N s)" in same_each_time(created.err)
    again = here(*given)
    assert same_each_time(again.out).splitlines() == [
        f"service '{name}' unchanged (ID)",
        "publication 'internal' unchanged",
        f"application '{application}' unchanged (ID)",
        "subscription unchanged (ID)",
    ]
    (project / "requirements.txt").write_text("# nothing more\n")
    effects = shell.sandbox.effects
    rehearsed = here(*given, "--dry-run")
    assert same_each_time(rehearsed.out).splitlines() == [
        "dry run: nothing was changed",
        f"service '{name}' updated (ID)",
        *same_each_time(again.out).splitlines()[1:],
    ]
    assert shell.sandbox.effects == effects
    updated = here(*given, "--json").json
    assert updated["service"] == {
        "name": name,
        "id": created.json["service"]["id"],
        "done": "updated",
    }


def test_the_project_file(shell: Shell, project: Path) -> None:
    write(project, name="In the file", description="Adds up.", resources={"cpu": 1.5, "memory": 4})
    (project / ".planqkignore").write_text("notes.txt\n")
    (project / "notes.txt").write_text("for me")
    (project / ".env").write_text("TOKEN=secret")
    ended = shell("deploy", "--name", "Given", "--json")
    assert ended.code == 0, ended.err
    assert "warning: left out of the archive: .env" in ended.err
    with client_of(shell.sandbox) as client:
        service = get_service(client, ended.json["service"]["id"])
        code = download_source_code(client, service, to=project.parent / f"{shell.platform}.zip")
    version = service.service_definitions[0]
    amounts = [each.amount for each in version.configurations or []]
    assert (service.name, version.description) == ("Given", "Adds up.")
    assert amounts[:2] == [1500, 4096]
    assert "planqk.json" in ZipFile(code).namelist()
    assert not {"notes.txt", ".env"} & set(ZipFile(code).namelist())


@pytest.mark.parametrize("platform", ["hub"])
def test_the_project_file_takes_away_what_it_gave(here: Shell, project: Path) -> None:
    def deploy(**content: Any) -> tuple[str, dict[str, Any], str]:
        write(project, name="Given and taken", **content)
        ended = here("deploy", "--json")
        assert ended.code == 0, ended.err
        with hub_client_of(here.sandbox) as client:
            service = hub.get_service(client, ended.json["service"]["id"])
        version = service.service_definitions[0]
        kind = ServiceResourceConfigurationGpu
        gpus = [each for each in version.configurations or [] if isinstance(each, kind)]
        shown = {f"{each.accelerator}": each.amount for each in gpus if each.amount}
        runtime = version.runtime_configuration
        return ended.json["service"]["done"], shown, str(runtime.runtime) if runtime else ""

    t4 = {"NVIDIA_TESLA_T4": 1}
    with_gpu: dict[str, Any] = {"resources": {"gpu": {"count": 1, "type": "T4"}}}
    assert deploy(**with_gpu) == ("created", t4, "PYTHON_TEMPLATE")
    done, gpus, _ = deploy(resources={"cpu": 1, "gpu": None})
    assert gpus == t4, "what is not mentioned stays as it is"
    for none in ({"count": 0, "type": "NONE"}, {"count": 0}, {"type": "none"}):
        assert deploy(**with_gpu)[:2] == ("updated", t4)
        for done in ("updated", "unchanged"):
            assert deploy(resources={"gpu": none})[:2] == (done, {})
    for usual in ("PYTHON_TEMPLATE", "PYTHON"):
        assert deploy(runtime="DOCKER")[2] == "DOCKER"
        assert deploy()[2] == "DOCKER"
        for done in ("updated", "unchanged"):
            found, _, runtime = deploy(runtime=usual)
            assert (found, runtime) == (done, "PYTHON_TEMPLATE")


@only_planqk
def test_planqk_has_no_other_gpu_and_runtime(here: Shell, project: Path) -> None:
    none: dict[str, Any] = {"resources": {"gpu": {"count": 0, "type": "NONE"}}}
    for done in ("created", "unchanged"):
        write(project, name="Without a GPU", runtime="PYTHON", **none)
        assert here("deploy", "--json").json["service"]["done"] == done


def write(project: Path, **content: Any) -> None:
    (project / "planqk.json").write_text(json.dumps(content))


def test_a_service_id_says_which_one(here: Shell, project: Path, sandbox: Sandbox) -> None:
    name = f"Two on {here.platform}"
    with client_of(sandbox) as client:
        ids = [
            create_managed_service(client, name, user_code=user_code("return {}")).id
            for _ in range(2)
        ]
    write(project, name=name, serviceId=ids[1])
    ended = here("deploy", "--json")
    assert (ended.code, ended.json["service"]["id"]) == (0, ids[1]), ended.err
    assert ended.json["service"]["done"] == "updated"
    write(project, name=name)
    twice = here("deploy", "--json")
    assert (twice.code, twice.json["error"]["ids"]) == (2, ids)
    assert "To go on" not in twice.err, "the same command would end the same"
    write(project, name="Three", serviceId=ids[1])
    other = here("deploy", "--json")
    assert other.code == 2
    assert f"serviceId {ids[1]} is the service {name!r}, not 'Three'" in other.err


@only_planqk
@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "is not JSON"),
        ("[]", "holds no JSON object"),
        ('{"name": 3}', "name is 3"),
        ('{"name": " "}', "has no name"),
        ('{"name": "x", "resources": {"cpu": true}}', "cpu is True"),
        ('{"name": "x", "resources": {"cpu": NaN}}', "cpu is nan"),
        ('{"name": "x", "resources": {"cpu": 1e400}}', "cpu is inf"),
        ('{"name": "x", "resources": {"memory": 1e308}}', "memory is 1e+308"),
        ('{"name": "x", "resources": {"memory": -Infinity}}', "memory is -inf"),
        (f'{{"name": "x", "resources": {{"memory": {"9" * 400}}}}}', "memory is 999"),
        ('{"name": "x", "resources": {"cpu": 0}}', "cpu is 0"),
        ('{"name": "x", "descriptionFile": "missing.md"}', "missing.md"),
        ('{"name": "x", "serviceId": 1}', "serviceId is 1"),
        ('{"name": "x", "serviceId": "Sum"}', "serviceId 'Sum' is no id"),
        ('{"name": "x", "runtime": "DOCKER"}', "has no DOCKER"),
        ('{"name": "x", "resources": {"gpu": {"type": "NVIDIA_TESLA_T4", "count": 1}}}', "gpu"),
        ('{"name": "x", "resources": {"gpu": {"count": 1}}}', "gpu"),
    ],
)
def test_a_project_file_that_cannot_be_used(
    here: Shell, project: Path, sandbox: Sandbox, content: str, says: str
) -> None:
    before = sandbox.effects
    (project / "planqk.json").write_text(content)
    ended = here("deploy")
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err
    assert sandbox.effects == before


@only_planqk
@pytest.mark.parametrize(
    ("target", "says"), [("missing.json", "No such file"), ("planqk.json", "symbolic links")]
)
def test_a_project_file_that_leads_nowhere(
    here: Shell, project: Path, target: str, says: str
) -> None:
    (project / "planqk.json").symlink_to(target)
    refuse(here, 2, "--name", "Linked", says=says)


@pytest.mark.parametrize("platform", ["hub"])
@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({"resources": {"gpu": {"count": 1, "type": "H100"}}}, "gpu: NVIDIA_TESLA_H100 is none of"),
        ({"runtime": "RUBY"}, "runtime: RUBY is none of"),
    ],
)
def test_what_the_hub_does_not_have(
    here: Shell, project: Path, content: dict[str, Any], says: str
) -> None:
    write(project, **content)
    refuse(here, 2, "--name", "Other", says=f"planqk.json: {says}")


def test_to_the_marketplace(here: Shell, project: Path) -> None:
    given = ("deploy", "--name", f"Sold on {here.platform}", "--publish")
    published = {"scope": "marketplace", "done": "published"}
    first = here(*given, "marketplace", "--json")
    assert (first.code, first.json["publication"]) == (0, published)
    assert here(*given, "marketplace", "--json").json["publication"]["done"] == "unchanged"
    refuse(here, 4, *given[1:], "internal", says="is on the marketplace")


def test_what_cannot_be_done_is_told_before_anything_is(here: Shell, project: Path) -> None:
    """By the dry run, too: it promises nothing that the deployment cannot do."""
    new = ("--name", f"Never there on {here.platform}", "--publish", "internal")
    nobody = "00000000-0000-0000-0000-000000000000"
    refuse(here, 4, *new, "--application", nobody, says="404")
    refuse(here, 2, *new, "--application", " ", says="the name of the application is empty")
    with client_of(here.sandbox) as client:
        for _ in range(2):
            create_application(client, f"Two on {here.platform}")
    refuse(here, 2, *new, "--application", f"Two on {here.platform}", says="exists 2 times")
    refuse(here, 2, *new[:2], "--application", "Some", says="give --publish, too")
    name = f"Not published on {here.platform}"
    assert here("deploy", "--name", name).code == 0
    refuse(here, 2, "--name", name, "--application", "Some", says="give --publish, too")


def test_an_external_service_has_no_user_code(here: Shell, project: Path) -> None:
    name = f"Elsewhere on {here.platform}"
    with client_of(here.sandbox) as client:
        create_external_service(client, name, url="https://quantum.example/api")
    refuse(here, 4, "--name", name, says="is EXTERNAL")


def refuse(here: Shell, code: int, *given: str, says: str) -> None:
    """Deploy what cannot be deployed, and as a rehearsal; nothing is changed."""
    before = here.sandbox.effects
    for arguments in (["--dry-run"], []):
        ended = here("deploy", *given, *arguments)
        assert (ended.code, ended.out) == (code, "")
        assert says in ended.err
    assert here.sandbox.effects == before


@only_planqk
def test_what_the_platform_cannot_change(here: Shell, project: Path) -> None:
    write(project, name="Fixed")
    assert here("deploy").code == 0
    write(project, name="Fixed", resources={"cpu": 2})
    ended = here("deploy", "--json")
    assert (ended.code, ended.json["error"]["type"]) == (4, "CannotChange")


def test_a_build_that_takes_too_long(here: Shell, project: Path) -> None:
    ended = here("deploy", "--name", f"Slow on {here.platform}", "--timeout", "0")
    assert ended.code == 3
    assert "To go on: the same command again" in ended.err


def test_two_at_once(shell: Shell, here: Shell, project: Path) -> None:
    """Both look before either creates: then there are two services, as the help says."""
    prefix = {"planqk": "", "hub": "hub."}[shell.platform]
    shell.sandbox.inject(Fault(f"{prefix}createManagedService", delay=2, times=2))
    given = ("deploy", "--name", f"At once on {shell.platform}", "--json")
    with shell.start(*given) as first, shell.start(*given) as second:
        answers = [json.loads(each.communicate(timeout=60)[0]) for each in (first, second)]
        codes = [each.returncode for each in (first, second)]
    assert codes == [0, 0]
    ids = {answer["service"]["id"] for answer in answers}
    twice = here(*given)
    assert (twice.code, set(twice.json["error"]["ids"])) == (2, ids)
    assert len(ids) == 2
    with client_of(shell.sandbox) as client:
        delete_service(client, twice.json["error"]["ids"][0])
    assert here(*given).code == 0

"""Each exit code, provoked; with ``--json`` each is the same."""

from __future__ import annotations

import json
import socket
from importlib import import_module
from zipfile import ZipFile

import pytest
from click import Command, Option

from planqk_helpers import create_application, create_managed_service
from planqk_helpers.cli.app import COMMANDS, Commands, run
from planqk_helpers.cli.session import RECIPES
from planqk_sandbox import Fault, Sandbox
from tests.support.recipes import client_of
from tests.support.shell import Ended, Shell
from tests.support.user_code import user_code

SUM = ("Sum", "--application", "Sum application", "--data", "{}")
only_planqk = pytest.mark.parametrize("platform", ["planqk"])


def refused(shell: Shell, code: int, *arguments: str, says: str, **variables: str) -> Ended:
    """Run a command as JSON and check code, message and form."""
    ended = shell(*arguments, "--json", **variables)
    error = ended.json["error"]
    assert (ended.code, error["exit_code"]) == (code, code), ended.err
    assert says in error["message"]
    assert error["message"] in ended.err
    assert ended.err.count("Traceback") == error["message"].count("Traceback")  # the service's
    assert shell.sandbox.access_token not in ended.out + ended.err
    assert "(client" not in ended.out + ended.err, "a shell has no calls in Python"
    return ended


def test_1_the_execution_failed(shell: Shell, here: Shell) -> None:
    ended = refused(
        shell, 1, "run", *SUM, "--data", '{"fail": "no such luck"}', says="no such luck"
    )
    handle = ended.json["execution"]
    assert here("status", handle).code == 1
    assert here("status", handle).out == "FAILED\n"
    refused(here, 1, "wait", handle, says="no such luck")
    refused(here, 1, "result", handle, says="no such luck")


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "init"])
def test_every_command_fails_alike_with_json_and_without(
    here: Shell, name: str, handles: dict[str, str]
) -> None:
    """The error goes to stdout as JSON, or not at all."""
    (here.folder / "in.jsonl").write_text('{"data": {}}\n')
    ZipFile(user_code("return {}")).extractall(here.folder)
    handle = handles[here.platform]
    given = {
        "deploy": ["--name", "x"],
        "run": SUM,
        "many": ["Sum", "in.jsonl", "--application", "Sum application", "--output", "out.jsonl"],
        "verify": [],
        "services": [],
    }
    arguments = [name, *given.get(name, [handle])]
    needed = {"logs": "get_log", "many": "iter_many"}.get(name, "connect")
    is_offered = hasattr(import_module(RECIPES[here.platform]), needed)
    code = 4 if is_offered else 2
    wrong = {f"{prefix}_PERSONAL_ACCESS_TOKEN": "wrong-word" for prefix in ("PLANQK", "KQH")}
    plain = here(*arguments, **wrong)
    assert (plain.code, plain.out) == (code, "")
    ended = here(*arguments, "--json", **wrong)
    assert (ended.code, ended.json["error"]["exit_code"]) == (code, code)
    assert "wrong-word" not in plain.err + ended.err + ended.out


@pytest.fixture(scope="package")
def handles(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Handles of executions, one for each platform."""
    folder = tmp_path_factory.mktemp("handles")
    shells = [Shell(sandbox, folder, platform, here=True) for platform in ("planqk", "hub")]
    return {each.platform: each("run", *SUM, "--detach").out.strip() for each in shells}


def test_1_the_execution_was_cancelled(shell: Shell, here: Shell) -> None:
    handle = here("run", *SUM, "--detach", "--data", '{"seconds": 30}').out.strip()
    assert here("cancel", handle).code == 0
    refused(shell, 1, "wait", handle, says="cancelled")
    assert (here("status", handle).code, here("cancel", handle).code) == (1, 0)


def test_1_the_build_failed(shell: Shell, here: Shell) -> None:
    broken = {"src/program.py": "import nothing_of_this_name\n"}
    ZipFile(user_code("", **broken)).extractall(shell.folder)
    given = ("deploy", "--name", f"Broken on {shell.platform}", "--publish", "internal")
    ended = refused(shell, 1, *given, says="nothing_of_this_name")
    assert ("The end of its log" in ended.err) == (shell.platform == "hub")
    again = refused(here, 1, *given, says="nothing_of_this_name")
    assert "To go on" not in again.err


@only_planqk
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", *SUM, "--data", "{"], "not JSON"),
        (["run", *SUM, "--data", "input.json"], "@FILE reads a file"),
        (["run", *SUM, "--data", "[1]"], "give a JSON object"),
        (["run", *SUM, "--data", '{"a": NaN}'], "NaN"),
        (["run", *SUM, "--data", "@missing.json"], "'missing.json' cannot be read"),
        (["run", *SUM, "--output", "there.json"], "is there already"),
        (["run", *SUM, "--output", "no/such/file.json"], "no/such is no folder"),
        (["run", *SUM, "--output", "/proc/result.json"], "cannot be written"),
        (["run", *SUM, "--output", "."], "give the name of a file"),
        (["run", *SUM, "--timeout", "nan"], "not a number of seconds"),
        (["run", *SUM, "--detach", "--output", "x.json"], "--detach does not wait"),
        (["run", "Sum", "--application", "Twin"], "exists 2 times"),
        (["run", "Twin", "--application", "Twin"], "exists 2 times"),
        (["status", "no handle"], "'no handle' is no handle of an execution: planqk-helpers run"),
        (["logs", "x#y"], "logs: the platform 'planqk' does not offer that"),
        (["run", *SUM, "--inputs", "{}"], "--inputs: the platform 'planqk' does not offer that"),
        (["result", "x", "--output", "there.json"], "is there already"),
        (["deploy", "missing"], "'missing' does not exist"),
        (["deploy", "there.json"], "'there.json' is a file"),
        (["deploy"], "the service has no name"),
        (["deploy", "named", "--name", ""], "the service has no name"),
        (["deploy", "--name", "x"], "has no src/program.py"),
        (["verify", "--nonsense"], "No such option"),
        (["nonsense"], "No such command"),
        (["--platform", "planqk", "verify"], "options go after the command"),
    ],
)
def test_2_nothing_is_started(
    here: Shell, sandbox: Sandbox, arguments: list[str], says: str, twins: None
) -> None:
    there = here.folder / "there.json"
    there.touch()
    (here.folder / "named").mkdir()
    (here.folder / "named" / "planqk.json").write_text('{"name": "Sum"}')
    before = sandbox.effects
    ended = here(*arguments, "--json")
    assert (ended.code, ended.json["error"]["exit_code"]) == (2, 2)
    assert says in ended.json["error"]["message"]
    assert ended.json["error"]["message"] in ended.err
    assert "To go on" not in ended.err
    assert sandbox.effects == before
    assert there.read_text() == ""


@pytest.fixture(scope="package")
def twins(sandbox: Sandbox) -> None:
    """Two services and two applications of the same name."""
    with client_of(sandbox) as client:
        for _ in range(2):
            create_application(client, "Twin")
            create_managed_service(client, "Twin", user_code=user_code("return {}"))


def test_2_no_token(shell: Shell) -> None:
    nothing = {
        f"{prefix}_{name}": ""
        for prefix in ("PLANQK", "KQH")
        for name in ("PERSONAL_ACCESS_TOKEN", "CONFIG_FILE_PATH")
    }
    ended = refused(shell, 2, "verify", says="PERSONAL_ACCESS_TOKEN", **nothing)
    assert "connect(" not in ended.err, "a shell has no calls in Python"


@pytest.mark.parametrize("platform", ["hub"])
def test_3_what_was_created_has_no_id(here: Shell) -> None:
    """2 would say that nothing was started."""
    ZipFile(user_code("return {}")).extractall(here.folder)
    with client_of(here.sandbox) as client:
        service = create_managed_service(client, "With an id", user_code=user_code("return {}"))
    here.sandbox.inject(
        Fault(
            "hub.createManagedService",
            status=201,
            headers={"Content-Type": "application/json"},
            body=json.dumps(service.to_dict() | {"id": ""}),
        )
    )
    ended = refused(here, 3, "deploy", "--name", "Without an id", says="an id is ''")
    assert "To go on: the same command again" in ended.err


def test_3_a_file_that_appears_in_the_meantime(here: Shell) -> None:
    result = here.folder / "result.json"
    data = json.dumps({"touch": str(result)})
    ended = refused(here, 3, "run", *SUM, "--data", data, "--output", result.name, says="exists")
    assert ended.json["error"]["message"] == "result.json: File exists"
    assert f"To go on: planqk-helpers result --platform {here.platform}" in ended.err
    assert result.read_text() == ""


@only_planqk
def test_2_no_command(shell: Shell) -> None:
    ended = shell()
    assert (ended.code, ended.out) == (2, "")
    assert "Missing command" in ended.err


def test_3_not_finished_in_time(shell: Shell, here: Shell) -> None:
    ended = refused(
        shell, 3, "run", *SUM, "--data", '{"seconds": 30}', "--timeout", "0.1", says="is"
    )
    handle = ended.json["execution"]
    assert f"To go on: planqk-helpers wait --platform {shell.platform} '{handle}'" in ended.err
    refused(here, 3, "wait", handle, "--timeout", "0", says="RUNNING")
    refused(here, 3, "result", handle, says="RUNNING")
    running = here("status", handle)
    assert (running.code, running.out) == (0, "RUNNING\n")
    here("cancel", handle)


def test_4_refused(shell: Shell, here: Shell) -> None:
    prefix = {"planqk": "PLANQK", "hub": "KQH"}[shell.platform]
    wrong = {f"{prefix}_PERSONAL_ACCESS_TOKEN": "wrong"}
    refused(shell, 4, "verify", says="401", **wrong)
    refused(here, 4, "run", "Nothing", *SUM[1:], says="no service named 'Nothing'")
    handle = here("run", *SUM, "--detach").out.strip()
    gone = handle.replace(handle.partition("#")[0][-12:], "0" * 12)
    for command in ("status", "wait", "result"):
        ended = refused(here, 4, command, gone, says="404")
        assert "To go on" not in ended.err, "it would end the same"
    refused(here, 4, "status", f"{handle}x", says="404")
    cut = handle.partition("#")[0]
    refused(here, 2, "status", cut, says=f"'{cut}' is no handle of an execution: planqk-helpers")


def test_4_not_published(here: Shell) -> None:
    with client_of(here.sandbox) as client:
        service = create_managed_service(client, "New", user_code=user_code("return {}"))
    refused(here, 4, "run", service.id, *SUM[1:], says="planqk-helpers deploy --publish internal")


@only_planqk
def test_5_no_answer(shell: Shell) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens
        prefix = {"planqk": "PLANQK", "hub": "KQH"}[shell.platform]
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/qc-catalog"
        refused(shell, 5, "verify", says="no answer", **{f"{prefix}_BASE_URL": address})


def test_5_the_platform_failed(shell: Shell) -> None:
    page = {"Content-Type": "text/html"}
    operation = {"planqk": "getAccounts", "hub": "hub.getMyAccounts"}[shell.platform]
    shell.sandbox.inject(Fault(operation, status=200, headers=page, body="<p>We are sorry"))
    refused(shell, 5, "verify", says="could not be read")


@pytest.mark.parametrize("platform", ["planqk"])
def test_6_it_is_not_known(shell: Shell) -> None:
    shell.sandbox.inject(Fault("startExecution", reset="after"))
    ended = refused(shell, 6, "run", *SUM, "--detach", says="may or may not have taken effect")
    check = ended.json["error"]["check"]
    assert check.startswith("the executions of application '")
    assert ended.json["error"]["message"].endswith(check)


UNSURE = {
    "planqk": (
        "createManagedService",
        "publishServiceInternal",
        "createApplication",
        "createInternalSubscription",
    ),
    "hub": (
        "hub.createManagedService",
        "hub.uploadManagedServiceSource",
        "hub.createApplication",
        "hub.createSubscription",
    ),
}


def test_6_a_deployment_that_can_be_run_again(here: Shell) -> None:
    """Each time, it comes one step farther."""
    ZipFile(user_code("return {}")).extractall(here.folder)
    name = f"Unsure on {here.platform}"
    given = ("deploy", "--name", name, "--publish", "internal", "--application", name)
    for operation in UNSURE[here.platform]:
        here.sandbox.inject(Fault(operation, reset="after", times=None))
        ended = refused(here, 6, *given, says="may or may not have taken effect")
        assert "To go on: the same command again" in ended.err
        here.sandbox.heal()
    assert here(*given).code == 0


@pytest.mark.parametrize("platform", ["hub"])
def test_6_new_user_code_that_is_not_built(here: Shell) -> None:
    """The Hub shows neither: the same command again would take the old build for the new."""
    ZipFile(user_code("return {}")).extractall(here.folder)
    given = ("deploy", "--name", "Not built")
    assert here(*given).code == 0
    (here.folder / "src" / "more.py").touch()
    here.sandbox.inject(Fault("hub.buildManagedService", status=500, times=None))
    ended = refused(here, 6, *given, says="may have new user code that is not built")
    here.sandbox.heal()
    assert "if it calls the service unchanged, the new user code may not be built" in ended.err
    assert "unchanged" in here(*given).out
    (here.folder / "src" / "more.py").write_text("# changed\n")
    changed = here(*given)
    assert "updated" in changed.out
    assert "WORKING" in changed.err


@pytest.mark.parametrize("platform", ["hub"])
def test_6_the_hub_knows_more(shell: Shell) -> None:
    """There an execution is found again by its tag."""
    shell.sandbox.inject(Fault("hub.gateway.startExecution", reset="after"))
    assert shell("run", *SUM).code == 0


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_70_a_defect(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], as_json: list[str]
) -> None:
    def broken() -> None:
        raise RuntimeError("cannot happen")

    command = Command(
        "verify", callback=broken, params=[Option(["--json"], is_flag=True, expose_value=False)]
    )
    monkeypatch.setattr(Commands, "get_command", lambda *_: command)
    assert run(["verify", *as_json]) == 70
    said = capsys.readouterr()
    assert "cannot happen" in said.err
    assert "Traceback" in said.err
    if as_json:
        assert json.loads(said.out)["error"]["exit_code"] == 70
    else:
        assert said.out == ""

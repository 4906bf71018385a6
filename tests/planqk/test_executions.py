"""Execute services: start, wait, result, cancel; and everything that goes wrong."""

from __future__ import annotations

import pickle
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import asdict, evolve
from planqk_platform import AuthenticatedClient
from planqk_service.models import ErrorResponse, JobStatus

from planqk_helpers import (
    ConfigError,
    Execution,
    ExecutionCancelled,
    ExecutionFailed,
    Forbidden,
    InvalidInput,
    NotFound,
    NotPublished,
    WaitTimeout,
    cancel_execution,
    create_application,
    create_managed_service,
    get_result,
    list_subscriptions,
    run_service,
    start_execution,
    unsubscribe,
    wait_for_execution,
)
from planqk_helpers.engine.executions import moment
from planqk_helpers.planqk.executions import service_error
from planqk_sandbox import Fault, Sandbox
from tests.support.either import OPENERS
from tests.support.recipes import QUICK, Deployed, Planqk, Platform, deploy
from tests.support.user_code import user_code

EMPTY: Any = {"data": {}, "params": {}}
"""At the Hub what is left out is no argument of run()."""
PROGRAM = """
import sys
what = params.get("do")
if what == "raise":
    raise ValueError("no such angle")
if what == "sleep":
    time.sleep(60)
if what == "error":
    class ErrorResponse:
        def __init__(self):
            self.code, self.detail = "CONNECTION_ERROR", "the backend is away"
    return ErrorResponse()
if what == "exit":
    sys.exit(3)
if what == "print":
    for _ in range(200):
        print("x" * 100_000)
return {"echo": data, "params": params}
"""


@pytest.fixture
def deployed(platform: Platform) -> Deployed:
    return deploy(platform, PROGRAM, "Executed")


def test_run_service_does_it_all(platform: Platform, deployed: Deployed) -> None:
    seen: list[Execution] = []
    answer = platform(
        run_service,
        deployed.service.id,
        deployed.application.id,
        data={"values": [1, 2.5, None, "ü"]},
        params={"shots": 10},
        poll=QUICK,
        on_update=seen.append,
    )
    assert answer.result == {
        "echo": {"values": [1, 2.5, None, "ü"]},
        "params": {"shots": 10},
    }
    if not platform.is_hub:
        assert answer.metadata is None
    assert seen[0].status == "PENDING"
    assert seen[-1].status == "SUCCEEDED"


def test_step_by_step(platform: Platform, deployed: Deployed) -> None:
    execution = platform(start_execution, deployed.service, deployed.application, **EMPTY)
    assert execution.application_id == deployed.application.id
    ended = platform(wait_for_execution, execution, poll=QUICK)
    assert ended.status == "SUCCEEDED"
    assert ended.created_at
    assert ended.started_at
    assert ended.ended_at
    assert ended.created_at.tzinfo is UTC
    assert timedelta(0) <= ended.ended_at - ended.created_at < timedelta(minutes=2)
    assert datetime.now(UTC) - ended.created_at < timedelta(minutes=2)
    assert platform(get_result, ended).result == {"echo": {}, "params": {}}
    assert platform(cancel_execution, ended) == ended


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-09-19 16:45:24", datetime(2022, 9, 19, 16, 45, 24, tzinfo=UTC)),
        ("2022-09-19T16:45:24+02:00", datetime(2022, 9, 19, 14, 45, 24, tzinfo=UTC)),
        (None, None),
        ("", None),
        ("soon", None),
        ("9" * 40, None),
        (17, None),
    ],
)
def test_times_have_a_zone(text: str | None, expected: datetime | None) -> None:
    assert moment(text) == expected


# --- resumed elsewhere

RESUME = """
import sys
from planqk_helpers{} import Execution, Poll, connect, get_result, wait_for_execution

with connect() as client:
    execution = wait_for_execution(client, Execution(*sys.argv[1:]), poll=Poll(first=0.02))
    print(get_result(client, execution).result["echo"]["from"])
"""


def test_a_wait_that_times_out_is_resumed_from_ids_in_a_new_process(
    platform: Platform, deployed: Deployed, sandbox: Sandbox
) -> None:
    execution = platform(
        start_execution, deployed.service, deployed.application, data={"from": "afar"}, params={}
    )
    sandbox.inject(
        Fault(
            platform.operation("getStatus", "gateway.getStatus"),
            status=200,
            body=f'{{"id": "{execution.id}", "status": "RUNNING", "createdAt": ""}}',
            headers={"Content-Type": "application/json"},
            times=2,
        )
    )
    with pytest.raises(WaitTimeout) as caught:
        platform(wait_for_execution, execution, timeout=0.02, poll=QUICK)
    error = caught.value
    assert (error.kind, error.id) == ("execution", execution.id)
    resumed = f"Execution({execution.endpoint!r}, {execution.id!r}, {execution.application_id!r})"
    assert f"wait_for_execution(client, {resumed})" in str(error)
    prefix = "KQH" if platform.is_hub else "PLANQK"
    environment = {
        f"{prefix}_BASE_URL": sandbox.hub_url if platform.is_hub else sandbox.base_url,
        f"{prefix}_PERSONAL_ACCESS_TOKEN": sandbox.access_token,
    }
    resume = RESUME.format(".hub" if platform.is_hub else "")
    ids = (execution.endpoint, execution.id, execution.application_id)
    done = subprocess.run(
        [sys.executable, "-c", resume, *ids],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("afar\n", 0), done.stderr


def test_an_execution_is_a_plain_value(platform: Platform, deployed: Deployed) -> None:
    execution = platform(start_execution, deployed.service, deployed.application)
    fields: dict[str, Any] = asdict(execution)
    handle = platform.package.Execution
    assert handle(**fields) == execution
    assert pickle.loads(pickle.dumps(execution)) == execution
    again = handle.from_handle(execution.handle)
    for name in ("endpoint", "id", "application_id"):
        assert getattr(again, name) == getattr(execution, name)
    with pytest.raises(AttributeError):
        execution.id = "other"  # type: ignore[misc]


# --- user code that goes wrong


@pytest.mark.parametrize(
    ("do", "code", "detail"),
    [
        ("raise", "ValueError", "no such angle"),
        ("error", "CONNECTION_ERROR", "the backend is away"),
        ("exit", "SystemExit", None),
    ],
)
def test_a_failed_execution_tells_what_the_service_says(
    platform: Platform, deployed: Deployed, do: str, code: str | None, detail: str | None
) -> None:
    with pytest.raises(ExecutionFailed) as caught:
        platform(
            run_service,
            deployed.service,
            deployed.application,
            data={},
            params={"do": do},
            poll=QUICK,
        )
    error = caught.value
    assert (error.kind, error.state) == ("execution", "FAILED")
    assert error.code
    assert error.detail
    assert code in {None, error.code}
    message, *where = error.detail.splitlines()
    assert detail in {None, message}
    files = [line.partition(",")[0] for line in where if line.startswith("  File ")]
    assert files == ['  File "src/program.py"'] * (do in {"raise", "exit"})
    first, *rest = str(error).splitlines()
    assert first.startswith(f"execution {error.id}: {error.code}: {message} (state FAILED, after ")
    shown = [f"    {line}" for line in getattr(error, "log", ())]
    assert rest == where + (["  The end of its log:", *shown] if shown else [])


def test_what_has_no_form_in_json_is_no_result(planqk: Planqk) -> None:
    deployed = deploy(planqk, "return object()")
    with pytest.raises(ExecutionFailed, match="object"):
        planqk(run_service, deployed.service, deployed.application, poll=QUICK)


TRACED = 'no such angle\n  File "src/program.py", line 3, in run\n    spin(data)'
ADVICE = (
    "\nPlanQK does not tell the line of the user code. The sandbox does: run the same input there"
)


@pytest.mark.parametrize(
    ("code", "detail", "first", "rest"),
    [
        ("ValueError", TRACED, "ValueError: no such angle", TRACED.removeprefix("no such angle")),
        ("ValueError", "no such angle", "ValueError: no such angle", ADVICE),
        ("ValueError", "no such\nangle", "ValueError: no such", f"\nangle{ADVICE}"),
        ("AWAY", "", "AWAY", ADVICE),
        (None, "", "the service gives no reason", ADVICE),
    ],
)
def test_a_failure_without_a_traceback_says_where_to_look(
    code: str | None, detail: str, first: str, rest: str
) -> None:
    answer = ErrorResponse(code, detail) if code else None
    elsewhere = Execution("https://gateway.example/c/s/1.0.0", "e", "a", JobStatus.FAILED)
    shown = str(service_error(elsewhere, answer, 1.5))
    assert shown == f"execution e: {first} (state FAILED, after 1.5 s){rest}"
    here = evolve(elsewhere, endpoint="http://127.0.0.1:1/gateway/c/s/1.0.0")
    assert ADVICE not in str(service_error(here, answer, 1.5))


def test_user_code_that_prints_a_lot(platform: Platform, deployed: Deployed) -> None:
    answer = platform(
        run_service,
        deployed.service,
        deployed.application,
        data={},
        params={"do": "print"},
        poll=QUICK,
    )
    assert answer.result["params"] == {"do": "print"}


def test_a_cancelled_execution(platform: Platform, deployed: Deployed) -> None:
    execution = platform(
        start_execution, deployed.service, deployed.application, data={}, params={"do": "sleep"}
    )
    with pytest.raises(WaitTimeout, match="no result yet"):
        platform(get_result, execution)
    platform(cancel_execution, execution)
    with pytest.raises(ExecutionCancelled, match=execution.id):
        platform(wait_for_execution, execution, poll=QUICK)
    with pytest.raises(ExecutionCancelled):
        platform(get_result, execution)


@pytest.mark.parametrize("at", ["planqk", "hub"])
def test_user_code_that_runs_out_of_time(at: str) -> None:
    with Sandbox(run_timeout=0.3) as sandbox, OPENERS[at](sandbox) as platform:
        deployed = deploy(platform, PROGRAM)
        with pytest.raises(ExecutionFailed, match=r"(?i)time"):
            platform(
                run_service,
                deployed.service,
                deployed.application,
                data={},
                params={"do": "sleep"},
                poll=QUICK,
            )


# --- refused


def test_a_service_that_is_not_published(platform: Platform) -> None:
    service = platform(create_managed_service, "Hidden", user_code=user_code("return data"))
    application = platform(create_application, "Hidden application")
    for either in (service, service.id):
        with pytest.raises(NotPublished, match=r"'Hidden' .* publish_internally") as caught:
            platform(start_execution, either, application)
        assert caught.value.service_id == service.id


@pytest.mark.parametrize("has_token", [False, True])
def test_an_application_that_is_not_subscribed(
    platform: Platform, deployed: Deployed, has_token: bool
) -> None:
    if has_token:
        platform(run_service, deployed.service, deployed.application, **EMPTY, poll=QUICK)
    (subscription,) = platform(list_subscriptions, deployed.application)
    platform(unsubscribe, deployed.application, subscription)
    with pytest.raises(Forbidden) as caught:
        platform(start_execution, deployed.service, deployed.application)
    assert any("subscribe(client, application, service)" in n for n in caught.value.__notes__)


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (
            {"at": datetime(2022, 12, 21, tzinfo=UTC)},
            r"data\['at'\] is of type datetime.*isoformat",
        ),
        ({"values": {1, 2}}, r"data\['values'\] is of type set"),
        ({"value": float("nan")}, "JSON"),
        ([1, 2], "data is of type list: pass a dict or None"),
    ],
    ids=["datetime", "set", "nan", "list"],
)
def test_input_that_has_no_form_in_json(
    platform: Platform, sandbox: Sandbox, data: Any, complaint: str
) -> None:
    before = sandbox.received.total()
    with pytest.raises(InvalidInput, match=complaint):
        platform(start_execution, "s", "a", data=data)
    assert sandbox.received.total() == before


def test_an_unknown_execution(platform: Platform, deployed: Deployed) -> None:
    execution = platform(start_execution, deployed.service, deployed.application)
    unknown = evolve(execution, id="00000000-0000-0000-0000-000000000000")
    with pytest.raises(NotFound):
        platform(wait_for_execution, unknown)
    with pytest.raises(NotFound):
        platform(get_result, unknown)
    with pytest.raises(NotFound):
        platform(cancel_execution, unknown)


def test_no_token_leaves_over_plain_http(platform: Platform, sandbox: Sandbox) -> None:
    execution = platform.package.Execution("http://gateway.example/c/s/1.0.0", "1", "a")
    token = platform.operation("getAccessToken", "getGatewayToken")
    before = sandbox.received[token]
    with pytest.raises(ConfigError, match=r"gateway endpoint .* plain http"):
        platform(wait_for_execution, execution)
    assert sandbox.received[token] == before


def test_a_client_made_by_hand_is_refused(sandbox: Sandbox) -> None:
    by_hand = AuthenticatedClient(base_url=sandbox.base_url, token="")
    with pytest.raises(ConfigError, match=r"connect\(\)"):
        wait_for_execution(by_hand, Execution("https://gateway.example", "1", "a"))

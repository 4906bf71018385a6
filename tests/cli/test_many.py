"""A service for each line of a file."""

from __future__ import annotations

import json
import re
import signal
import time
from typing import Any

import pytest

from planqk_sandbox import Fault
from tests.support.shell import Ended, Shell, into_nowhere

TO = ("--application", "Sum application")


def write(shell: Shell, *inputs: Any) -> None:
    (shell.folder / "in.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in inputs))


def lines(text: str) -> list[dict[str, Any]]:
    return sorted(map(json.loads, text.splitlines()), key=lambda line: line["key"])


def test_each_line_has_its_outcome(shell: Shell) -> None:
    write(shell, {"data": {"values": [1, 2]}}, {"data": {"fail": "no"}}, {"data": {"text": "ä"}})
    ended = shell("many", "Sum", "in.jsonl", *TO)
    assert ended.code == 1
    first, second, third = lines(ended.out)
    assert first == {
        "key": 0,
        "state": "succeeded",
        "execution": first["execution"],
        "result": {"sum": 3, "text": None},
        "error": None,
    }
    assert third["result"]["text"] == "ä"
    assert (second["state"], second["result"]) == ("failed", None)
    assert second["error"]["exit_code"] == 1
    assert "many: 2 succeeded, 1 failed" in ended.err
    assert shell("status", second["execution"]).out == "FAILED\n"


def test_a_journal_and_an_output(shell: Shell) -> None:
    write(shell, {"data": {"values": [1]}}, {"data": {"values": [2]}})
    given = ("many", "Sum", "in.jsonl", *TO, "--journal", "journal", "--json")
    ended = shell(*given, "--output", "1.jsonl")
    sums = {"succeeded": 2, "failed": 0, "cancelled": 0, "unsure": 0}
    assert (ended.code, ended.json) == (0, {"output": "1.jsonl", **sums})
    effects = shell.sandbox.effects
    again = shell(*given, "--output", "2.jsonl")
    assert again.json == {"output": "2.jsonl", **sums}
    assert shell.sandbox.effects == effects, "nothing is started twice"
    texts = [(shell.folder / name).read_text() for name in ("1.jsonl", "2.jsonl")]
    assert lines(texts[0]) == lines(texts[1])
    write(shell, {"data": {"values": [3]}})
    other = shell(*given, "--output", "3.jsonl")
    assert (other.code, other.json["error"]["exit_code"]) == (2, 2)
    assert not (shell.folder / "3.jsonl").exists()


@pytest.mark.parametrize("platform", ["planqk"])
def test_sums_that_cannot_be_written(shell: Shell) -> None:
    write(shell, {"data": {}})
    given = ("many", "Sum", "in.jsonl", *TO, "--output", "1.jsonl", "--json")
    ended = into_nowhere(shell, "full", *given)
    assert ended.code == 3
    assert "To go on: the outcomes are in 1.jsonl\n" in ended.err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"data": {}}\n\n{"data"', "line 3: this is not JSON"),
        ("[1]", "line 1: give a JSON object"),
    ],
)
def test_nothing_is_started_for_an_input_that_cannot_be_used(
    shell: Shell, content: str, says: str
) -> None:
    refuse(shell, content, says)


@pytest.mark.parametrize("platform", ["planqk"])
@pytest.mark.parametrize(
    ("output", "journal"),
    [("same", "same"), ("same", "here/same"), ("same", "link"), ("same-wal", "same")],
)
def test_output_and_journal_are_two_files(shell: Shell, output: str, journal: str) -> None:
    (shell.folder / "here").symlink_to(".")
    (shell.folder / "link").symlink_to("same")
    refuse(shell, '{"data": {}}', "two files", "--output", output, "--journal", journal)
    assert not (shell.folder / "same").exists()


@pytest.mark.parametrize("platform", ["planqk"])
def test_more_at_a_time_than_can_be(shell: Shell) -> None:
    many = str(10**20)
    refuse(shell, '{"data": {}}', f"at_a_time is {many}: give at most", "--at-a-time", many)


@pytest.mark.parametrize("platform", ["planqk"])
@pytest.mark.parametrize("name", ["values", "data"])
def test_planqk_takes_objects_called_data_and_params(shell: Shell, name: str) -> None:
    refuse(shell, json.dumps({name: [1]}), name)


def refuse(shell: Shell, content: str, says: str, *arguments: str) -> None:
    before = shell.sandbox.effects
    (shell.folder / "in.jsonl").write_text(content)
    ended = shell("many", "Sum", "in.jsonl", *TO, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err
    assert shell.sandbox.effects == before


def test_stdin_and_what_is_missing(shell: Shell) -> None:
    assert lines(shell("many", "Sum", "-", *TO, input='{"data": {}}').out)[0]["key"] == 0
    assert shell("many", "Sum", "missing.jsonl", *TO).code == 2
    refused: Ended = shell("many", "Sum", "-", *TO, "--json")
    assert (refused.code, refused.json["error"]["type"]) == (2, "UsageError")


def test_an_output_that_appears_in_the_meantime(shell: Shell, here: Shell) -> None:
    """Without a journal, the handles are all that is left of the outcomes."""
    there = shell.folder / "there.jsonl"
    write(shell, {"data": {"values": [1]}}, {"data": {"touch": str(there)}})
    ended = here("many", "Sum", "in.jsonl", *TO, "--output", there.name, "--json")
    assert (ended.code, set(ended.json)) == (3, {"error", "executions"})
    first, second = handles_in(ended.err)
    assert ended.json["executions"] == [first, second]
    assert {here("status", each).out for each in (first, second)} == {"SUCCEEDED\n"}
    assert there.read_text() == ""


@pytest.mark.parametrize("platform", ["planqk"])
def test_an_unsure_start_whose_outcome_cannot_be_written(shell: Shell, here: Shell) -> None:
    there = shell.folder / "there.jsonl"
    write(shell, {"data": {}}, {"data": {"touch": str(there)}})
    shell.sandbox.inject(Fault("startExecution", reset="after"))
    given = ("many", "Sum", "in.jsonl", *TO, "--at-a-time", "1", "--output", there.name)
    ended = here(*given, "--json")
    assert (ended.code, ended.json["unsure"]) == (3, [0])
    assert ended.json["executions"] == handles_in(ended.err)
    assert "Starts without an answer, which may or may not run. Keys: 0\n" in ended.err


@pytest.mark.parametrize(
    ("place", "arguments"), [("full", ()), ("full", ("--journal", "journal")), ("pipe", ())]
)
def test_no_execution_is_lost_that_cannot_be_written(
    shell: Shell, here: Shell, place: str, arguments: tuple[str, ...]
) -> None:
    write(shell, {"data": {"values": [1]}}, {"data": {"seconds": 30}})
    ended = into_nowhere(shell, place, "many", "Sum", "in.jsonl", *TO, *arguments)
    assert ended.code == {"full": 3, "pipe": 141}[place]
    handles = handles_in(ended.err)
    assert sorted(here("status", each).out for each in handles) == ["RUNNING\n", "SUCCEEDED\n"]
    again = f"planqk-helpers wait --platform {shell.platform} HANDLE, then result, for each of them"
    assert ended.err.splitlines()[-1] == (
        f"To go on: {'the same command again' if arguments else again}"
    )
    for each in handles:
        assert here("cancel", each).code == 0


def test_ctrl_c_names_what_runs(shell: Shell, here: Shell) -> None:
    write(shell, {"data": {"values": [1]}}, {"data": {"seconds": 30}})
    with shell.start("many", "Sum", "in.jsonl", *TO) as process:
        assert process.stdout
        assert json.loads(process.stdout.readline())["key"] == 0
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Execution(" not in err
    handle = handles_in(err)[-1]  # before it may be the first, if just written
    assert here("status", handle).out == "RUNNING\n"
    assert here("cancel", handle).code == 0


def test_a_refusal_on_the_way_names_what_runs(shell: Shell, here: Shell) -> None:
    start = {"planqk": "", "hub": "hub.gateway."}[shell.platform] + "startExecution"
    write(shell, {"data": {"seconds": 30}}, {"data": {"seconds": 2}}, {"data": {}})
    before = shell.sandbox.effects[start]
    given = ("many", "Sum", "in.jsonl", *TO, "--at-a-time", "2", "--output", "out", "--json")
    with shell.start(*given) as process:
        while shell.sandbox.effects[start] < before + 2:
            time.sleep(0.01)
        shell.sandbox.inject(Fault(start, status=403))
        out, err = process.communicate(timeout=30)
    assert process.returncode == 4
    handle = next(each for each in handles_in(err) if here("status", each).out == "RUNNING\n")
    assert json.loads(out)["executions"] == handles_in(err)
    assert "To go on: planqk-helpers wait" in err
    assert here("cancel", handle).code == 0


def handles_in(err: str) -> list[str]:
    """Return the handles that an error names, each on a line of its own."""
    return [line.strip() for line in err.splitlines() if line.startswith("  http")]


def test_ctrl_c_cancels_what_runs(shell: Shell, here: Shell) -> None:
    write(shell, {"data": {"values": [1]}}, {"data": {"seconds": 30}})
    given = ("many", "Sum", "in.jsonl", *TO, "--journal", "journal", "--cancel-on-interrupt")
    with shell.start(*given) as process:
        assert process.stdout
        assert json.loads(process.stdout.readline())["key"] == 0
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "1 executions were cancelled, or had just ended:\n" in err
    assert "cancelled" in here("wait", handles_in(err)[0]).err
    assert "To go on: the same command again" in err
    assert "Traceback" not in err


def test_ctrl_c_names_what_it_could_not_cancel(shell: Shell, here: Shell) -> None:
    cancel = {"planqk": "", "hub": "hub.gateway."}[shell.platform] + "cancelExecution"
    shell.sandbox.inject(Fault(cancel, status=403, times=None))
    write(shell, {"data": {"values": [1]}}, {"data": {"seconds": 30}})
    with shell.start("many", "Sum", "in.jsonl", *TO, "--cancel-on-interrupt") as process:
        assert process.stdout
        assert json.loads(process.stdout.readline())["key"] == 0
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    (handle,) = re.findall(r"Not cancelled: (\S+): ", err)
    assert "were cancelled" not in err
    shell.sandbox.heal()
    assert here("cancel", handle).code == 0

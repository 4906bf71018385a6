"""A service for each line of a file."""

from __future__ import annotations

import json
import signal
from typing import Any

import pytest

from tests.support.shell import Ended, Shell

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
@pytest.mark.parametrize("name", ["values", "data"])
def test_planqk_takes_objects_called_data_and_params(shell: Shell, name: str) -> None:
    refuse(shell, json.dumps({name: [1]}), name)


def refuse(shell: Shell, content: str, says: str) -> None:
    before = shell.sandbox.effects
    (shell.folder / "in.jsonl").write_text(content)
    ended = shell("many", "Sum", "in.jsonl", *TO)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err
    assert shell.sandbox.effects == before


def test_stdin_and_what_is_missing(shell: Shell) -> None:
    assert lines(shell("many", "Sum", "-", *TO, input='{"data": {}}').out)[0]["key"] == 0
    assert shell("many", "Sum", "missing.jsonl", *TO).code == 2
    refused: Ended = shell("many", "Sum", "-", *TO, "--json")
    assert (refused.code, refused.json["error"]["type"]) == (2, "UsageError")


def test_ctrl_c_names_what_runs(shell: Shell) -> None:
    write(shell, {"data": {"values": [1]}}, {"data": {"seconds": 30}})
    given = ("many", "Sum", "in.jsonl", *TO, "--journal", "journal", "--cancel-on-interrupt")
    with shell.start(*given) as process:
        assert process.stdout
        assert json.loads(process.stdout.readline())["key"] == 0
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "1 executions were cancelled" in err
    assert "To go on: the same command again" in err
    assert "Traceback" not in err

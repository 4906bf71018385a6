"""A journal: what has started is not started again, and what has ended is handed out again."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from planqk_helpers import (
    AmbiguousSubmission,
    ExecutionFailed,
    InvalidInput,
    JournalError,
    Outcomes,
    Plan,
    PlanqkError,
)
from planqk_helpers.engine.flow import Flow
from planqk_helpers.engine.journal import Journal, error_from_json, error_to_json
from planqk_helpers.engine.runs import Item
from planqk_helpers.engine.streams import AsyncStream, collect_async
from tests.support.fake_time import run_in_no_time
from tests.support.many_platform import Execution, ManyPlatform, work
from tests.support.steps import status

IDENTITY = {"service": "s", "application": "a"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sweep.journal"


def inputs(number: int, seconds: float = 10.0, **more: Any) -> list[dict[str, Any]]:
    return [{"number": n, "seconds": seconds, **more} for n in range(number)]


def many(platform: ManyPlatform, given: Any, path: Path, **options: Any) -> Outcomes[Any, Any]:
    return run_in_no_time(collect_async(work(platform, given, journal=path, **options)))


def plan(given: Any, path: Path, **options: Any) -> Plan:
    return work(ManyPlatform(), given, journal=path, **options).plan()


def counts(plan: Plan) -> list[int]:
    return [len(keys) for keys in (plan.to_start, plan.to_adopt, plan.done, plan.unsure)]


def test_what_ended_is_handed_out_again_and_nothing_is_asked(path: Path) -> None:
    first = many(ManyPlatform(), inputs(5), path)
    platform = ManyPlatform()
    again = many(platform, inputs(5), path)
    assert again.results() == first.results()
    assert [each.execution.id for each in again if each.execution] == [
        each.execution.id for each in first if each.execution
    ]
    assert not platform.requests


def test_what_runs_is_adopted_and_more_inputs_are_started(path: Path) -> None:
    platform = ManyPlatform()
    leave(platform, inputs(8, 30.0), path, seconds=31)
    waiting, running, done, unsure = counts(plan(inputs(10, 30.0), path))
    assert (running, unsure) == (4, 0)
    assert waiting + done == 6
    started = platform.requests["start"]
    outcomes = many(platform, inputs(10, 30.0), path, at_a_time=4)
    assert platform.requests["start"] == 10
    assert started >= 4
    assert len(outcomes.results()) == 10
    assert len({each.execution.id for each in outcomes if each.execution}) == 10


def leave(platform: ManyPlatform, given: Any, path: Path, seconds: float) -> None:
    """Cancel a run after some seconds."""

    async def main() -> None:
        running = collect_async(work(platform, given, journal=path, at_a_time=4))
        with pytest.raises(TimeoutError) as caught:
            await asyncio.wait_for(running, seconds)
        assert "call it again with the same journal" in str(caught.value.__cause__.__notes__)  # type: ignore[union-attr]

    run_in_no_time(main())


def test_a_start_without_an_answer_is_unsure_until_it_is_asked_for_again(path: Path) -> None:
    lost = ManyPlatform(failures={"start": [AmbiguousSubmission("start", "lost")]})
    first, _ = many(lost, inputs(2), path, at_a_time=1)
    assert first.state == "unsure"
    assert plan(inputs(2), path).unsure == (0,)
    platform = ManyPlatform()
    again = many(platform, inputs(2), path)
    assert [each.state for each in again] == ["unsure", "succeeded"]
    assert isinstance(again[0].error, AmbiguousSubmission)
    assert not platform.requests
    assert plan(inputs(2), path, restart_unsure=True).to_start == (0,)
    assert len(many(platform, inputs(2), path, restart_unsure=True).results()) == 2
    assert platform.requests["start"] == 1


def test_a_lost_start_is_adopted_where_the_platform_can_find_it(path: Path) -> None:
    tags = []

    class Tagging(ManyPlatform):
        def start(self, given: Any, tag: str) -> Flow[Execution]:
            tags.append(tag)
            return super().start(given, tag)

        def find_lost(self, tag: str, age: float) -> Flow[Execution]:
            assert tag == tags[0]
            return self.request("find", lambda: Execution("e0"))

    platform = Tagging()
    start = platform.start

    def lose(given: Any, tag: str) -> Flow[Execution]:
        yield from start(given, tag)
        raise AmbiguousSubmission("start", "lost")

    platform.start = lose  # type: ignore[method-assign]
    assert many(platform, inputs(1), path)[0].state == "unsure"
    assert len(many(platform, inputs(1), path).results()) == 1
    assert platform.requests["start"] == platform.requests["find"] == 1
    assert len(tags[0]) > 32
    assert tags[0] == tags[0].lower()


def test_failed_ones_stay_failed_until_it_is_asked_for(path: Path) -> None:
    platform = ManyPlatform()
    given = inputs(3)
    given[1]["fails"] = True
    many(platform, given, path)
    again = many(platform, given, path)
    assert platform.requests["start"] == 3
    assert again[1].state == "failed"
    assert isinstance(again[1].error, ExecutionFailed)
    assert str(again[1].error) == str(many(platform, given, path)[1].error)
    assert plan(given, path, retry_failed=1).to_start == (1,)
    many(platform, given, path, retry_failed=1)
    assert platform.requests["start"] == 4


def test_a_refused_input_stays_refused_and_one_that_was_not_sent_does_not(path: Path) -> None:
    refusing = ManyPlatform(failures={"start": [status(400), InvalidInput("NaN")]})
    assert [each.state for each in many(refusing, inputs(2), path)] == ["failed", "failed"]
    assert counts(plan(inputs(2), path)) == [1, 0, 1, 0]


def test_a_start_that_had_no_effect_is_not_in_the_journal(path: Path) -> None:
    platform = ManyPlatform(failures={"start": [None, status(401)]})
    with pytest.raises(PlanqkError):
        many(platform, inputs(5), path, at_a_time=1)
    assert counts(plan(inputs(5), path)) == [4, 0, 1, 0]


def test_one_that_took_too_long_is_waited_for_again(path: Path) -> None:
    platform = ManyPlatform()
    assert many(platform, inputs(1, 300.0), path, timeout=60)[0].state == "unsure"
    assert plan(inputs(1, 300.0), path).to_adopt == (0,)
    platform.executions["e0"] = evolve(platform.executions["e0"], began=0.0)
    assert len(many(platform, inputs(1, 300.0), path).results()) == 1
    assert platform.requests["start"] == 1


# --- what is refused ----------------------------------------------------------------------------


def test_another_input_under_the_same_key_is_refused_by_name(path: Path) -> None:
    many(ManyPlatform(), inputs(3), path, key=lambda given: f"n{given['number']}")
    changed = inputs(3)
    changed[1]["seconds"] = 99
    platform = ManyPlatform()
    with pytest.raises(InvalidInput, match="the input 'n1' is not the one"):
        many(platform, changed, path, key=lambda given: f"n{given['number']}")
    assert not platform.requests
    with pytest.raises(InvalidInput, match="the input 'n1' is not the one"):
        plan(changed, path, key=lambda given: f"n{given['number']}")


def test_numbers_and_text_are_different_keys(path: Path) -> None:
    many(ManyPlatform(), inputs(1), path)
    platform = ManyPlatform()
    many(platform, inputs(1), path, key=lambda given: "0")
    assert platform.requests["start"] == 1


@pytest.mark.parametrize("key", [2**70, "\ud800"])
def test_a_key_that_cannot_be_kept_is_refused(path: Path, key: Any) -> None:
    with pytest.raises(InvalidInput, match="cannot keep one of the keys"):
        many(ManyPlatform(), inputs(1), path, key=lambda given: key)


@pytest.mark.parametrize("what", ["service", "application"])
def test_another_service_or_application_is_refused_by_name(path: Path, what: str) -> None:
    many(ManyPlatform(), inputs(1), path)
    other = ManyPlatform(identity={**IDENTITY, what: "other"})
    before = path.read_bytes()
    with pytest.raises(JournalError, match=f"belongs to {what} [sa], not to other"):
        many(other, inputs(1), path)
    assert path.read_bytes() == before
    assert not other.requests


PLANNING = """
import sys
from tests.engine.test_journal import *
plan([], Path(sys.argv[1]))
"""


def errors_of_another_process(code: str, path: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, text=True, check=False
    )
    return done.stderr


def test_a_second_run_is_refused_while_one_has_the_journal(path: Path) -> None:
    async def main() -> None:
        async with AsyncStream(work(ManyPlatform(), inputs(5), journal=path)) as stream:
            await anext(stream)
            with pytest.raises(JournalError, match=r"another run uses it, .* async with block"):
                await collect_async(work(ManyPlatform(), inputs(5), journal=path))
            with pytest.raises(JournalError, match=r"another run uses it, .* async with block"):
                plan(inputs(5), path)
            assert "another run uses it, in another process: wait" in errors_of_another_process(
                PLANNING, path
            )

    run_in_no_time(main())
    assert len(many(ManyPlatform(), inputs(5), path).results()) == 5


FOREIGN = {
    "text": b"key,result\n1,2\n",
    "short": b"SQLite format 3\0",
    "zeros": bytes(5000),
}


@pytest.mark.parametrize("name", [*FOREIGN, "database", "persist", "newer"])
def test_a_foreign_file_is_refused_and_untouched(path: Path, name: str) -> None:
    if name == "newer":
        many(ManyPlatform(), inputs(1), path)
    if name in FOREIGN:
        path.write_bytes(FOREIGN[name])
    else:
        database = sqlite3.connect(path)
        if name == "newer":
            database.execute("PRAGMA user_version = 2")
        else:
            database.execute(
                f"PRAGMA journal_mode = {'PERSIST' if name == 'persist' else 'DELETE'}"
            )
            database.execute("CREATE TABLE inputs (key)")
        database.commit()
        database.close()
    before, files = path.read_bytes(), {*path.parent.iterdir()}
    platform = ManyPlatform()
    with pytest.raises(JournalError, match="of format 2" if name == "newer" else "is no journal"):
        many(platform, inputs(1), path)
    assert path.read_bytes() == before
    assert {*path.parent.iterdir()} == files
    assert not platform.requests


def test_a_damaged_file_is_refused_and_untouched(path: Path) -> None:
    many(ManyPlatform(), inputs(300), path, at_a_time=100)
    whole = path.read_bytes()
    assert len(whole) > 30_000
    for damaged in (whole[:-4096], whole[:9000], whole[:8192] + bytes(4096) + whole[12288:]):
        path.write_bytes(damaged)
        platform = ManyPlatform()
        with pytest.raises(JournalError, match=r"damaged|cannot be used"):
            many(platform, inputs(300), path)
        assert path.read_bytes() == damaged
        assert not platform.requests


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    for wrong in (tmp_path, tmp_path / "missing" / "file"):
        with pytest.raises(InvalidInput, match="cannot be a file"):
            work(ManyPlatform(), inputs(1), journal=wrong)
    with pytest.raises(InvalidInput, match="keeps nothing"):
        work(ManyPlatform(), inputs(1), journal=":memory:")


def test_planning_makes_no_file(path: Path) -> None:
    assert counts(plan(inputs(3), path)) == [3, 0, 0, 0]
    assert not path.exists()


def test_an_empty_file_is_filled(path: Path) -> None:
    path.touch()
    assert len(many(ManyPlatform(), inputs(2), path)) == 2
    assert counts(plan(inputs(2), path)) == [0, 0, 2, 0]


FULL = """
import resource, signal, sys
from pathlib import Path
from tests.engine.test_journal import *
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
platform = ManyPlatform()
try:
    many(platform, inputs(1000), Path(sys.argv[1]), at_a_time=4)
except JournalError as error:
    print(error, *getattr(error, "__notes__", ()))
    print(platform.requests["start"])
"""


def test_a_full_disk_ends_the_run(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, path], capture_output=True, text=True, check=False
    )
    assert "cannot be used: " in done.stdout, done.stderr
    *_, started = done.stdout.splitlines()
    known = counts(plan(inputs(1000), path))
    assert known[0] >= 1000 - int(started)
    assert 0 < int(started) < 1000


def test_restarting_the_unsure_needs_a_journal() -> None:
    with pytest.raises(InvalidInput, match="needs the journal"):
        work(ManyPlatform(), [], restart_unsure=True)


# --- what is in it ------------------------------------------------------------------------------


def test_errors_come_back_as_they_were() -> None:
    error = ExecutionFailed("no", kind="execution", id="e", state="FAILED", elapsed=1.5)
    error.code, error.detail = "CODE", "words"
    error.add_note("a note")
    again = error_from_json(json.loads(json.dumps(error_to_json(error))))
    assert type(again) is ExecutionFailed
    assert str(again) == str(error)
    assert again.detail == "words"
    assert again.__notes__ == ["a note"]
    refusal = status(422)
    assert str(error_from_json(json.loads(json.dumps(error_to_json(refusal))))) == str(refusal)


@pytest.mark.parametrize("name", ["SystemExit", "revive", "datetime", "__doc__"])
def test_a_file_cannot_make_anything_but_an_error(name: str) -> None:
    assert type(error_from_json([name, ["x"], {}])) is PlanqkError


def test_a_row_that_is_no_entry_is_damage(path: Path) -> None:
    many(ManyPlatform(), inputs(1), path)
    database = sqlite3.connect(path)
    database.execute("UPDATE inputs SET content = '[5]'")
    database.commit()
    database.close()
    with pytest.raises(JournalError, match="damaged at the key 0"):
        many(ManyPlatform(), inputs(1), path)


def test_it_keeps_no_inputs(path: Path) -> None:
    platform = ManyPlatform(failures={"start": [AmbiguousSubmission("start", "lost")]})
    many(platform, [{"secret": "hush"}], path)
    assert b"hush" not in path.read_bytes()


def test_it_says_what_is_intended_and_what_has_started(path: Path) -> None:
    journal: Journal[Execution, Any] = Journal(path, ManyPlatform())
    journal.open(IDENTITY)
    item: Item[Execution] = Item(0, "k", {"number": 1}, tag="t")
    assert journal.find([item]) == [None]
    journal.intend([item])
    [entry] = journal.find([item])
    assert entry
    assert (entry.state, entry.tag, entry.outcome.execution) == ("intended", "t", None)
    journal.started(item, Execution("e7"))
    [entry] = journal.find([item])
    assert entry
    assert (entry.state, entry.outcome.execution) == ("started", Execution("e7"))
    journal.close()

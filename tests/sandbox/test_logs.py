"""The log of a process: whole lines, with their times and streams."""

import json

import pytest

from planqk_sandbox.work.logs import Entry, Log, Written, entries


def lines(log: Log) -> list[tuple[str, str]]:
    return [(entry.message, entry.severity) for entry in entries(log.read())]


def test_lines_of_two_streams_do_not_mix() -> None:
    log = Log(1000)
    log.write(b"out", "stdout")
    log.write(b"err", "stderr")
    assert log.read().text == "out\nerr"
    log.write(b"put\nmore\n", "stdout")
    log.write(b"or\n", "stderr")
    assert log.read().text == "output\nmore\nerror\n"
    assert lines(log) == [("output", "INFO"), ("more", "INFO"), ("error", "ERROR")]


def test_each_line_has_the_time_when_it_was_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    log = Log(1000)
    for moment, data in ((1.0, b"a\nb"), (2.0, b"c\n"), (2.0, b"d\n")):
        monkeypatch.setattr("planqk_sandbox.work.logs.time.time", lambda moment=moment: moment)
        log.write(data, "stdout")
    found = entries(log.read())
    assert [(each.message, each.time) for each in found] == [("a", 1.0), ("bc", 2.0), ("d", 2.0)]
    assert json.loads(log.read().marks) == [[1.0, "stdout", 1], [2.0, "stdout", 2]]


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("DEBUG:root:text", "DEBUG"),
        ("2026-01-01 10:00:00 | WARNING  | program - text", "WARNING"),
        ("CRITICAL:root:text", "ERROR"),
        ("NOTICE text", "NOTICE"),
        ("nothing but text", "INFO"),
        ("INFORMATION", "INFO"),
        ("x" * 100 + " ERROR", "INFO"),
    ],
)
def test_a_line_may_name_its_level(line: str, severity: str) -> None:
    log = Log(1000)
    log.write(f"{line}\n".encode(), "stdout")
    assert lines(log) == [(line, severity)]


@pytest.mark.parametrize("data", [b"abc\ndefgh\n", b"abc\ndef"])
def test_what_is_too_much_is_counted(data: bytes) -> None:
    log = Log(6)
    log.write(data, "stdout")
    dropped = len(data) - 6
    assert log.read().text == f"abc\nde\n[{dropped} more bytes dropped]\n"
    assert [line for line, _ in lines(log)] == ["abc", "de", f"[{dropped} more bytes dropped]"]


def test_no_more_than_the_last_lines() -> None:
    log = Log(1000)
    log.write(b"".join(b"%d\n" % number for number in range(10)), "stdout")
    assert [each.message for each in entries(log.read(), 2)] == ["8", "9"]
    assert entries(log.read(), 0) == []


def test_old_logs_have_no_times() -> None:
    assert entries(Written("a\r\nb\n")) == [Entry("a", "INFO", None), Entry("b", "INFO", None)]
    assert entries(Written("")) == []
    assert [each.message for each in entries(Written("\n\n"))] == ["", ""]

"""The sandbox survives: killed at any moment it loses nothing it has answered for."""

from __future__ import annotations

import os
import random
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from attrs import define, field
from planqk_platform import AuthenticatedClient

from planqk_helpers import (
    BuildFailed,
    Execution,
    ExecutionFailed,
    PlanqkError,
    ServerError,
    create_application,
    create_managed_service,
    find_application,
    get_result,
    get_service,
    list_subscriptions,
    publish_internally,
    start_execution,
    subscribe,
    verify,
    wait_for_build,
    wait_for_execution,
)
from tests.support.local_client import poll
from tests.support.recipes import QUICK
from tests.support.sandbox_process import connect_to, free_port, sandbox_process
from tests.support.tried import Tried
from tests.support.user_code import user_code

ROUNDS = int(os.environ.get("PLANQK_SOAK_KILLS", "4"))
FLOOD = 400


@define
class Known:
    """What the sandbox has answered for."""

    services: list[str] = field(factory=list)
    applications: list[tuple[str, str]] = field(factory=list)
    subscriptions: list[tuple[str, str]] = field(factory=list)
    started: list[Execution] = field(factory=list)
    finished: list[tuple[Execution, object]] = field(factory=list)


def work(port: int, known: Known, tag: str, stop: threading.Event) -> None:
    """Create and run things, noting each as soon as the sandbox has answered for it."""
    try:
        with connect_to(port) as client:
            while not stop.is_set():
                create_and_run(client, known, f"{tag}-{len(known.services)}")
    except (PlanqkError, OSError):
        return  # it was killed


def create_and_run(client: AuthenticatedClient, known: Known, name: str) -> None:
    service = create_managed_service(client, name, user_code=user_code("return data"))
    known.services.append(service.id)
    application = create_application(client, name)
    known.applications.append((application.id, name))
    wait_for_build(client, service, poll=QUICK)
    publish_internally(client, service)
    subscription = subscribe(client, application, service)
    known.subscriptions.append((application.id, subscription.id))
    for number in range(3):
        execution = start_execution(client, service, application, data={"n": number})
        known.started.append(execution)
        execution = wait_for_execution(client, execution, poll=QUICK)
        known.finished.append((execution, get_result(client, execution).result))


def check_all(port: int, known: Known, workers: list[threading.Thread]) -> None:
    """Let what outlasted the kill end, and look for everything it was answered."""
    for worker in workers:
        worker.join()
    with connect_to(port) as client:
        check(client, known)


def check(client: AuthenticatedClient, known: Known) -> None:
    for id in known.services:
        assert get_service(client, id).id == id
        try:
            assert wait_for_build(client, id, poll=QUICK).status == "SUCCESS"
        except BuildFailed as error:
            assert "stopped" in str(error) or "restart" in str(error), error
    for id, name in known.applications:
        assert find_application(client, name).id == id
    for application, subscription in known.subscriptions:
        assert subscription in {each.id for each in list_subscriptions(client, application)}
    for execution, result in known.finished:
        assert get_result(client, execution).result == result
    finished = {execution.id for execution, _ in known.finished}
    for execution in known.started:
        if execution.id not in finished:
            check_unfinished(client, execution)


def check_unfinished(client: AuthenticatedClient, execution: Execution) -> None:
    """An execution whose end nobody saw has ended well, or FAILED with a reason."""
    try:
        ended = wait_for_execution(client, execution, poll=QUICK)
    except ExecutionFailed as error:
        assert error.detail
        assert "sandbox" in error.detail.lower(), error.detail
    else:
        assert get_result(client, ended).result is not None


def test_killed_at_random_moments(tmp_path: Path, tried: Tried) -> None:
    """At any moment, every other time once there is something to keep; waits outlast it."""
    state, port, known = tmp_path / "state", free_port(), Known()
    chance = random.Random(11)
    workers: list[threading.Thread] = []
    for number in range(ROUNDS):
        with sandbox_process(state, port) as process:
            check_all(port, known, workers)
            stop = threading.Event()
            workers = [
                threading.Thread(target=work, args=(port, known, f"{number}-{n}", stop))
                for n in range(3)
            ]
            for worker in workers:
                worker.start()
            if number % 2:
                poll(lambda: len(known.finished), number.__le__)
            time.sleep(chance.uniform(0.3, 1.2))
            process.send_signal(signal.SIGKILL)
            process.wait()
            stop.set()
    with sandbox_process(state, port):
        check_all(port, known, workers)
    tried(ROUNDS, "kills")
    tried(len(known.services), "services kept")
    tried(len(known.applications), "applications kept")
    tried(len(known.subscriptions), "subscriptions kept")
    tried(len(known.finished), "executions that had finished")
    tried(len(known.started), "executions that had started")


def test_nothing_it_ran_outlives_it(tmp_path: Path) -> None:
    state, port, mark = tmp_path / "state", free_port(), tmp_path / "alive"
    body = (
        f"while True:\n    open({str(mark)!r}, 'w').write(str(time.time()))\n    time.sleep(0.01)"
    )
    with sandbox_process(state, port) as process, connect_to(port) as client:
        service = create_managed_service(client, "Immortal", user_code=user_code(body))
        wait_for_build(client, service, poll=QUICK)
        publish_internally(client, service)
        application = create_application(client, "Immortal")
        subscribe(client, application, service)
        start_execution(client, service, application)
        deadline = time.monotonic() + 10
        while not mark.exists():
            assert time.monotonic() < deadline
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
    time.sleep(0.2)
    before = mark.read_text()
    time.sleep(0.2)
    assert mark.read_text() == before


def test_two_on_one_folder_are_refused(tmp_path: Path) -> None:
    with sandbox_process(tmp_path, free_port()):
        command = [sys.executable, "-m", "planqk_sandbox", "serve", "--state", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
        assert done.returncode == 1
        assert "in use" in done.stderr or "another" in done.stderr.lower()
        assert "Traceback" not in done.stderr


def test_a_full_disk_is_an_error_and_no_more(tmp_path: Path) -> None:
    """A file that cannot grow stands for a disk that is full."""
    state, port = tmp_path / "state", free_port()
    big = user_code("return 1", **{"data.bin": bytes(8 * 1024 * 1024)})
    limits = {resource.RLIMIT_FSIZE: 4 * 1024 * 1024}
    with sandbox_process(state, port, limits=limits), connect_to(port) as client:
        kept = create_application(client, "Before")
        with pytest.raises(PlanqkError) as caught:
            create_managed_service(client, "Big", user_code=big)
        assert isinstance(caught.value.__cause__ or caught.value, ServerError)
        assert verify(client)
        small = create_managed_service(client, "Small", user_code=user_code("return 1"))
        assert wait_for_build(client, small, poll=QUICK).status == "SUCCESS"
    with sandbox_process(state, port), connect_to(port) as client:
        assert find_application(client, "Before") == kept
        assert get_service(client, small.id).name == "Small"
        service = create_managed_service(client, "Big", user_code=big)
        assert wait_for_build(client, service, poll=QUICK).status == "SUCCESS"


def test_a_flood_of_connections_blocks_nobody(tmp_path: Path, tried: Tried) -> None:
    """Of clients that send half a request, more than the sandbox may have files open."""
    port, known = free_port(), Known()
    head = b"POST /qc-catalog/v2/applications HTTP/1.1\r\nHost: x\r\n"
    with ExitStack() as opened:
        few = {resource.RLIMIT_NOFILE: 256}
        process = opened.enter_context(sandbox_process(tmp_path / "state", port, limits=few))
        for _ in range(FLOOD):
            line = opened.enter_context(socket.create_connection(("127.0.0.1", port), 10))
            with suppress(ConnectionError):
                line.sendall(head)
        with connect_to(port) as client:
            create_and_run(client, known, "Unmoved")
        process.terminate()
        _, told = process.communicate(timeout=20)
    assert len(told) < 10_000, told[:2000]
    assert len(known.finished) == 3
    tried(FLOOD, "half-open connections, with 256 files")

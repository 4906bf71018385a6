"""Child processes with bounds on time and output, and an end for everything they start."""

import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from .logs import Log, Written

LINE_LIMIT = 1024 * 1024
PIECE = 64 * 1024
PIPE_LIMIT = 1024 * 1024
POLL = 0.1
OnLine = Callable[[bytes], None]


@dataclass(frozen=True)
class Ended:
    """How a process ended. A negative `exit_code` is the signal that killed it."""

    exit_code: int
    reason: Literal["exited", "timeout", "killed"]
    log: Written

    @property
    def output(self) -> str:
        """What the process wrote."""
        return self.log.text


class Lines:
    """Cuts a stream into lines; a line that is too long is skipped."""

    def __init__(self, on_line: OnLine) -> None:
        self._on_line = on_line
        self._rest = b""
        self._skipping = False

    def write(self, data: bytes) -> None:
        """Hand on every line that `data` completes."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            if not self._skipping:
                self._on_line(line)
            self._skipping = False
        if len(self._rest) > LINE_LIMIT:
            self._rest, self._skipping = b"", True

    def close(self) -> None:
        """Hand on the last line when it has no line end."""
        if self._rest and not self._skipping:
            self._on_line(self._rest)


class Child:
    """A process with everything it starts, in a process group of its own."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        folder: Path,
        environment: Mapping[str, str],
        timeout: float,
        output_limit: int = 1024 * 1024,
        on_line: OnLine | None = None,
    ) -> None:
        """Prepare to run `command` in `folder`; `on_line` gets each line of its stdout."""
        self._command = [str(word) for word in command]
        self._folder = folder
        self._environment = dict(environment)
        self._timeout = timeout
        self.log = Log(output_limit)
        self._lines = Lines(on_line) if on_line else None
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._killed = False

    def kill(self) -> None:
        """End the process and everything it started; from any thread, also before the start."""
        with self._lock:
            self._killed = True
            self._kill_group()

    def run(self) -> Ended:
        """Run the process to its end."""
        with self._lock:
            if self._killed:
                return Ended(-signal.SIGKILL, "killed", Written(""))
            self._process = process = self._start()
        in_time = False
        try:
            in_time = self._follow(process)
        finally:
            exit_code = self._finish(process)
        reason: Literal["exited", "timeout", "killed"] = "exited" if in_time else "timeout"
        return Ended(exit_code, "killed" if self._killed else reason, self.log.read())

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._command,
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def _follow(self, process: subprocess.Popen[bytes]) -> bool:
        """Read until the process has ended; false when its time is over before."""
        deadline = time.monotonic() + self._timeout
        with selectors.DefaultSelector() as selector:
            for stream in _streams(process):
                os.set_blocking(stream.fileno(), False)
                selector.register(stream, selectors.EVENT_READ)
            while selector.get_map() and not _has_ended(process):
                left = deadline - time.monotonic()
                if left <= 0:
                    return False
                for key, _ in selector.select(min(POLL, left)):
                    if not self._read(process, key.fd):
                        selector.unregister(key.fileobj)
        while not _has_ended(process):
            if time.monotonic() >= deadline:
                return False
            time.sleep(POLL / 10)
        return True

    def _read(self, process: subprocess.Popen[bytes], descriptor: int) -> bool:
        """Read a piece; false at the end of the stream."""
        try:
            data = os.read(descriptor, PIECE)
        except BlockingIOError:
            return True
        is_stdout = bool(process.stdout and descriptor == process.stdout.fileno())
        self.log.write(data, "stdout" if is_stdout else "stderr")
        if self._lines and is_stdout:
            self._lines.write(data)
        return bool(data)

    def _finish(self, process: subprocess.Popen[bytes]) -> int:
        # Until wait() the leader is a zombie at most: no other process can have its number.
        with self._lock:
            self._kill_group()
            exit_code = process.wait()
            self._process = None
        try:
            for stream in _streams(process):
                self._drain(process, stream.fileno())
        finally:
            for stream in _streams(process):
                stream.close()
        if self._lines:
            self._lines.close()
        return exit_code

    def _drain(self, process: subprocess.Popen[bytes], descriptor: int) -> None:
        # As much as a pipe holds: a process that left the group may go on writing for ever.
        for _ in range(PIPE_LIMIT // PIECE):
            if not self._read(process, descriptor):
                return

    def _kill_group(self) -> None:
        if self._process:
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                # macOS answers EPERM for a group of zombies.
                return


def _streams(process: subprocess.Popen[bytes]) -> list[IO[bytes]]:
    return [stream for stream in (process.stdout, process.stderr) if stream]


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

"""The knobs of a sandbox, written once: arguments of `Sandbox` and options of the command line."""

import ipaddress
import os
from dataclasses import dataclass, field, fields
from pathlib import Path

from ..work.files import MIB

LONGEST = 10**9
"""Seconds, some 30 years: dates and clocks take no more."""
LARGEST = 2**40
LARGEST_TEXT = 256 * MIB
"""What the database takes in one piece."""


def _seconds(default: float, text: str) -> float:
    known = {"help": text, "from": 0, "to": LONGEST}
    return field(default=default, metadata=known)


def _whole(default: int, lowest: int, highest: int, text: str) -> int:
    known = {"help": text, "from": lowest, "to": highest}
    return field(default=default, metadata=known)


def _switch(text: str) -> bool:
    return field(default=False, metadata={"help": text, "choices": (False, True)})


@dataclass(kw_only=True, eq=False)
class Options:
    """How a sandbox behaves. Durations are seconds, sizes are bytes.

    Raises:
        ValueError: A value is not possible.
    """

    port: int = _whole(0, 0, 65535, "port to serve on; 0 takes a free one")
    host: str = field(default="127.0.0.1", metadata={"help": "address to serve on"})
    state: Path | str | None = field(
        default=None, metadata={"help": "folder that keeps everything; without it nothing is kept"}
    )
    access_token: str = field(
        default="", repr=False, metadata={"help": "personal access token; default: a random one"}
    )
    build_seconds: float = _seconds(0.0, "a build takes at least this long")
    run_seconds: float = _seconds(0.0, "a run takes at least this long")
    result_delay: float = _seconds(0.0, "the result answers 404 for so long after SUCCEEDED")
    token_seconds: float = _seconds(3600.0, "life time of an application's access token")
    run_timeout: float = _seconds(3600.0, "a run that takes longer fails")
    build_timeout: float = _seconds(900.0, "a build that takes longer fails")
    max_runs: int = _whole(2 * (os.cpu_count() or 1), 1, 1000, "runs at a time, the others wait")
    upload_limit: int = _whole(1024 * MIB, 1, LARGEST, "largest upload, bytes")
    unpacked_limit: int = _whole(4096 * MIB, 1, LARGEST, "largest user code after unpacking, bytes")
    entry_limit: int = _whole(50_000, 1, 10**6, "most files in an archive")
    result_limit: int = _whole(16 * MIB, 1, LARGEST_TEXT, "largest result, bytes")
    output_limit: int = _whole(1024 * MIB, 0, LARGEST, "largest result files of a run, bytes")
    output_entry_limit: int = _whole(1000, 0, 10**5, "most result files of a run, with folders")
    log_limit: int = _whole(MIB, 0, LARGEST_TEXT, "kept output of a run, bytes")

    upload_builds: bool = _switch("an upload to the Hub starts a build")
    early_result: int = field(
        default=404,
        metadata={
            "help": "what the Hub's gateway answers before there is a result",
            "choices": (404, 204),
        },
    )
    logs_form: str = field(
        default="array",
        metadata={"help": "form of the Hub's execution logs", "choices": ("array", "object")},
    )
    plain_success: bool = _switch("the Hub answers 200 where the default is 201 or 204")
    ignore_unknown: bool = _switch("the Hub ignores members of a body that it does not know")

    def __post_init__(self) -> None:
        """Check every value here: later it would look like an error of another part."""
        for each in fields(self):
            if "from" in each.metadata:
                _check_number(
                    each.name,
                    getattr(self, each.name),
                    each.type,
                    each.metadata["from"],
                    each.metadata["to"],
                )
            if "choices" in each.metadata:
                _check_choice(each.name, getattr(self, each.name), each.metadata["choices"])
        _check_host(self.host)
        _check_token(self.access_token)
        _check_state(self.state)


def _check_number(name: str, value: object, kind: object, lowest: float, highest: float) -> None:
    whole = kind is int
    # For Python bool is an int; nothing compares with NaN.
    is_number = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
    if is_number and isinstance(value, int | float) and lowest <= value <= highest:
        return
    what = "a whole number" if whole else "a number of seconds"
    raise ValueError(f"{name} is {what} from {lowest} to {highest}, not {value!r}")


def _check_choice(name: str, value: object, choices: tuple[object, ...]) -> None:
    # 0 is equal to False.
    if not any(value == one and type(value) is type(one) for one in choices):
        shown = " or ".join(map(str, choices))
        raise ValueError(f"{name} is {shown}, not {value!r}")


def _check_state(state: object) -> None:
    path = os.fspath(state) if isinstance(state, os.PathLike) else state
    if path is None or (isinstance(path, str) and path and "\0" not in path):
        return
    raise ValueError(f"state is the path of a folder, not {state!r}")


def _check_host(host: object) -> None:
    try:
        # The system encodes the name of a host like this before it looks up the address.
        if isinstance(host, str) and host.encode("idna") and host.isprintable() and " " not in host:
            return
    except UnicodeError:
        pass
    raise ValueError(f"host is the name or address of a host, not {host!r}")


def _check_token(token: object) -> None:
    if not isinstance(token, str) or any(not "!" <= each <= "~" for each in token):
        raise ValueError("access_token has only letters, digits and signs of ASCII, and no blanks")


def is_loopback(host: str) -> bool:
    """Tell whether `host`, an address or a name, is this machine talking to itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

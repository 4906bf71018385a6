"""The knobs of a sandbox, written once: arguments of `Sandbox` and options of the command line."""

import ipaddress
import os
from dataclasses import dataclass, field
from pathlib import Path

MIB = 1024 * 1024


@dataclass(kw_only=True, eq=False)
class Options:
    """How a sandbox behaves. Durations are seconds, sizes are bytes."""

    port: int = field(default=0, metadata={"help": "port to serve on; 0 takes a free one"})
    host: str = field(default="127.0.0.1", metadata={"help": "address to serve on"})
    state: Path | str | None = field(
        default=None, metadata={"help": "folder that keeps everything; without it nothing is kept"}
    )
    access_token: str = field(
        default="", repr=False, metadata={"help": "personal access token; default: a random one"}
    )
    build_seconds: float = field(default=0.0, metadata={"help": "a build takes at least this long"})
    run_seconds: float = field(default=0.0, metadata={"help": "a run takes at least this long"})
    result_delay: float = field(
        default=0.0, metadata={"help": "the result answers 404 for so long after SUCCEEDED"}
    )
    token_seconds: float = field(
        default=3600.0, metadata={"help": "life time of an application's access token"}
    )
    run_timeout: float = field(default=3600.0, metadata={"help": "a run that takes longer fails"})
    build_timeout: float = field(
        default=900.0, metadata={"help": "a build that takes longer fails"}
    )
    max_runs: int = field(
        default=2 * (os.cpu_count() or 1), metadata={"help": "runs at a time, the others wait"}
    )
    upload_limit: int = field(default=1024 * MIB, metadata={"help": "largest upload, bytes"})
    unpacked_limit: int = field(
        default=4096 * MIB, metadata={"help": "largest user code after unpacking, bytes"}
    )
    entry_limit: int = field(default=50_000, metadata={"help": "most files in an archive"})
    result_limit: int = field(default=16 * MIB, metadata={"help": "largest result, bytes"})
    log_limit: int = field(default=MIB, metadata={"help": "kept output of a run, bytes"})


def is_loopback(host: str) -> bool:
    """Tell whether `host`, an address or a name, is this machine talking to itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

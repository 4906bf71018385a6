"""``serve --env-file``: port and token are kept, for shells and for whatever reads such files."""

import io
import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx
import pytest

from planqk_sandbox import Sandbox
from planqk_sandbox.__main__ import announce, main
from planqk_sandbox.variables import (
    BadEnvFile,
    Kept,
    read_env_file,
    variables_for,
    write_env_file,
)

VARIABLES = {
    "PLANQK_BASE_URL": "http://127.0.0.1:4321/qc-catalog",
    "PLANQK_PERSONAL_ACCESS_TOKEN": "plqk_canary",
    "PLANQK_SANDBOX_ORGANIZATION_ID": "an-id",
}


@contextmanager
def serving(*options: str | Path) -> Iterator[str]:
    """Serve in a process of its own; return what it prints until it serves."""
    command = [sys.executable, "-m", "planqk_sandbox", "serve", *map(str, options)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "Consumer key" in line:
                break
        yield "".join(lines)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0


def read_by_a_shell(path: Path) -> dict[str, str]:
    script = f"set -a; . '{path}'; set +a; env"
    ended = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
    lines = [line for line in ended.stdout.splitlines() if line.startswith(("PLANQK_", "KQH_"))]
    return dict(line.split("=", 1) for line in lines)


def test_port_and_token_stay_the_same(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.env"
    found = []
    for _ in range(2):
        with serving("--env-file", path) as printed:
            variables = read_by_a_shell(path)
            assert variables == dict(re.findall(r"export (\w+)=(\S+)", printed))
            assert f"# Or: set -a; . {path}; set +a\n" in printed
            assert len(variables) == 5
            assert printed.count(variables["PLANQK_PERSONAL_ACCESS_TOKEN"]) == 2
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            answer = httpx.get(
                f"{variables['PLANQK_BASE_URL']}/services",
                headers={
                    "X-Auth-Token": variables["PLANQK_PERSONAL_ACCESS_TOKEN"],
                    "X-OrganizationId": variables["PLANQK_SANDBOX_ORGANIZATION_ID"],
                },
                trust_env=False,
            )
            assert answer.json() == []
        path.chmod(0o644)
        found.append((variables["PLANQK_BASE_URL"], variables["PLANQK_PERSONAL_ACCESS_TOKEN"]))
    assert found[0] == found[1]
    with serving("--env-file", path, "--port", "0", "--access-token", "another"):
        assert read_env_file(path).access_token == "another"
    assert [each.name for each in tmp_path.iterdir()] == ["sandbox.env"]


def test_a_port_that_is_taken(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sandbox.env"
    write_env_file(path, variables_for(sandbox))
    before = path.read_bytes()
    assert main(["serve", "--env-file", str(path)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert f"planqk_sandbox: port {sandbox.port} is taken: end what serves there" in told.err
    assert "--port" in told.err
    assert sandbox.access_token not in told.err
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "text",
    [
        "PLANQK_PERSONAL_ACCESS_TOKEN=plqk_canary\n",
        "PLANQK_BASE_URL=http://127.0.0.1:1/qc-catalog\nPLANQK_PERSONAL_ACCESS_TOKEN=plqk_canary\n",
        " ",
        b"\xff\xfe",
        "HEADER",
        "HEADERPLANQK_PERSONAL_ACCESS_TOKEN=plqk_canary\n",
        "HEADERPLANQK_BASE_URL=http://127.0.0.1:1/qc-catalog\n",
        "HEADERPLANQK_BASE_URL=http://127.0.0.1:1/\nPLANQK_PERSONAL_ACCESS_TOKEN=plqk_canary x\n",
    ],
)
def test_the_file_of_somebody_else_stays_as_it_is(
    text: str | bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / ".env"
    write_env_file(path, VARIABLES)
    header = path.read_bytes().splitlines(keepends=True)[0]
    data = text if isinstance(text, bytes) else text.encode().replace(b"HEADER", header)
    path.write_bytes(data)
    assert main(["serve", "--env-file", str(path)]) == 1
    told = capsys.readouterr()
    assert f"planqk_sandbox: --env-file {path} was not written by a sandbox" in told.err
    assert "canary" not in told.err
    assert (told.out, path.read_bytes()) == ("", data)


@pytest.mark.parametrize("kind", ["folder", "link", "pipe", "no folder", "no folder at all"])
def test_a_path_that_cannot_be_a_file(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "thing"
    if kind == "folder":
        path.mkdir()
    elif kind == "link":
        path.symlink_to(tmp_path / "elsewhere")
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "no folder":
        path = path / "file"
    else:
        path.touch()
        path = path / "file"
    assert main(["serve", "--env-file", str(path)]) == 1
    told = capsys.readouterr()
    assert re.search(rf"planqk_sandbox: --env-file {path} cannot be (read|written) \(", told.err)
    assert (told.out, len(told.err.splitlines())) == ("", 1)
    assert not (tmp_path / "elsewhere").exists()


def test_an_empty_file_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "made-by-mktemp"
    path.touch()
    assert read_env_file(path) == Kept(0, "")
    write_env_file(path, VARIABLES)
    assert read_env_file(path) == Kept(4321, "plqk_canary")


@pytest.mark.parametrize("token", ["$(id)", "a'b", "#", "~", "a;b"])
def test_a_token_that_needs_quotes_is_refused(token: str, tmp_path: Path) -> None:
    path = tmp_path / "sandbox.env"
    with pytest.raises(BadEnvFile, match="letters, digits") as refused:
        write_env_file(path, VARIABLES | {"PLANQK_PERSONAL_ACCESS_TOKEN": token})
    assert token not in str(refused.value)
    assert not path.exists()


def test_a_path_with_blanks_can_be_pasted(sandbox: Sandbox) -> None:
    out = io.StringIO()
    announce(sandbox, out, Path("/a folder/sandbox.env"))
    assert "# Or: set -a; . '/a folder/sandbox.env'; set +a\n" in out.getvalue()

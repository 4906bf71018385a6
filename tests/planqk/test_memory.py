"""Uploads and downloads of any size take little memory."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from planqk_sandbox import Sandbox

SIZE = 500 * 1024 * 1024

TRANSFER = """
import sys
from planqk_helpers import connect, create_managed_service, download_source_code
import asyncio

small, big, target, way = sys.argv[1:]

def peak():
    # Not getrusage: what that tells begins with the peak of the process that started this one.
    status = open("/proc/self/status").read()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024

def blocking():
    with connect() as client:
        service = create_managed_service(client, "Small", user_code=small)
        download_source_code(client, service, target, overwrite=True)
        before = peak()
        service = create_managed_service(client, "Big", user_code=big)
        download_source_code(client, service, target, overwrite=True)
        return peak() - before

async def awaiting():
    async with connect() as client:
        service = await create_managed_service.aio(client, "Small", user_code=small)
        await download_source_code.aio(client, service, target, overwrite=True)
        before = peak()
        service = await create_managed_service.aio(client, "Big", user_code=big)
        await download_source_code.aio(client, service, target, overwrite=True)
        return peak() - before

print(blocking() if way == "blocking" else asyncio.run(awaiting()))
"""


def archive(path: Path, size: int) -> Path:
    """A zip archive of this size, mostly one file that does not compress."""
    with zipfile.ZipFile(path, "w") as packed, packed.open("data.bin", "w") as entry:
        piece = bytes(1024 * 1024)
        for _ in range(size // len(piece)):
            entry.write(piece)
    return path


@pytest.mark.parametrize("way", ["blocking", "asyncio"])
def test_half_a_gigabyte_there_and_back(tmp_path: Path, way: str) -> None:
    small, big = archive(tmp_path / "small.zip", 1024 * 1024), archive(tmp_path / "big.zip", SIZE)
    target = tmp_path / "back.zip"
    with Sandbox(state=tmp_path / "state") as sandbox:
        done = subprocess.run(
            [sys.executable, "-c", TRANSFER, str(small), str(big), str(target), way],
            env={
                "PLANQK_BASE_URL": sandbox.base_url,
                "PLANQK_PERSONAL_ACCESS_TOKEN": sandbox.access_token,
            },
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert target.stat().st_size == big.stat().st_size
    assert int(done.stdout) < 32, f"peak memory grew by {done.stdout.strip()} MB"

"""Pack project folders: the same bytes, and nothing that should stay at home."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from planqk_helpers import InvalidInput, create_managed_service, pack, wait_for_build
from planqk_helpers.engine.packing import PIECE
from tests.support.recipes import QUICK, Platform

KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n"


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """Write a project folder with these files."""

    def write(**files: str) -> Path:
        folder = tmp_path / "project"
        for name, content in {"src/__init__.py": "", "src/program.py": "", **files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        return folder

    return write


def packed(folder: Path, *, secrets: bool = False) -> list[str]:
    with pack(folder, secrets=secrets) as archive:
        assert zipfile.ZipFile(archive.file).namelist() == archive.names
        return archive.names


def test_the_same_files_give_the_same_bytes(project: Callable[..., Path], tmp_path: Path) -> None:
    folder = project(**{f"data/{n % 40}/{n}.txt": str(n) for n in range(2000)})
    (folder / ".env").write_text("TOKEN=x")
    (folder / "deploy").write_text(KEY)
    (folder / "outside").symlink_to(tmp_path)
    (folder / "passwd").symlink_to("/etc/passwd")
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref")
    contents = []
    for moment in (1_000_000_000, 1_700_000_000):
        for path in folder.rglob("*.txt"):
            os.utime(path, (moment, moment))
        with pytest.warns(UserWarning, match="left out of the archive"), pack(folder) as archive:
            contents.append(archive.file.read())
            assert set(archive.left_out) == {".env", "deploy", "outside", "passwd"}
            assert len(archive.names) == 2002
            assert "left out .env: looks like a secret" in str(archive)
    assert contents[0] == contents[1]
    assert b"TOKEN=x" not in contents[0]


def test_ignore_files_and_caches_are_left_out(project: Callable[..., Path]) -> None:
    folder = project(
        **{
            ".gitignore": "*.log\n/build/\n!keep.log\n",
            ".planqkignore": "notebooks/\n",
            "a.log": "",
            "keep.log": "",
            "build/x": "",
            "src/build/x": "",
            "src/.gitignore": "*.tmp\n!/important.tmp\n",
            "src/a.tmp": "",
            "src/important.tmp": "",
            "notebooks/n.ipynb": "",
            "__pycache__/x.pyc": "",
            "src/__pycache__/x.pyc": "",
            "env/pyvenv.cfg": "",
            "env/lib/x.py": "",
            "node_modules/x.js": "",
        }
    )
    assert packed(folder) == [
        ".gitignore",
        ".planqkignore",
        "keep.log",
        "src/.gitignore",
        "src/__init__.py",
        "src/build/x",
        "src/important.tmp",
        "src/program.py",
    ]


@pytest.mark.parametrize(
    "name",
    [".env", ".env.local", "prod.env", ".envrc", "id_rsa", "k.ppk", ".netrc", "c.p12", "src/.ENV"],
)
def test_secrets_stay_at_home_unless_told_otherwise(
    project: Callable[..., Path], name: str
) -> None:
    folder = project(**{name: "x"})
    with pytest.warns(UserWarning, match=r"secrets=True"):
        assert name not in packed(folder)
    assert name in packed(folder, secrets=True)


def test_private_keys_are_known_by_their_content(project: Callable[..., Path]) -> None:
    folder = project(**{"config.pem": KEY, "public.pem": "-----BEGIN CERTIFICATE-----"})
    with pytest.warns(UserWarning, match=r"config\.pem"):
        names = packed(folder)
    assert "config.pem" not in names
    assert "public.pem" in names
    assert ".env.example" in packed(project(**{".env.example": "TOKEN=", "config.pem": ""}))


def test_tokens_of_the_platform_are_known_by_their_content(project: Callable[..., Path]) -> None:
    folder = project(
        **{"src/login.py": f"KEY = 'plqk_{'a1B2' * 10}'", "late.txt": "x" * 9000 + KEY}
    )
    with pytest.warns(UserWarning, match="src/login.py"):
        assert packed(folder) == ["src/__init__.py", "src/program.py"]


def test_what_cannot_be_packed_is_said(project: Callable[..., Path]) -> None:
    folder = project(**{".gitignore": "\ufeff*.log\n", "a.log": "", ".env": "x"})
    (folder / "settings").symlink_to(".env")
    with pytest.warns(UserWarning, match="links to what is not packed"):
        assert packed(folder) == [".gitignore", "src/__init__.py", "src/program.py"]
    (folder / os.fsdecode(b"\xff.txt")).touch()
    with pytest.raises(InvalidInput, match="cannot be written"):
        pack(folder)


def test_links_inside_are_packed_as_files(project: Callable[..., Path]) -> None:
    folder = project(**{"data/real.txt": "content"})
    (folder / "link.txt").symlink_to("data/real.txt")
    (folder / "loop").symlink_to(".")
    (folder / "gone").symlink_to("nowhere")
    with pytest.warns(UserWarning, match="links to a folder"), pack(folder) as archive:
        assert zipfile.ZipFile(archive.file).read("link.txt") == b"content"
        assert archive.left_out == {"gone": "leads nowhere", "loop": "links to a folder"}


def test_links_to_what_is_not_packed_are_not_either(project: Callable[..., Path]) -> None:
    folder = project(
        **{
            ".gitignore": "*.csv\n/data/\n",
            "customers.csv": "precious",
            "data/all.txt": "precious",
            ".git/config": "precious",
            "venv/pyvenv.cfg": "",
            "venv/lib.py": "precious",
            "deploy": KEY,
            "src/z.py": "code",
        }
    )
    targets = ["customers.csv", "data/all.txt", ".git/config", "venv/lib.py"]
    for number, target in enumerate(targets):
        (folder / f"link{number}").symlink_to(target)
    (folder / "again").symlink_to("link0")
    (folder / "key").symlink_to("deploy")
    (folder / "code").symlink_to("src/z.py")
    (folder / "src" / "a.py").symlink_to("../code")
    with pytest.warns(UserWarning, match="links to what is not packed"), pack(folder) as archive:
        content = zipfile.ZipFile(archive.file)
        assert not any(b"precious" in content.read(name) for name in archive.names)
        links = {"link0", "link1", "link2", "link3", "again"}
        assert archive.left_out.keys() == links | {"key", "deploy"}
        assert content.read("src/a.py") == content.read("code") == b"code"
        assert archive.names == sorted(archive.names, key=lambda name: name.split("/"))


@pytest.mark.parametrize("before", [0, 1, 5, 36, 100])
@pytest.mark.parametrize("secret", [KEY, "plqk_" + "a1B2" * 8])
def test_a_secret_is_found_wherever_it_is(
    project: Callable[..., Path], secret: str, before: int
) -> None:
    space = " " * (PIECE - before)
    folder = project(early=space + secret, late=" " * 2 * PIECE + space + secret)
    with pytest.warns(UserWarning, match="looks like a secret"), pack(folder) as archive:
        assert archive.left_out.keys() == {"early", "late"}


class Changing(io.FileIO):
    """A file that changes whenever it is read."""

    reads = 0
    change: Callable[[Path], None]

    def read(self, size: int | None = -1) -> bytes:
        self.reads += 1
        assert self.reads < 20, "a file without an end is followed"
        content = super().read(size)
        self.change(Path(str(self.name)))
        return content or b""


def append(path: Path) -> None:
    os.truncate(path, path.stat().st_size + 5_000_000)


def cut(path: Path) -> None:
    os.truncate(path, 10)


def rewrite(path: Path) -> None:
    os.utime(path, ns=(0, time.time_ns() + 1_000_000))


@pytest.mark.parametrize("change", [append, cut, rewrite])
def test_a_file_that_changes_meanwhile_is_named(
    project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    folder = project(**{"output.log": "x" * 3_000_000})
    opened = Path.open

    def open_changing(path: Path, *args: str, **kwargs: str) -> object:
        if path.name != "output.log":
            return opened(path, *args, **kwargs)  # type: ignore[call-overload]
        file = Changing(path)
        file.change = change
        return file

    monkeypatch.setattr(Path, "open", open_changing)
    with pytest.raises(InvalidInput, match=r"output\.log changed while it was packed"):
        pack(folder)


def test_folders_may_be_nested_deeply(project: Callable[..., Path]) -> None:
    folder = deep = project(**{".gitignore": "*.log\n"})
    for _ in range(1200):
        deep /= "d"
        deep.mkdir()
    (deep / "a.log").touch()
    (deep / "a.txt").touch()
    try:
        assert packed(folder)[:2] == [".gitignore", "d/" * 1200 + "a.txt"]
    finally:
        (deep / "a.log").unlink()
        (deep / "a.txt").unlink()
        while deep != folder:  # what removes temporary folders cannot do this
            deep.rmdir()
            deep = deep.parent


def test_what_is_no_folder_or_empty(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="not a folder"):
        pack(tmp_path / "missing")
    with pytest.raises(InvalidInput, match="nothing to pack"):
        pack(tmp_path)


def test_a_folder_becomes_a_service(
    platform: Platform, caplog: pytest.LogCaptureFixture, project: Callable[..., Path]
) -> None:
    caplog.set_level("INFO", logger="planqk_helpers")
    folder = project(
        **{"src/program.py": "def run(data, params): ...", "environment.yml": "name: x"}
    )
    service = platform(create_managed_service, "Folder", user_code=folder)
    assert platform(wait_for_build, service, poll=QUICK).status == "SUCCESS"
    assert "packed 3 files: environment.yml, src/__init__.py, src/program.py" in caplog.text
    with pack(folder) as archive:
        platform(create_managed_service, "Packed", user_code=archive)

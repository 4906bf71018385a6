"""A downloaded file appears whole or not at all, and replaces nothing unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from planqk_helpers.engine.files import whole_file


def no_links(self: Path, target: Path) -> None:
    raise OSError("this file system has no links")


@pytest.fixture(params=["links", "no links"], autouse=True)
def file_system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "no links":
        monkeypatch.setattr(Path, "hardlink_to", no_links)


def test_it_appears_when_it_is_complete(tmp_path: Path) -> None:
    target = tmp_path / "code.zip"
    with whole_file(target, overwrite=False) as file:
        file.write(b"con")
        assert not target.exists()
        file.write(b"tent")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [
        ("code.zip", b"content")
    ]


@pytest.mark.parametrize("letter", ["a", "\u6f22", "\N{GRINNING FACE}"])
def test_a_name_may_be_as_long_as_file_systems_take_it(tmp_path: Path, letter: str) -> None:
    """They take 255 bytes."""
    target = tmp_path / (letter * (255 // len(letter.encode())))
    with whole_file(target, overwrite=False) as file:
        file.write(b"content")
    assert target.read_bytes() == b"content"


@pytest.mark.parametrize(("overwrite", "left"), [(False, b"another's"), (True, b"ours")])
def test_a_file_that_appeared_meanwhile(tmp_path: Path, overwrite: bool, left: bytes) -> None:
    target = tmp_path / "code.zip"

    def download() -> None:
        with whole_file(target, overwrite=overwrite) as file:
            file.write(b"ours")
            target.write_bytes(b"another's")

    if overwrite:
        download()
    else:
        with pytest.raises(FileExistsError):
            download()
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [left]


def test_nothing_is_left_of_one_that_failed(tmp_path: Path) -> None:
    def download() -> None:
        with whole_file(tmp_path / "code.zip", overwrite=False) as file:
            file.write(b"con")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download()
    assert not list(tmp_path.iterdir())

"""Builds: hostile archives, code that cannot be imported, requirements."""

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from planqk_sandbox import Sandbox
from planqk_sandbox.work.environments import BadEnvironment, pip_environment, read_declaration
from tests.support.local_client import SUM, Caller, Client, archive, wheel, zipped


def entry(name: str, *, mode: int = 0, text: str = "") -> Callable[[zipfile.ZipFile], None]:
    """Return what adds a special entry to a zip."""
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return lambda opened: opened.writestr(info, text)


def with_entries(*entries: Callable[[zipfile.ZipFile], None]) -> bytes:
    """Return good user code with more entries."""
    target = io.BytesIO(archive())
    with zipfile.ZipFile(target, "a") as opened:
        for add in entries:
            add(opened)
    return target.getvalue()


def damaged() -> bytes:
    """Return an archive whose content was changed on the way."""
    code = archive(data__bin=b"\0" * 1000)
    middle = code.index(b"data/bin") + 9
    return code[:middle] + b"\xff\xff\xff" + code[middle + 3 :]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (b"", "not a zip archive"),
        (b"PK\3\4 no zip at all", "not a zip archive"),
        (damaged(), "Bad CRC-32"),
        (with_entries(entry("../outside.py")), "leads outside"),
        (with_entries(entry("a/../../outside.py")), "leads outside"),
        (with_entries(entry("/etc/absolute")), "absolute"),
        (with_entries(entry("C:/absolute")), "absolute"),
        (with_entries(entry("src\\other.py")), "backslash"),
        (with_entries(entry("link", mode=stat.S_IFLNK | 0o777, text="/etc/passwd")), "link"),
        (with_entries(entry("same"), entry("./same")), "two files"),
        (with_entries(entry("thing"), entry("thing/inside")), "cannot be unpacked"),
        (zipped({"a.txt": ""}), "src/program.py is missing"),
        (
            zipped({"project/src/program.py": SUM, "project/environment.yml": ""}),
            "zip the content of the folder 'project'",
        ),
        (
            archive("import nothing_like_this"),
            "ModuleNotFoundError: No module named 'nothing_like_this'; add it to requirements.txt, "
            'or to the archive\n  File "src/program.py", line 1, in <module>\n    import nothing',
        ),
        (archive("def run(data params):\n    pass"), "SyntaxError"),
        (archive("1 / 0"), "ZeroDivisionError: division by zero\n  File"),
        (archive("import sys\nsys.exit(3)"), "sys.exit(3)"),
        (archive("import os\nos._exit(3)"), "exit code 3"),
        (archive("def main(): pass"), "no function run(data, params)"),
        (archive("def run(inputs): pass"), "cannot be called with data and params"),
        (archive(requirements_dot_txt="./missing-1-py3-none-any.whl\n"), "missing-1"),
        (archive(environment_dot_yml="dependencies: ["), "environment.yml is not YAML"),
        (archive(environment_dot_yml="dependencies: 5"), "has to be a list"),
    ],
)
def test_what_cannot_be_built(client: Client, code: bytes, message: str) -> None:
    build = client.build_of(code)
    assert build["status"] == "FAILURE"
    assert build["finishedAt"]
    assert build["validationResult"]["state"] == "ERROR"
    assert message in " ".join(build["validationResult"]["messages"])


def test_limits_of_archives() -> None:
    with Sandbox(entry_limit=10, unpacked_limit=10_000) as small, Client(small) as client:
        many = client.build_of(archive(**{f"file{number}": "" for number in range(10)}))
        assert "13 entries" in many["validationResult"]["messages"][0]
        bomb = archive(zeros=b"\0" * 1_000_000)
        assert "larger than" in client.build_of(bomb)["validationResult"]["messages"][0]
        # Half of the limit is declared, the rest comes out anyway.
        size = (1_000_000).to_bytes(4, "little")
        lying = bomb.replace(size, (5_000).to_bytes(4, "little"))
        assert client.build_of(lying)["status"] == "FAILURE"


def test_warnings(client: Client) -> None:
    yml = "name: x\ndependencies:\n  - python>=3.9\n  - conda-forge::qiskit>=1\n  - pip\n"
    code = zipped({"src/program.py": SUM, "environment.yml": yml})
    result = client.build_of(code)["validationResult"]
    assert result["state"] == "WARNING"
    assert "src/__init__.py is missing" in result["messages"][0]
    assert "qiskit is a conda package" in result["messages"][1]
    assert len(result["messages"]) == 2


def test_requirements_come_from_two_files(tmp_path: Path) -> None:
    folder = tmp_path
    assert read_declaration(folder) == ([], [], [])
    (folder / "environment.yml").write_text("dependencies: [python, {pip: [a==1, ./b.whl]}]")
    assert read_declaration(folder) == (["a==1", "./b.whl"], [], ["python"])
    (folder / "environment.yml").write_bytes(b"\xff")
    with pytest.raises(BadEnvironment, match="cannot be read"):
        read_declaration(folder)


def test_a_requirement_inside_the_archive(sandbox: Sandbox, client: Client) -> None:
    program = "import tiny\ndef run(data, params):\n    return tiny.ANSWER\n"
    path = "wheels/tiny-1.0-py3-none-any.whl"
    layout: dict[str, str | bytes] = {
        "src/program.py": program,
        "environment.yml": f"dependencies:\n  - pip:\n      - ./{path}\n",
        path: wheel("tiny"),
    }
    published = client.publish(zipped(layout))
    assert "tiny" in sandbox.build_log(published.service["id"])
    with Caller(published) as caller:
        assert caller.run()[1] == {"result": 42, "metadata": None}
    assert client.build_of(zipped(layout))["status"] == "SUCCESS"


def test_pip_sees_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANQK_PERSONAL_ACCESS_TOKEN", "secret")
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example")
    assert "secret" not in pip_environment().values()
    assert pip_environment()["PIP_INDEX_URL"] == "https://index.example"

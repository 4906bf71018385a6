"""Runs user code in a process of its own: only the standard library, and alone (``-I``).

    python -I runner.py look FOLDER MEMORY      import the program and look for run()
    python -I runner.py check FOLDER MEMORY     see as well that it takes data and params
    python -I runner.py run FOLDER MEMORY       call it with data and params of FOLDER/input.json
    python -I runner.py call FOLDER MEMORY      call it with what its parameters name there

FOLDER holds ``app/user_code``. The outcome is written to FOLDER/outcome.json. MEMORY is in bytes.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # User code may ask for an older Python than the sandbox needs: no syntax after 3.8 here.
    from collections.abc import Callable

    Outcome = dict[str, object]

PR_SET_PDEATHSIG = 1  # of <sys/prctl.h>
PROGRAM = "app.user_code.src.program"
FRAMES = 5
NAME = 100
LINE = 160


def main(task: str, folder: Path, memory: int) -> None:
    """Do the task, write its outcome and end the process whatever threads are left."""
    end_with_parent()
    limit_memory(memory)
    os.chdir(folder / "app" / "user_code")
    sys.path.insert(0, str(folder))
    sys.argv = [PROGRAM]
    try:
        outcome = {"look": look, "check": check, "run": run, "call": call}[task](folder)
        text = json.dumps(outcome, allow_nan=False)
    except BaseException as error:  # noqa: BLE001 - also sys.exit() of the user code is a result
        limit_memory(None)
        text = json.dumps(failure(error, folder))
    write(folder / "outcome.json", text)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            continue
    os._exit(0)


def end_with_parent() -> None:
    """Let Linux end this process when the sandbox is killed and cannot do it itself."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - not there on every system

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def limit_memory(size: int | None) -> None:
    """Bound the address space, or lift the bound; where the system has no such limit, nothing."""
    try:
        import resource  # noqa: PLC0415 - not there on every system

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (hard if size is None else size, hard))
    except (ImportError, ValueError, OSError):
        return


def load() -> Callable[..., object]:
    """Import the program and return its run()."""
    program = importlib.import_module(PROGRAM)
    run_function: object = getattr(program, "run", None)
    if not callable(run_function):
        raise TypeError("src/program.py has no function run(data, params)")
    return run_function


def look(_: Path) -> Outcome:
    """Check that there is a run()."""
    load()
    return {"result": None}


def check(_: Path) -> Outcome:
    """Check that there is a run() that takes data and params."""
    run_function = load()
    try:
        signature = inspect.signature(run_function)
    except ValueError:
        return {"result": None}
    try:
        signature.bind(data={}, params={})
    except TypeError as error:
        raise TypeError(
            f"run{signature} of src/program.py cannot be called with data and params: {error}"
        ) from None
    return {"result": None}


def run(folder: Path) -> Outcome:
    """Call the program, and return its result as the gateway answers it."""
    given = {name: value for name, value in read_input(folder).items() if value is not None}
    return outcome_of(load()(data=given.get("data", {}), params=given.get("params", {})))


def call(folder: Path) -> Outcome:
    """Call the program with its arguments by name, and leave what it returns as a file."""
    run_function = load()
    arguments = load_sibling("arguments").bind(run_function, read_input(folder))
    return leave(run_function(**arguments), Path(os.environ["OUTPUT_DIRECTORY"]))


def load_sibling(name: str) -> Any:
    """Import a module beside this one under a name that user code does not use."""
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(f"_planqk_sandbox_{name}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[module.__name__] = module
    spec.loader.exec_module(module)
    return module


def read_input(folder: Path) -> Outcome:
    """Return what the caller has sent."""
    given: Outcome = json.loads((folder / "input.json").read_text(encoding="utf-8"))
    return given


def leave(value: object, folder: Path) -> Outcome:
    """Write what run() returned to a file in `folder`, and return it as a result.

    Without a value the result is what the user code itself has written there.
    """
    if value is None:
        try:
            value = json.loads((folder / "output.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {"result": None, "metadata": None}
        return {"result": value, "metadata": None}
    if type(value).__name__ in ("ErrorResponse", "ResultResponse"):
        return outcome_of(value)
    text = to_json(value)
    simple = isinstance(value, (str, int, float))
    write(folder / ("output.txt" if simple else "output.json"), text)
    return {"result": json.loads(text), "metadata": None}


def to_json(value: Any) -> str:
    """Return what run() returned as JSON: a pydantic model, or anything with members."""
    if hasattr(value, "model_dump_json"):
        return str(value.model_dump_json(indent=2))
    return json.dumps(value, default=members_of, indent=2, allow_nan=False)


def members_of(value: Any) -> object:
    """Return the members of an object that JSON does not know, or its text."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    return getattr(value, "__dict__", str(value))


def outcome_of(value: object) -> Outcome:
    """Put what run() returned in the form of a result, or of an error."""
    # User code brings its own copy of these classes, so only their names can tell.
    kind = type(value).__name__
    if kind == "ErrorResponse":
        code, detail = getattr(value, "code", None), getattr(value, "detail", None)
        return {"code": str(code), "detail": str(detail)}
    if kind == "ResultResponse":
        result, metadata = getattr(value, "result", None), getattr(value, "metadata", None)
        return {"result": result, "metadata": metadata, "is_response": True}
    return {"result": value, "metadata": None}


def failure(error: BaseException, folder: Path) -> Outcome:
    """Print the traceback, and return `error` as an outcome that says where it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).parent != Path(__file__).parent]
    visible = [frame for frame in own if not frame.filename.startswith("<frozen ")]
    try:
        print("Traceback (most recent call last):", file=sys.stderr)
        print("".join(traceback.format_list(visible)), end="", file=sys.stderr)
        print("".join(traceback.format_exception_only(type(error), error)), end="", file=sys.stderr)
    except (OSError, ValueError):
        pass
    outcome: Outcome = {
        "code": type(error).__name__,
        "detail": describe(error) + where(frames, folder),
    }
    if type(error).__name__ == "HandlerError":
        # Of qhub-commons: it has a title of its own, and more members for the problem.
        more = {str(name): value for name, value in getattr(error, "extensions", {}).items()}
        outcome["more"] = json.loads(json.dumps(more, default=str))
        outcome["code"] = str(getattr(error, "title", ""))
        outcome["detail"] = str(getattr(error, "detail", ""))
    return outcome


def where(frames: traceback.StackSummary, folder: Path) -> str:
    """Return the last frames of user code, its files relative to the archive."""
    archive = f"{folder / 'app' / 'user_code'}{os.sep}"
    lines = []
    for frame in [each for each in frames if each.filename.startswith(archive)][-FRAMES:]:
        name = frame.filename[len(archive) :][-NAME:]
        lines.append(f'  File "{name}", line {frame.lineno}, in {frame.name[:NAME]}')
        if frame.line:
            lines.append(f"    {frame.line[:LINE]}")
    return "".join(f"\n{line}" for line in lines)


def describe(error: BaseException) -> str:
    """Return the message of `error`, never an empty one."""
    if isinstance(error, SystemExit):
        return f"The user code called sys.exit({error.code!r})"
    try:
        return str(error) or f"The user code raised {type(error).__name__}"
    except Exception:  # noqa: BLE001 - __str__ is user code as well
        return f"The user code raised {type(error).__name__}"


def write(path: Path, text: str) -> None:
    """Write the outcome in one step."""
    draft = path.with_suffix(".draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))

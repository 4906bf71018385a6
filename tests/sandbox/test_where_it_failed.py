"""A failed execution says where its user code raised, in a bounded number of lines."""

from planqk_sandbox import Sandbox
from planqk_sandbox.work.runner import FRAMES
from tests.support.local_client import Caller, Client, archive

DEEP = """
from .steps import first

def run(data, params):
    return first(params)
"""
STEPS = """
import json

def first(params):
    return second(params["depth"], params["text"])

def second(depth, text):
    if depth:
        return second(depth - 1, text)
    return json.loads(text)  # the frames of json are not the user's
"""


def test_a_failure_says_where(sandbox: Sandbox) -> None:
    with Client(sandbox) as client:
        code = archive(DEEP, src__steps_dot_py=STEPS)
        with Caller(client.publish(code)) as caller:
            (_, short, _), (_, long, _) = (
                caller.run(params={"depth": depth, "text": text})
                for depth, text in ((0, "none"), (400, "none"))
            )
            _, much, _ = caller.run(params={"depth": "x" * 5000, "text": ""})
    assert short["code"] == "JSONDecodeError"
    assert short["detail"] == (
        "Expecting value: line 1 column 1 (char 0)\n"
        '  File "src/program.py", line 5, in run\n'
        "    return first(params)\n"
        '  File "src/steps.py", line 5, in first\n'
        '    return second(params["depth"], params["text"])\n'
        '  File "src/steps.py", line 10, in second\n'
        "    return json.loads(text)  # the frames of json are not the user's"
    )
    message, *where = long["detail"].splitlines()
    assert message == short["detail"].splitlines()[0]
    assert where[-2:] == short["detail"].splitlines()[-2:]
    assert len(where) == 2 * FRAMES
    assert much["code"] == "TypeError"
    assert "/" not in (short["detail"] + long["detail"]).replace("src/", "")


def test_what_says_where_is_bounded(sandbox: Sandbox) -> None:
    name, text = "f" * 5000, "x" * 5000
    with Client(sandbox) as client:
        code = archive(f"def {name}(): return None[{text!r}]\ndef run(data, params): {name}()\n")
        with Caller(client.publish(code)) as caller:
            detail = caller.run()[1]["detail"]
    assert 'File "src/program.py", line 1, in ffff' in detail
    assert len(detail) < 1500

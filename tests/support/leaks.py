"""What a careless program may write to its log about an error, and a token to look for in it."""

from __future__ import annotations

import traceback

CANARY = "plqk_canary0123456789canary0123456789canary01"


def everything_shown_by(error: BaseException) -> str:
    """What a careless program may write to its log about an error."""
    formatted = traceback.TracebackException.from_exception(error, capture_locals=True)
    shown = ["".join(formatted.format())]
    chain = [error]
    for each in chain:  # grows: some loggers go further than a traceback does
        shown += [str(each), repr(each), repr(vars(each)), repr(getattr(each, "object", ""))]
        chain += [e for e in (each.__cause__, each.__context__) if e and e not in chain]
    return "\n".join(shown)


def beyond_the_tests(error: BaseException) -> BaseException:
    """The error without the frames of the tests, which hold the sandbox's knobs and the canary."""
    trace = error.__traceback__
    while trace and "tests" in trace.tb_frame.f_code.co_filename:
        trace = trace.tb_next
    return error.with_traceback(trace)

"""The floor once more, with httpx2 under the same code."""

import httpx2

httpx2.alias_httpx()

import raw_httpx  # noqa: E402
from answering import answer  # noqa: E402

if __name__ == "__main__":
    answer(
        raw_httpx.fan_out_threads,
        raw_httpx.gathered,
        raw_httpx.gathered_threads,
        raw_httpx.tuned,
    )

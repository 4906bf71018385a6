"""User code to upload."""

from __future__ import annotations

import io
import json
import zipfile


def zipped(files: dict[str, str | bytes]) -> io.BytesIO:
    """A zip archive of ``files``."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    packed.seek(0)
    return packed


def user_code(body: str, **files: str | bytes) -> io.BytesIO:
    """User code whose ``run(data, params)`` has this body."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return zipped(
        {
            "src/__init__.py": "",
            "src/program.py": f"import time\n\ndef run(data=None, params=None):\n{lines}\n",
            "environment.yml": json.dumps({"name": "x", "dependencies": ["python>=3.11"]}),
            **files,
        }
    )

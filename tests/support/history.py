"""What the tests of the report read: the states of the API, and a module of the recipes."""

from __future__ import annotations

from scripts.documents import SPECS
from scripts.targets import PLANQK

HISTORY = SPECS / "history"
SERVICES = PLANQK.recipes / "services.py"
STATES = [PLANQK.platform.document, *sorted(HISTORY.glob("*.json"))]
"""The state of specs/planqk/, then the later ones."""

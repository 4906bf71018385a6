"""``python -m planqk_helpers`` is ``planqk-helpers``."""

import sys

from .cli import main

sys.exit(main())

"""Random requests to the Hub, right ones and wrong ones, against its API documents."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from planqk_sandbox import Sandbox
from planqk_sandbox.faces.hub import gateway
from planqk_sandbox.faces.hub.routing import HANDLERS, read_api_document
from tests.sandbox.hub.test_contract import Recorder
from tests.support.hub_client import HubClient, Published, summing
from tests.support.hub_document import furnish

"""What the tests of the sandbox say over HTTP: plain httpx, no client of this project."""

import base64
import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx2 as httpx

from planqk_sandbox import Sandbox
from planqk_sandbox.world.records import Account, Application, Service
from tests.support import user_code

SUM = """
def run(data, params):
    return {"sum": sum(data.get("values", []))}
"""
PATIENCE = 20.0
Json = dict[str, Any]
T = TypeVar("T")


def archive(program: str = SUM, **files: str | bytes) -> bytes:
    """Return user code as a zip; in the names of `files`, ``__`` is a slash and ``_dot_`` a dot."""
    more = {name.replace("__", "/").replace("_dot_", "."): text for name, text in files.items()}
    basis: dict[str, str | bytes] = {
        "src/__init__.py": "",
        "environment.yml": "name: sum\n",
        "src/program.py": program,
    }
    return zipped(basis | more)


def zipped(layout: dict[str, str | bytes]) -> bytes:
    """Return a zip with these files, the same bytes at any time."""
    return user_code.zipped(layout).getvalue()


def wheel(name: str) -> bytes:
    """Return a wheel with one module that holds a constant."""
    files = {
        f"{name}.py": "ANSWER = 42\n",
        f"{name}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{name}-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\n"
        "Root-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{path},{checksum(text)},{len(text)}" for path, text in files.items()]
    record.append(f"{name}-1.0.dist-info/RECORD,,")
    return zipped({**files, f"{name}-1.0.dist-info/RECORD": "\n".join(record) + "\n"})


def checksum(text: str) -> str:
    """Return the checksum of a file in a wheel."""
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256=" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def poll(read: Callable[[], T], done: Callable[[T], bool]) -> T:
    """Read until it is done, with a bound."""
    deadline = time.monotonic() + PATIENCE
    while not done(value := read()):
        assert time.monotonic() < deadline, f"still {value}"
        time.sleep(0.01)
    return value


@dataclass(frozen=True)
class Published:
    """A service that is published internally, and an application that is subscribed to it."""

    service: Json
    application: Json
    subscription: Json
    endpoint: str
    version_path: str
    token: str


class Client(httpx.Client):
    """Talks to the platform as the user of a sandbox."""

    def __init__(self, sandbox: Sandbox, **headers: str) -> None:
        given = {"X-Auth-Token": sandbox.access_token}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        super().__init__(base_url=sandbox.base_url, headers=given, trust_env=False, timeout=30)

    def ok(self, method: str, path: str, **arguments: Any) -> Any:
        """Return the JSON of an answer that has to be a success."""
        response = self.request(method, path, **arguments)
        assert response.is_success, (response.status_code, response.text)
        return response.json() if response.content else None

    def create(self, code: bytes | None = None, name: str = "Sum", **query: str | int) -> Json:
        """Create a managed service."""
        files = {"userCode": ("blob", code)} if code is not None else None
        created: Json = self.ok(
            "POST", "/v2/managed-services", params={"name": name, **query}, files=files
        )
        return created

    def build(self, service: Json) -> Json:
        """Wait for the build of a service to end."""
        return poll(
            lambda: self.ok("GET", f"{path_of(service)}/build-status"),
            lambda build: build["status"] != "WORKING",
        )

    def build_of(self, code: bytes) -> Json:
        """Create a service from `code` and return how its build ended."""
        return self.build(self.create(code))

    def publish(self, code: bytes, name: str = "Sum", **query: str | int) -> Published:
        """Take user code all the way to an application that can call it."""
        service = self.create(code, name, **query)
        build = self.build(service)
        assert build["status"] == "SUCCESS", build
        self.ok("POST", f"{path_of(service)}/publish-internal")
        return self.subscribe(service)

    def subscribe(self, service: Json) -> Published:
        """Subscribe a new application to a published service."""
        application = self.ok("POST", "/v2/applications", json={"name": "Caller"})
        path = f"/v2/applications/{application['id']}"
        wanted = {"applicationId": application["id"], "serviceId": service["id"]}
        subscription = self.ok("POST", f"{path}/subscriptions", json=wanted)
        token = self.ok("POST", f"{path}/access-token")["token"]
        endpoint = subscription["api"]["gatewayEndpoint"]
        return Published(service, application, subscription, endpoint, path_of(service), token)


class Caller(httpx.Client):
    """Talks to a published service as an application."""

    def __init__(self, published: Published) -> None:
        super().__init__(
            headers={"Authorization": f"Bearer {published.token}"}, trust_env=False, timeout=30
        )
        self.endpoint = published.endpoint

    def start(self, data: Json | None = None, params: Json | None = None) -> str:
        """Start an execution and return its address."""
        response = self.post(self.endpoint, json={"data": data or {}, "params": params or {}})
        assert response.status_code == 201, response.text
        return response.headers["location"]

    def wait(self, location: str, *states: str) -> Json:
        """Wait for an execution to be in one of `states`; default: to end."""
        wanted = states or ("SUCCEEDED", "FAILED", "CANCELLED")
        return poll(lambda: self.get(location).json(), lambda job: job["status"] in wanted)

    def run(self, data: Json | None = None, params: Json | None = None) -> tuple[str, Any, str]:
        """Return the last state of an execution, its result, and its id."""
        location = self.start(data, params)
        job = self.wait(location)
        return job["status"], self.get(f"{location}/result").json(), job["id"]


@contextmanager
def owned_by_somebody_else(sandbox: Sandbox, **things: str) -> Iterator[None]:
    """Give a `service` or an `application` to another user: no operation can make one."""
    store = sandbox._world.store
    stranger = Account(id="stranger", name="Stranger", context="stranger", is_organization=False)
    if not store.get(Account, stranger.id):
        store.insert(stranger)
    kinds: dict[str, type[Service | Application]] = {
        "service": Service,
        "application": Application,
    }
    owned = [store.find(kinds[kind], id=thing)[0] for kind, thing in things.items()]
    try:
        for one in owned:
            store.update(type(one), one.id, account_id=stranger.id)
        yield
    finally:
        for one in owned:
            store.update(type(one), one.id, account_id=one.account_id)


def path_of(service: Json) -> str:
    """Return the path of the only version of a service."""
    return f"/services/{service['id']}/versions/{service['serviceDefinitions'][0]['id']}"


def upload_path_of(service: Json) -> str:
    """Return the path uploads go to, which has another form."""
    return path_of(service).removeprefix("/services")

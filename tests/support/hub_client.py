"""What the tests of the sandbox say to the Hub over HTTP: plain httpx."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2 as httpx

from planqk_sandbox import Sandbox
from tests.support.local_client import Json, archive, poll

SUM = """
def run(values: list, scale: int = 1):
    print("adding", len(values))
    return {"sum": scale * sum(values)}
"""
FINAL = ("SUCCEEDED", "FAILED", "CANCELLED")


@dataclass(frozen=True)
class Published:
    """A service that is published internally, and an application that is subscribed to it."""

    service: Json
    application: Json
    subscription: Json
    endpoint: str
    token: str


class HubClient(httpx.Client):
    """Talks to the Hub as the user of a sandbox."""

    def __init__(self, sandbox: Sandbox, **headers: str) -> None:
        given = {"X-Auth-Token": sandbox.access_token}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        super().__init__(base_url=sandbox.hub_url, headers=given, trust_env=False, timeout=30)
        self.token_url = f"{sandbox.hub_gateway_url}/token"

    def ok(self, method: str, path: str, **arguments: Any) -> Any:
        """Return the JSON of an answer that has to be a success."""
        response = self.request(method, path, **arguments)
        assert response.is_success, (response.status_code, response.text)
        return response.json() if response.content else None

    def create(self, name: str = "Sum", **members: Any) -> Json:
        """Create a managed service."""
        body = {"name": name, "source": {"type": "file"}, **members}
        created: Json = self.ok("POST", "/managed-services", json=body)
        return created

    def upload(self, service: Json, code: bytes) -> None:
        """Upload user code."""
        path = f"/managed-services/{service['id']}/source/file"
        self.ok("PUT", path, files={"file": ("code.zip", code)})

    def build(self, service: Json) -> Json:
        """Build a service, and wait for the end of it."""
        self.ok("PUT", f"/managed-services/{service['id']}/build")
        return self.built(service)

    def built(self, service: Json) -> Json:
        """Wait for the last build of a service to end."""
        path = f"/managed-services/{service['id']}/build-status"
        return poll(lambda: self.ok("GET", path), lambda build: build["status"] != "WORKING")

    def ready(self, code: bytes, name: str = "Sum", **members: Any) -> Json:
        """Return a service that was built from user code."""
        service = self.create(name, **members)
        self.upload(service, code)
        build = self.build(service)
        assert build["status"] == "SUCCESS", build
        return service

    def publish(
        self, code: bytes, name: str = "Sum", scope: str = "INTERNAL", **members: Any
    ) -> Published:
        """Take user code all the way to an application that can call it."""
        service = self.ready(code, name, **members)
        self.ok("PUT", f"/services/{service['id']}/publication", json={"scope": scope})
        return self.subscribe(service)

    def subscribe(self, service: Json) -> Published:
        """Subscribe a new application to a published service."""
        application = self.ok("POST", "/applications", json={"name": "Caller"})
        wanted = {"applicationId": application["id"], "serviceId": service["id"]}
        subscription = self.ok("POST", "/subscriptions", json=wanted)
        (key,) = self.ok("GET", f"/applications/{application['id']}/access-keys")
        token = self.token(key["accessKeyId"], key["secretAccessKey"])
        endpoint = subscription["service"]["gatewayEndpoint"]
        return Published(service, application, subscription, endpoint, token)

    def token(self, key: str, secret: str) -> str:
        """Return a token for the gateway."""
        form = {"grant_type": "client_credentials"}
        with httpx.Client(trust_env=False) as client:
            response = client.post(self.token_url, data=form, auth=(key, secret))
        assert response.is_success, response.text
        token: str = response.json()["access_token"]
        return token

    def result(self, execution_id: str) -> Json:
        """Return the result of an execution without its links."""
        return without_links(self.ok("GET", f"/service-executions/{execution_id}/results"))

    def job(self, service: Json, arguments: Mapping[str, Any] | None = None, **more: Any) -> Json:
        """Run a service as a job, and return it when it has ended."""
        body = {"serviceId": service["id"], "input": dict(arguments or {}), **more}
        job = self.ok("POST", "/service-jobs", json=body)
        return self.ended(job)

    def ended(self, job: Json) -> Json:
        """Wait for a job to end."""
        path = f"/service-jobs/{job['id']}"
        return poll(lambda: self.ok("GET", path), lambda found: found["status"] in FINAL)


class HubCaller(httpx.Client):
    """Talks to a published service as an application."""

    def __init__(self, published: Published) -> None:
        super().__init__(
            headers={"Authorization": f"Bearer {published.token}"}, trust_env=False, timeout=30
        )
        self.endpoint = published.endpoint

    def start(self, arguments: Mapping[str, Any] | None = None) -> str:
        """Start an execution and return its address."""
        response = self.post(self.endpoint, json=dict(arguments or {}))
        assert response.status_code == 201, response.text
        return response.headers["location"]

    def wait(self, location: str, *states: str) -> Json:
        """Wait for an execution to be in one of `states`; default: to end."""
        return poll(
            lambda: self.get(location).json(), lambda found: found["status"] in (states or FINAL)
        )

    def run(self, arguments: Mapping[str, Any] | None = None) -> tuple[str, Json, str]:
        """Return the last state of an execution, its result without links, and its address."""
        location = self.start(arguments)
        status = self.wait(location)["status"]
        result = self.get(f"{location}/result").json()
        return status, without_links(result), location


def without_links(result: Json) -> Json:
    """Return the members of a result that the service itself has made."""
    return {name: result[name] for name in result if name not in ("_links", "_embedded")}


def summing() -> bytes:
    """Return user code that sums numbers."""
    return archive(SUM)

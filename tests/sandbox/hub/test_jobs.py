"""Jobs, and the lists of jobs and executions: filters, order and pages."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from planqk_sandbox import Sandbox
from tests.support.hub_client import HubCaller, HubClient, Published, summing
from tests.support.local_client import Client, Json, archive


def test_a_job_needs_no_application(hub: HubClient) -> None:
    service = hub.ready(summing())
    job = hub.ok(
        "POST", "/service-jobs", json={"serviceId": service["id"], "input": {"values": [2]}}
    )
    assert (job["serviceId"], job["status"], job["type"]) == (service["id"], "PENDING", "MANAGED")
    assert "applicationId" not in job
    assert hub.ended(job)["status"] == "SUCCEEDED"
    path = f"/service-executions/{job['id']}"
    assert hub.ok("GET", path)["id"] == job["id"]
    assert hub.result(job["id"]) == {"sum": 2}
    assert hub.ok("GET", f"{path}/logs")[0]["message"] == "adding 1"


def test_a_job_is_cancelled_as_an_execution(hub: HubClient) -> None:
    service = hub.ready(archive("import time\n\ndef run():\n    time.sleep(60)\n"))
    job = hub.ok("POST", "/service-jobs", json={"serviceId": service["id"]})
    assert hub.put(f"/service-executions/{job['id']}/cancel").status_code == 204
    assert hub.ended(job)["status"] == "CANCELLED"
    assert hub.get(f"/service-executions/{job['id']}/results").status_code == 204


def test_only_a_job_whose_input_was_stored_runs_again(hub: HubClient, at_hub: Published) -> None:
    once = hub.job(at_hub.service, {"values": [1]}, tags=["A", "b", "a"])
    assert "input" not in once
    refused = hub.post(f"/service-jobs/{once['id']}/rerun")
    assert (refused.status_code, "storeInput" in refused.text) == (400, True)
    kept = hub.job(at_hub.service, {"values": [3]}, tags=["A", "b", "a"], storeInput=True)
    assert (kept["input"], kept["tags"]) == ('{"values": [3]}', ["a", "b"])
    again = hub.ended(hub.ok("POST", f"/service-jobs/{kept['id']}/rerun"))
    assert again["id"] != kept["id"]
    assert (again["input"], again["tags"]) == (kept["input"], kept["tags"])
    assert hub.result(again["id"]) == {"sum": 3}
    assert hub.post(f"/service-jobs/{again['id']}/rerun").status_code == 201


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"serviceId": 1}, 400),
        ({"serviceId": "none"}, 404),
        ({"serviceId": "SERVICE", "input": []}, 400),
        ({"serviceId": "SERVICE", "tags": [1]}, 400),
        ({"serviceId": "SERVICE", "storeInput": "yes"}, 400),
        ({"serviceId": "SERVICE", "input": {"$tags": "a"}}, 400),
        ({"serviceId": "SERVICE", "input": {"$secrets": ["a"]}}, 400),
        ({"serviceId": "SERVICE", "input": {"$secrets": {"a": 1}}}, 400),
        ({"serviceId": "SERVICE", "input": {"$secrets": {"a=b": "c"}}}, 400),
        ({"serviceId": "SERVICE", "input": {"$secrets": {"a": "\0"}}}, 400),
        ({"serviceId": "SERVICE", "input": {"$secrets": {"a": "b" * 70_000}}}, 400),
    ],
)
def test_a_wrong_job_starts_nothing(
    sandbox: Sandbox, hub: HubClient, at_hub: Published, body: Json, status: int
) -> None:
    if body.get("serviceId") == "SERVICE":
        body = body | {"serviceId": at_hub.service["id"]}
    before = sandbox.effects["hub.createServiceJob"]
    response = hub.post("/service-jobs", json=body)
    assert response.status_code == status
    assert response.json()["errorMessage"]
    assert sandbox.effects["hub.createServiceJob"] == before


def test_no_job_without_a_build_and_none_of_an_external_service(
    hub: HubClient, client: Client
) -> None:
    service = hub.create("Not built")
    assert hub.post("/service-jobs", json={"serviceId": service["id"]}).status_code == 404
    external = client.ok(
        "POST", "/v2/external-services", params={"name": "E", "url": "http://e.org"}
    )
    refused = hub.post("/service-jobs", json={"serviceId": external["id"]})
    assert (refused.status_code, "external" in refused.text) == (400, True)


def test_jobs_belong_to_their_account(sandbox: Sandbox, hub: HubClient, at_hub: Published) -> None:
    job = hub.job(at_hub.service)
    with HubClient(sandbox, X_OrganizationId=sandbox.organization_id) as there:
        assert there.get(f"/service-jobs/{job['id']}").status_code == 404
        assert there.post(f"/service-jobs/{job['id']}/rerun").status_code == 404
        assert there.ok("GET", "/service-jobs", params={"ids": job["id"]})["content"] == []
        # The service is not on the marketplace.
        body = {"serviceId": at_hub.service["id"]}
        assert there.post("/service-jobs", json=body).status_code == 404


class Listed:
    """A service of its own with three jobs and an execution, and the lists of them."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.hub = HubClient(sandbox)
        self.published = self.hub.publish(summing())
        self.service = self.published.service
        names: tuple[list[str], ...] = (["red"], ["red", "blue"], [])
        self.jobs = [
            self.hub.job(self.service, {"values": [len(tags)]}, tags=tags)["id"] for tags in names
        ]
        with HubCaller(self.published) as caller:
            body = {"values": [], "$tags": ["Green"]}
            self.execution = caller.run(body)[2].rpartition("/")[2]

    def __call__(self, path: str = "/service-executions", **query: Any) -> list[str]:
        """Return the ids on a page."""
        wanted = {"serviceId": self.service["id"], **query}
        return [one["id"] for one in self.hub.ok("GET", path, params=wanted)["content"]]


@pytest.fixture(scope="module")
def listed(sandbox: Sandbox) -> Iterator[Listed]:
    made = Listed(sandbox)
    yield made
    made.hub.close()


def test_lists_are_newest_first(listed: Listed) -> None:
    newest_first = listed.jobs[::-1]
    assert listed("/service-jobs") == newest_first
    assert listed() == [listed.execution, *newest_first]
    assert listed(sort="createdAt") == [*listed.jobs, listed.execution]
    assert listed(sort="createdAt,DESC") == [listed.execution, *newest_first]
    assert sorted(listed(sort="status,asc")) == sorted([*listed.jobs, listed.execution])


def test_filters(listed: Listed) -> None:
    first, second, third = listed.jobs
    assert listed(tags="red") == [second, first]
    assert listed(tags=["BLUE", "green"]) == [listed.execution, second]
    assert listed(tags="re") == []
    assert listed("/service-jobs", tags="green") == []
    assert listed(ids=[first, third]) == [third, first]
    assert listed(ids=f"{first[:30]}*") == [first]
    assert listed(ids=[f"*{first[-20:]}", third]) == [third, first]
    assert listed(ids=["?" * 36 + "*", "[0-9a-f]*"]) == []
    assert listed(applicationId=listed.published.application["id"]) == [listed.execution]
    assert listed(applicationId="none") == []
    assert listed(tags="red", ids=[first, third]) == [first]
    many = [f"{number:036}" for number in range(500)]
    assert listed(ids=[*many, first]) == [first]


def test_filters_by_time(listed: Listed) -> None:
    now = datetime.now(UTC)
    everything = listed()
    before, after = now - timedelta(hours=1), now + timedelta(hours=1)
    for moment in (before.isoformat(), f"{before.timestamp() * 1000:.0f}"):
        assert listed(createdAfter=moment) == everything
        assert listed(createdBefore=moment) == []
    assert listed(createdAfter=after.strftime("%Y-%m-%dT%H:%M:%SZ")) == []
    # Without a time zone it is UTC.
    assert listed(createdBefore=after.replace(tzinfo=None).isoformat()) == everything


def test_pages(listed: Listed) -> None:
    query: Json = {"serviceId": listed.service["id"], "size": 3, "sort": "createdAt,asc"}
    page = listed.hub.ok("GET", "/service-executions", params=query)
    assert [one["id"] for one in page.pop("content")] == listed.jobs
    assert page == {
        "page": 0,
        "number": 0,
        "size": 3,
        "totalElements": 4,
        "totalPages": 2,
        "first": True,
        "last": False,
        "numberOfElements": 3,
        "empty": False,
        "sort": [{"property": "createdAt", "direction": "ASC"}],
    }
    assert listed(size=3, page=1) == [listed.jobs[0]]
    assert listed(size=3, page=2) == []
    assert listed(size=3, page=999_999_999) == []


@pytest.mark.parametrize(
    "query",
    [
        {"size": 0},
        {"size": 10_000},
        {"size": -1},
        {"page": -1},
        {"page": "a"},
        {"sort": "name"},
        {"sort": "createdAt,up"},
        {"createdAfter": "yesterday"},
        {"createdAfter": "9" * 30},
        {"createdBefore": "0000-01-01T00:00:00Z"},
    ],
)
@pytest.mark.parametrize("path", ["/service-executions", "/service-jobs"])
def test_a_wrong_question(hub: HubClient, path: str, query: dict[str, Any]) -> None:
    response = hub.get(path, params=query)
    assert response.status_code == 400, response.text
    assert next(iter(query)) in response.json()["errorMessage"]


def test_what_a_deleted_service_ran_is_on_no_list(hub: HubClient) -> None:
    service = hub.ready(summing())
    job = hub.job(service, {"values": []})
    hub.ok("DELETE", f"/services/{service['id']}")
    assert hub.ok("GET", "/service-jobs", params={"ids": job["id"]})["totalElements"] == 0
    assert hub.get(f"/service-jobs/{job['id']}").status_code == 404

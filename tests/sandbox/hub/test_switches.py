"""What is not known of the Hub, and is an option: each the one way and the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2 as httpx
import pytest

from planqk_sandbox import Sandbox
from tests.support.hub_client import HubCaller, HubClient, summing
from tests.support.local_client import archive

WAITING = "import time\n\ndef run():\n    print('begun', flush=True)\n    time.sleep(60)\n"


@contextmanager
def serving(**options: Any) -> Iterator[HubClient]:
    """Serve the Hub with these options."""
    with Sandbox(**options) as sandbox, HubClient(sandbox) as hub:
        yield hub


@pytest.mark.parametrize("builds", [False, True])
def test_an_upload_starts_a_build_or_not(builds: bool) -> None:
    with serving(upload_builds=builds) as hub:
        service = hub.create()
        hub.upload(service, summing())
        status = hub.get(f"/managed-services/{service['id']}/build-status")
        assert status.status_code == (200 if builds else 404)
        # The explicit build is possible either way, also while the other one works.
        assert hub.build(service)["status"] == "SUCCESS"
        assert hub.result(hub.job(service, {"values": [1]})["id"]) == {"sum": 1}
        hub.upload(service, archive("no program\n"))
        assert hub.built(service)["status"] == ("FAILURE" if builds else "SUCCESS")


@pytest.mark.parametrize("early", [404, 204])
def test_a_result_before_the_end_is_404_or_204(early: int) -> None:
    with (
        serving(early_result=early) as hub,
        HubCaller(hub.publish(archive(WAITING))) as caller,
    ):
        location = caller.start()
        answer = caller.get(f"{location}/result")
        assert answer.status_code == early
        assert ("retry-after" in answer.headers) == (early == 204)
        platform = hub.get(f"/service-executions/{location.rpartition('/')[2]}/results")
        assert (platform.status_code, "retry-after" in platform.headers) == (204, True)
        caller.put(f"{location}/cancel")
        # There never will be one.
        assert caller.get(f"{location}/result").status_code == 404
        assert caller.get(f"{location[:-1]}x/result").status_code == 404


@pytest.mark.parametrize("form", ["array", "object"])
def test_the_log_is_an_array_or_an_object(form: str) -> None:
    with serving(logs_form=form) as hub, HubCaller(hub.publish(summing())) as caller:
        location = caller.run({"values": [1], "more": 1})[2]
        path = f"/service-executions/{location.rpartition('/')[2]}/logs"
        log, at_gateway = hub.ok("GET", path), caller.get(f"{location}/log").json()
        assert len(at_gateway) == 2, "the gateway's document declares a list"
        ends = {"first": at_gateway[0], "last": at_gateway[-1], "empty": False}
        assert log == (at_gateway if form == "array" else ends)
        assert hub.get(path, params={"raw": True}).text.count("\n") == 2
        nothing = hub.job(hub.ready(archive("def run():\n    return {}\n")))
        log = hub.ok("GET", f"/service-executions/{nothing['id']}/logs")
        assert log == ([] if form == "array" else {"empty": True})


@pytest.mark.parametrize("plain", [False, True])
def test_success_has_a_code_of_its_own_or_is_200(plain: bool) -> None:
    with serving(plain_success=plain) as hub:
        codes: list[int] = []
        hub.event_hooks = {"response": [lambda response: codes.append(response.status_code)]}
        service = hub.ready(summing())
        job = hub.job(service, {"values": []}, storeInput=True)
        assert set(codes) == ({200} if plain else {200, 201, 204})
        responses = {
            "created": hub.post(f"/service-jobs/{job['id']}/rerun"),
            "done": hub.put(f"/services/{service['id']}/summary", json={"summary": "S"}),
            "read": hub.get(f"/services/{service['id']}"),
            "probed": hub.head(f"/service-executions/{job['id']}"),
        }
        assert {name: each.status_code for name, each in responses.items()} == (
            dict.fromkeys(responses, 200)
            if plain
            else {"created": 201, "done": 204, "read": 200, "probed": 204}
        )
        assert responses["done"].content == b""
        # Nothing yet is 204 either way: clients have to come again.
        waiting = hub.ok(
            "POST", "/service-jobs", json={"serviceId": hub.ready(archive(WAITING))["id"]}
        )
        early = hub.get(f"/service-executions/{waiting['id']}/results")
        assert (early.status_code, "retry-after" in early.headers) == (204, True)


@pytest.mark.parametrize("ignored", [False, True])
def test_an_unknown_member_is_refused_or_ignored(ignored: bool) -> None:
    with serving(ignore_unknown=ignored) as hub:

        def create(**members: Any) -> httpx.Response:
            body = {"name": "Sum", "source": {"type": "file"}, **members}
            return hub.post("/managed-services", json=body)

        for members in ({"nane": 1}, {"source": {"type": "file", "path": "x"}}):
            answer = create(**members)
            assert answer.status_code == (201 if ignored else 400)
            if not ignored:
                assert "is unknown" in answer.json()["errorMessage"]
        assert create(nane=None).status_code == 201, "null is the same as nothing"
        assert create(name=1).status_code == 400, "a wrong type never is ignored"
        assert len(hub.ok("GET", "/services")) == (3 if ignored else 1)
        published = hub.publish(summing())
        body = {"serviceId": published.service["id"], "input": {"values": [], "any": 1}}
        assert hub.post("/service-jobs", json=body).status_code == 201
        assert hub.post("/service-jobs", json={**body, "inputs": {}}).status_code == (
            201 if ignored else 400
        )
        with HubCaller(published) as caller:
            assert caller.run({"values": [1], "unknown": 1})[:2] == ("SUCCEEDED", {"sum": 1})

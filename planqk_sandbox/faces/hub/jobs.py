"""Service jobs: executions of a service without an application and a subscription."""

from starlette.responses import Response

from ...work.strict_json import JsonObject
from ...world import history, jobs
from ...world.executions import Start
from ...world.records import Execution
from ..answers import answer
from .calls import HubCall, HubHandler, created
from .executions import render_all, search
from .inputs import read_input
from .rendering import job_dto


def create_job(call: HubCall) -> Response:
    """Start a job."""
    given = read_input(call.object("input") or {})
    start = Start(
        platform="Hub",
        account_id=call.account.id,
        input=given.arguments,
        tags=[*call.texts("tags"), *given.tags],
        secrets=given.secrets,
        parent_token=call.parent_token,
        keeps_input=call.body.get("storeInput") is True,
    )
    job = jobs.create(call.world, call.account, call.required_text("serviceId"), start)
    call.count_effect()
    return created(_render(call, job))


def get_jobs(call: HubCall) -> Response:
    """List a page of the jobs of the account, without their inputs."""
    page, found, total = search(call, only_jobs=True)
    return answer(page.envelope(render_all(call, found), total))


def get_job(call: HubCall) -> Response:
    """Return a job."""
    return answer(_render(call, _job_in_path(call)))


def run_job_again(call: HubCall) -> Response:
    """Start a new job with the input of another."""
    job = jobs.run_again(call.world, call.account, _job_in_path(call))
    call.count_effect()
    return created(_render(call, job))


def _job_in_path(call: HubCall) -> Execution:
    return jobs.find(call.world, call.account, call.path["id"])


def _render(call: HubCall, job: Execution) -> JsonObject:
    given = jobs.stored_input(call.world, job)
    return job_dto(job, history.service(call.world, job), given)


HANDLERS: dict[str, HubHandler] = {
    "createServiceJob": create_job,
    "getServiceJobs": get_jobs,
    "getServiceJob": get_job,
    "rerunServiceJob": run_job_again,
}

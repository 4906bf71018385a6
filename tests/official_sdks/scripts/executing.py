"""Run a service: through its gateway, and as jobs."""

import os
from json import loads

from calling import CANNOT, ONCE, cannot, ended, error, read, until
from qhub.api.platform.core.api_error import ApiError
from qhub.api.platform.core.parse_error import ParsingError
from qhub.api.service.core.api_error import ApiError as CallError


async def execute(caller, pool):
    """Run a service through its gateway to a result, to a failure and to a cancellation."""
    started = await caller.start_execution(
        request={
            "values": [1, 2.5],
            "pool": pool,
            "report": True,
            "$tags": ["SDK"],
            "$secrets": {"apiKey": "s3cret"},
        }
    )
    done = await ended(lambda: caller.get_status(started.id))
    assert done.status == "SUCCEEDED", done
    result = await result_of(caller, started.id)
    assert result.model_extra == {"sum": 10.5, "unit": "km", "secret": "s3cret"}, result
    assert "report.txt" in dict(result.links)
    assert await read(caller.get_result_file(started.id, "report.txt")) == b"report"
    assert "adding 2" in [each.message for each in await caller.get_logs(started.id)]
    assert started.id in [each.id for each in await caller.get_service_executions()]

    wrong = await caller.start_execution(request={"values": ["text"]})
    assert (await ended(lambda: caller.get_status(wrong.id))).status == "FAILED"
    problem = await result_of(caller, wrong.id)
    assert problem.model_extra["title"] == "TypeError", problem

    slow = await caller.start_execution(request={"values": [], "wait": 60})
    await caller.cancel_execution(slow.id)
    assert (await ended(lambda: caller.get_status(slow.id))).status == "CANCELLED"
    return started.id


async def result_of(caller, execution):
    """Return the result of an execution; the SDK takes both 404 and 204 for an error."""

    async def look():
        try:
            return await caller.get_result(execution, request_options=ONCE)
        except CallError as early:
            assert early.status_code == int(os.environ["EARLY_RESULT"]), early

    return await until(look, bool)


async def sum_at(platform, execution):
    """Return the sum that the platform has as result."""
    look = platform.service_executions.get_service_execution_result
    return (await until(lambda: look(execution), bool))["sum"]


async def look_back(platform, execution, subscription):
    """See at the platform what has run at the gateway."""
    executions = platform.service_executions
    assert (await executions.get_service_execution(execution)).tags == ["sdk"]
    await executions.head_service_execution(execution)
    tagged = await executions.get_service_executions(
        tags=["sdk"], application_id=subscription.application.id, page=0, size=5
    )
    assert [each.id for each in tagged.content] == [execution]
    through = await platform.subscriptions.get_service_executions_by_subscription(subscription.id)
    assert len(through) == 3
    assert (await sum_at(platform, execution)) == 10.5
    (cost,) = await executions.get_service_execution_costs(execution)
    assert float(cost.total_amount.amount) == 0
    lineage = await executions.get_service_execution_lineage(execution)
    assert len(lineage.nodes) == 1
    # It asks for the file "**": its path has no place in the method.
    missing = read(executions.get_service_execution_result_file(execution))
    assert (await error(missing, ApiError)).status_code == 404
    CANNOT.add("getServiceExecutionResultFile")
    raw = executions.get_service_execution_logs(execution, raw=True)
    assert (await error(raw, ApiError)).status_code == 200
    if os.environ["LOGS_FORM"] == "array":
        logs = executions.get_service_execution_logs(execution)
        await cannot("getServiceExecutionLogs", logs, ParsingError)
    else:
        assert (await executions.get_service_execution_logs(execution, limit=5)).empty is False


async def run_jobs(platform, service):
    """Run a service without an application."""
    jobs = platform.service_jobs
    job = await jobs.create_service_job(
        service_id=service, input={"values": [4]}, tags=["Nightly"], store_input=True
    )
    done = await ended(lambda: jobs.get_service_job(job.id))
    assert (done.status, done.tags, loads(done.input)) == (
        "SUCCEEDED",
        ["nightly"],
        {"values": [4]},
    )
    again = await jobs.rerun_service_job(job.id)
    assert again.id != job.id
    assert (await ended(lambda: jobs.get_service_job(again.id))).status == "SUCCEEDED"
    assert (await sum_at(platform, again.id)) == 4
    newest, oldest = [
        await jobs.get_service_jobs(tags=["nightly"], page=page, size=1) for page in (0, 1)
    ]
    assert [newest.content[0].id, oldest.content[0].id] == [again.id, job.id]
    assert (newest.total_elements, newest.last, oldest.last) == (2, False, True)
    slow = await jobs.create_service_job(service_id=service, input={"values": [], "wait": 60})
    assert await platform.service_executions.get_service_execution_result(slow.id) is None
    await platform.service_executions.cancel_service_execution(slow.id)
    assert (await ended(lambda: jobs.get_service_job(slow.id))).status == "CANCELLED"
    assert (await platform.services.get_service_statistics(service)).subscription_count == 1

"""Jobs: executions of a service without an application and a subscription."""

import json

from . import datapools
from .errors import BadValue, NotFound
from .executions import Start
from .history import find_started, service
from .records import Account, Execution, Payload
from .services import find_for_subscriber
from .world import World


def create(world: World, account: Account, service_id: str, start: Start) -> Execution:
    """Start a job of a service of `account`, or of one on the marketplace.

    Raises:
        BadValue: The service is an external one.
        NotAllowed: A data pool in the input cannot be used.
        NotFound: There is no such service or data pool, or no build that succeeded.
    """
    found = find_for_subscriber(world, account, service_id)
    if found.type != "MANAGED":
        raise BadValue("An external service cannot run as a job: call it through its gateway")
    return world.executions.start(found, datapools.mount(world, start))


def find(world: World, account: Account, job_id: str) -> Execution:
    """Return a job that `account` has started.

    Raises:
        NotFound: There is none with this id.
    """
    execution = find_started(world, account, job_id)
    if not execution.is_job:
        raise NotFound(f"{job_id} is an execution of a subscription and no job")
    return execution


def stored_input(world: World, job: Execution) -> str | None:
    """Return the input as JSON, if it was to be stored."""
    payload = world.store.get(Payload, job.id)
    return payload.input if payload and job.keeps_input else None


def run_again(world: World, account: Account, job: Execution) -> Execution:
    """Start a new job with the input and the tags of another.

    Raises:
        BadValue: The input was not stored.
        NotFound: The service is gone.
    """
    given = stored_input(world, job)
    if given is None:
        raise BadValue("The input of this job was not stored: create it with storeInput")
    start = Start(
        platform=job.platform,
        account_id=account.id,
        input=json.loads(given),
        tags=json.loads(job.tags),
        keeps_input=True,
    )
    return create(world, account, service(world, job).id, start)

"""The gateway: managed services as their subscribers call them."""

import base64
import binascii
import hmac
import json

from starlette.requests import Request
from starlette.responses import Response

from ...world.executions import FINAL
from ...world.options import MIB
from ...world.records import (
    Account,
    Application,
    Execution,
    InterimResult,
    Payload,
    Service,
    Subscription,
    Token,
)
from ...world.store import new_id, now
from ...world.world import Instance
from ..calls import GatewayCall, GatewayHandler
from ..refusals import bad_request, forbidden, not_found, unauthorized
from .accounts import bearer
from .applications import create_token, hashed
from .rendering import VERSION, JsonObject, answer, job_dto, parse

INPUT_LIMIT = MIB
MEMBERS = ("data", "params", "dataRef", "paramsRef")
TRUE = ("true", "1", "yes", "on")


def locate(instance: Instance, context: str, slug: str, version: str) -> Service | None:
    """Return the service at an address of the gateway, if it is published."""
    account = instance.store.first(Account, context=context)
    if account is None or version != VERSION:
        return None
    service = instance.store.first(Service, account_id=account.id, slug=slug)
    return service if service and service.lifecycle != "CREATED" else None


def admit(
    instance: Instance, request: Request, service: Service | None
) -> tuple[Service, Subscription]:
    """Return the service a request is for, and the subscription it comes through.

    Raises:
        Refusal: 401 without a valid token, 404 without a service, 403 without a subscription.
    """
    token = instance.store.get(Token, hashed(bearer(request) or ""))
    if token is None or token.expires_at <= now():
        raise unauthorized("The access token is missing, not valid or expired")
    if service is None:
        raise not_found("There is no published service at this address")
    found = instance.store.first(
        Subscription, application_id=token.application_id, service_id=service.id
    )
    if found is None:
        raise forbidden("The application is not subscribed to this service")
    return service, found


def get_token(instance: Instance, request: Request, form: bytes) -> Response:
    """Return an access token for the credentials of an application (OAuth client credentials)."""
    if b"grant_type=client_credentials" not in form.split(b"&"):
        return answer({"error": "unsupported_grant_type"}, 400)
    key, secret = _basic(request)
    application = instance.store.first(Application, consumer_key=key)
    known = application.consumer_secret if application else ""
    if not hmac.compare_digest(secret.encode(), known.encode()) or application is None:
        refused = answer({"error": "invalid_client"}, 401)
        refused.headers["WWW-Authenticate"] = "Basic"
        return refused
    token, _ = create_token(instance, application)
    return answer(
        {
            "access_token": token,
            "scope": "default",
            "token_type": "Bearer",
            "expires_in": int(instance.options.token_seconds),
        }
    )


def _basic(request: Request) -> tuple[str, str]:
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    try:
        key, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return (key, secret) if scheme.lower() == "basic" else ("", "")


def health_check(_: GatewayCall) -> Response:
    """Tell that the service is there."""
    return answer({"status": "Service is up and running"})


def start_execution(call: GatewayCall) -> Response:
    """Start an execution."""
    given = _input(call)
    service = call.service
    build = call.instance.builds.usable(service)
    if build is None:
        raise not_found("The service has no build to run")
    execution = Execution(
        id=new_id(),
        service_id=service.id,
        build_id=build.id,
        application_id=call.through.application_id,
        subscription_id=call.through.id,
        status="PENDING",
        created_at=now(),
        started_at=None,
        ended_at=None,
    )
    with call.store.transaction():
        call.store.insert(execution)
        payload = Payload(id=execution.id, input=json.dumps(given), outcome=None, log="")
        call.store.insert(payload)
    call.instance.executions.submit(execution)
    call.changed()
    response = answer(job_dto(execution), 201)
    response.headers["Location"] = f"{call.instance.endpoint(service)}/{execution.id}"
    return response


def _input(call: GatewayCall) -> JsonObject:
    unknown = sorted(
        name for name, value in call.body.items() if name not in MEMBERS and value is not None
    )
    if unknown:
        raise bad_request(
            f"The body has {_quoted(unknown)}, which no service gets: "
            "put the input into data and params"
        )
    for reference in ("dataRef", "paramsRef"):
        if call.body.get(reference) is not None:
            raise bad_request(
                f"{reference}: the sandbox has no data pools; send the values themselves"
            )
    given: JsonObject = {}
    for name in ("data", "params"):
        value = call.body.get(name)
        if value is not None and not isinstance(value, dict):
            raise bad_request(f"{name} has to be an object")
        if len(json.dumps(value, ensure_ascii=False).encode()) > INPUT_LIMIT:
            raise bad_request(f"{name} is larger than {INPUT_LIMIT} bytes")
        given[name] = value or {}
    return given


def _quoted(names: list[str]) -> str:
    shown = [repr(name if len(name) <= 50 else f"{name[:50]}…") for name in names[:5]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def get_status(call: GatewayCall) -> Response:
    """Return the state of an execution."""
    return answer(job_dto(_execution(call)))


def get_result(call: GatewayCall) -> Response:
    """Return the result of an execution that succeeded, or the error of one that failed."""
    execution = _execution(call)
    payload = call.store.get(Payload, execution.id)
    delay = call.instance.options.result_delay
    early = execution.status == "SUCCEEDED" and now() < (execution.ended_at or 0) + delay
    if early or payload is None or payload.outcome is None:
        raise not_found(f"The execution is {execution.status} and has no result")
    return Response(payload.outcome, media_type="application/json")


def get_interim_results(call: GatewayCall) -> Response:
    """Return what the service has reported so far, or only the latest."""
    # The document declares no 400 here: every value has a meaning.
    last = (call.query("last") or "").lower() in TRUE
    found = call.store.find(InterimResult, execution_id=_execution(call).id)
    values = [parse(interim.value) for interim in found]
    return answer(values[-1] if values and last else values)


def cancel_execution(call: GatewayCall) -> Response:
    """End an execution; one that has ended stays as it is."""
    execution = _execution(call)
    if execution.status not in FINAL and call.instance.executions.cancel(execution.id):
        call.changed()
    return answer(job_dto(_execution(call)))


def _execution(call: GatewayCall) -> Execution:
    execution = call.store.first(
        Execution,
        id=call.path["id"],
        service_id=call.service.id,
        application_id=call.through.application_id,
    )
    if execution is None:
        raise not_found(f"There is no execution {call.path['id']}")
    return execution


HANDLERS: dict[str, GatewayHandler] = {
    "healthCheck": health_check,
    "startExecution": start_execution,
    "getStatus": get_status,
    "getResult": get_result,
    "getInterimResults": get_interim_results,
    "cancelExecution": cancel_execution,
}

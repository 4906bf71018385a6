"""Commands that look: at the connection, at services."""

from __future__ import annotations

from typing import Any

from .commands import command
from .session import Session


@command("verify", "verify --json | jq -r '.accounts[].id'")
def verify(session: Session) -> None:
    """Check the connection.

    Prints id and name of each account that the token reaches.
    """
    with session.connect() as client:
        accounts = [
            {"id": each.id, "name": each.display_name, "is_organization": each.is_organization}
            for each in session.recipes.verify(client)
        ]
    lines = [f"{each['id']}  {each['name']}" for each in accounts]
    session.answer({"platform": session.platform, "accounts": accounts}, "\n".join(lines))


@command("services", "services --json | jq '.services[] | select(.lifecycle == \"CREATED\")'")
def services(session: Session) -> None:
    """List the services of the account.

    Prints id, lifecycle and name of each service.
    """
    with session.connect() as client:
        listed = [
            {"id": each.id, "name": each.name, "lifecycle": lifecycle_of(each)}
            for each in session.recipes.list_services(client)
        ]
    lines = [f"{each['id']}  {each['lifecycle'] or '-':10}  {each['name']}" for each in listed]
    session.answer({"services": listed}, "\n".join(lines))


def lifecycle_of(service: Any) -> str | None:
    """Return the lifecycle of a service, or None where the platform tells none."""
    told = version_of(service).lifecycle
    return str(told) if told else None


def version_of(service: Any) -> Any:
    """Return the version of a service, or what a list tells of it: there it is the same model."""
    versions = getattr(service, "service_definitions", None)
    return versions[0] if versions else service

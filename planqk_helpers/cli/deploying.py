"""Deploy a project folder as a service: again and again, or as a rehearsal."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import click

from .commands import command
from .executions import timeout_option
from .given import is_id
from .progress import Progress
from .project import FILE, Project, read_project
from .services import lifecycle_of, version_of
from .session import Session

SCOPES = {
    "internal": ("publish_internally", "ACCESSIBLE"),
    "marketplace": ("publish_to_marketplace", "PUBLISHED"),
}
"""Where a service can be published: the recipe, and the lifecycle that it leads to."""

AGAIN = "the same command again; it takes up where this one stopped"
UNBUILT = (
    "the same command again; if it calls the service unchanged, the new user code may not be "
    "built: change a file of it and deploy once more"
)
"""How to go on where the Hub may have new user code and an older build: it shows no difference."""


@command(
    "deploy --name Sum --publish internal --application 'Nightly run'",
    "deploy my-service --dry-run",
)
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default="."
)
@click.option("--name", help="Name of the service, instead of the one in planqk.json.")
@click.option(
    "--publish", type=click.Choice([*SCOPES]), help="Publish the service once it is built."
)
@click.option(
    "--application",
    metavar="NAME|ID",
    help="Subscribe this application; it is created if none has this name.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be done, and change nothing.")
@timeout_option(900)
def deploy(
    session: Session,
    *,
    folder: Path,
    name: str | None,
    publish: str | None,
    application: str | None,
    dry_run: bool,
    timeout: float,
) -> None:
    """Deploy a project folder as a service.

    FOLDER is the current folder by default. Run deploy as often as you like: it creates the
    service, or updates what differs from your files, and waits for the build. If nothing differs,
    it changes nothing.

    Name, description, resources and runtime come from planqk.json, if there is one. What that file
    does not mention stays as it is; a GPU with the count 0 or the type NONE is removed. A serviceId
    in the file says which service is meant. Files that .gitignore or .planqkignore name, and files
    that look like secrets, are never uploaded.

    The platform has no lock. Two jobs that deploy the same new name at the same moment can create
    two services. Then both jobs end with 0, and the next one with 2, until you delete one of the
    services. If two jobs update the same service, both upload, and the last upload counts. Let CI
    run one deployment at a time.
    """
    project = read_project(folder, name, session.platform)
    session.next_step = AGAIN
    with session.connect() as client:
        deployer = Deployer(session, client, dry_run)
        form: dict[str, Any] = {"dry_run": dry_run}
        there = deployer.find_service(project)
        deployer.require_possible(project.name, there, publish, application)
        service, form["service"] = deployer.ensure_service(project, there)
        form["build"] = None if dry_run else deployer.build(service, timeout)
        form["publication"] = deployer.publish(service, publish) if publish else None
        form |= deployer.subscribe(service, application)
    session.answer(form, text_of(form))


class Deployer:
    """Brings things to the state they should have, or only looks what would change.

    What a rehearsal would create is None.
    """

    def __init__(self, session: Session, client: Any, dry_run: bool) -> None:
        self.session = session
        self.recipes: ModuleType = session.recipes
        self.client = client
        self.dry_run = dry_run

    def do(self, recipe: str, *given: Any, **options: Any) -> Any:
        """Run a recipe; a rehearsal returns a `Change` where it would change something."""
        from .rehearsing import Change, perform  # noqa: PLC0415 - takes time that --help has not

        def before(operation: str) -> Change | None:
            if self.dry_run:
                return Change(operation)
            self.session.has_started = True
            if operation == "upload_managed_service_source" and "service_id" in options:
                self.session.next_step = UNBUILT
            return None

        answer = perform(getattr(self.recipes, recipe), before, self.client, *given, **options)
        self.session.next_step = AGAIN
        return answer

    def require_possible(
        self, name: str, there: Any, scope: str | None, application: str | None
    ) -> None:
        """Look up, before the first change, what could end the deployment half-way.

        Raises:
            CannotChange: The service is external, or on the marketplace.
            UsageError: The application would be subscribed to a service that is not published.
            NotFound, AmbiguousName, InvalidInput: There is no such application.
        """
        lifecycle = lifecycle_of(there) if there else "CREATED"
        kind = getattr(version_of(there), "type_", None)
        if kind and kind != "MANAGED":
            raise self.recipes.CannotChange(
                f"service {name!r} ({there.id}) is {kind} and has no user code: give another --name"
            )
        if scope == "internal" and lifecycle == "PUBLISHED":
            raise self.recipes.CannotChange(
                f"service {name!r} ({there.id}) is on the marketplace: unpublish it before it is "
                "published internally, or give --publish marketplace"
            )
        if application is None:
            return
        if scope is None and lifecycle == "CREATED":
            raise click.UsageError(
                f"--application: service {name!r} is not published: give --publish, too"
            )
        if is_id(application):
            self.recipes.list_subscriptions(self.client, application)
            return
        with suppress(self.recipes.NameNotFound):  # it will be created
            self.recipes.find_application(self.client, application)

    def ensure_service(self, project: Project, there: Any) -> tuple[Any, dict[str, Any]]:
        """Create or update the service."""
        bound = {"service_id": there.id} if there else {}
        ensured = self.do(
            "ensure_managed_service",
            project.name,
            user_code=project.folder,
            **bound,
            **project.options,
        )
        service = there if self.dry_run else ensured.value
        id = service.id if service else None
        return service, {"name": project.name, "id": id, "done": ensured.done}

    def find_service(self, project: Project) -> Any:
        """Return the service that is there, or None."""
        if project.service_id is None:
            try:
                return self.recipes.find_service(self.client, project.name)
            except self.recipes.NameNotFound:
                return None
        service = self.recipes.get_service(self.client, project.service_id)
        if service.name != project.name:
            raise click.UsageError(
                f"{FILE}: serviceId {service.id} is the service {service.name!r}, not "
                f"{project.name!r}: correct one of them, or remove the serviceId"
            )
        return service

    def build(self, service: Any, timeout: float) -> str:
        """Wait for the build."""
        with Progress(self.session.tell, "build") as progress:
            ended = self.recipes.wait_for_build(
                self.client,
                service,
                timeout=timeout,
                on_update=lambda seen: progress.see(str(seen.status)),
            )
        return str(ended.status)

    def publish(self, service: Any, scope: str) -> dict[str, Any]:
        """Publish the service."""
        recipe, lifecycle = SCOPES[scope]
        if service and lifecycle_of(service) == lifecycle:
            return {"scope": scope, "done": "unchanged"}
        if not self.dry_run:
            self.do(recipe, service)
        return {"scope": scope, "done": "published"}

    def subscribe(self, service: Any, application: str | None) -> dict[str, Any]:
        """Subscribe an application, made if need be."""
        if application is None:
            return {"application": None, "subscription": None}
        runner: Any = application
        form = {"name": None, "id": application, "done": "unchanged"}
        if not is_id(application):
            ensured = self.do("ensure_application", application)
            runner = getattr(ensured, "value", None)
            id = runner.id if runner else None
            form = {"name": application, "id": id, "done": ensured.done}
        if service is None or runner is None:
            return {"application": form, "subscription": {"id": None, "done": "created"}}
        ensured = self.do("ensure_subscription", runner, service)
        id = ensured.value.id if hasattr(ensured, "value") else None
        return {"application": form, "subscription": {"id": id, "done": ensured.done}}


def text_of(form: dict[str, Any]) -> str:
    """Return what was done as lines."""
    lines = []
    for what in ("service", "publication", "application", "subscription"):
        if part := form[what]:
            named = part.get("name") or part.get("scope")
            words = [what, repr(named) if named else "", part["done"]]
            id = f" ({part['id']})" if part.get("id") else ""
            lines.append(" ".join(filter(None, words)) + id)
    return "\n".join(["dry run: nothing was changed", *lines] if form["dry_run"] else lines)

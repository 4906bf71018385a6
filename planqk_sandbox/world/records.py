"""The records of the database: one dataclass for each table of `planqk_sandbox.world.store`."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Record:
    """A row."""

    id: str


@dataclass(frozen=True, kw_only=True)
class Setting(Record):
    """A value under a name (`id`), such as the user's token."""

    value: str


@dataclass(frozen=True, kw_only=True)
class Account(Record):
    """The user's personal account, or an organization of the user; `context` names it in URLs."""

    name: str
    context: str
    is_organization: bool


@dataclass(frozen=True, kw_only=True)
class Service(Record):
    """A service with its only version (`version_id`) and its marketplace entry (`api_id`).

    `contacts`, `links`, `source`, `runtime`, `gpu` and `plan` are JSON; `archive_id` is the user
    code that was uploaded last.
    """

    version_id: str
    api_id: str
    plan_id: str
    account_id: str
    name: str
    slug: str
    type: str
    description: str | None
    quantum_backend: str
    lifecycle: str
    addressed: bool
    industries: str
    created_at: float
    modified_at: float
    milli_cpus: int
    memory_megabytes: int
    url: str | None
    username: str | None
    password: str | None
    api_definition: str | None
    display_name: str | None = None
    summary: str | None = None
    contacts: str = "[]"
    links: str = "[]"
    source: str = '{"type": "file"}'
    runtime: str = '{"runtime": "PYTHON_TEMPLATE"}'
    gpu: str | None = None
    plan: str | None = '{"type": "FREE"}'
    token_header: str | None = None
    token_value: str | None = None
    archive_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Build(Record):
    """A build of the user code in an archive. `python` is the interpreter its runs start with.

    `by_name` tells whether run() gets its arguments by their names, or `data` and `params`.
    """

    service_id: str
    status: str
    step: str
    created_at: float
    finished_at: float | None
    validation: str | None
    python: str | None
    log: str
    archive_id: str | None = None
    by_name: bool = False


@dataclass(frozen=True, kw_only=True)
class Application(Record):
    """An application and its client credentials."""

    account_id: str
    name: str
    consumer_key: str
    consumer_secret: str
    created_at: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Token(Record):
    """An application's access token; `id` is its hash, the token itself is not kept."""

    application_id: str
    expires_at: float


@dataclass(frozen=True, kw_only=True)
class Subscription(Record):
    """An application's subscription to a service."""

    application_id: str
    service_id: str


@dataclass(frozen=True, kw_only=True)
class Execution(Record):
    """One execution of a managed service, which `account_id` sees; `platform` started it.

    A job has no application and no subscription: both ids are empty. `parent_id` is the execution
    that has started it.
    """

    service_id: str
    build_id: str
    application_id: str
    subscription_id: str
    status: str
    created_at: float
    started_at: float | None
    ended_at: float | None
    platform: str
    account_id: str = ""
    tags: str = "[]"
    is_job: bool = False
    keeps_input: bool = False
    parent_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Payload(Record):
    """The big members of an execution (same `id`): its input, outcome and log.

    `marks` tell when each line of the log was written (`planqk_sandbox.work.logs`). `is_response`
    tells whether run() itself has made the result an object of result and metadata.
    """

    input: str
    outcome: str | None
    log: str
    is_response: bool = False
    marks: str = "[]"


@dataclass(frozen=True, kw_only=True)
class ResultFile(Record):
    """A file that an execution has left; on disk it has its `number` for a name."""

    execution_id: str
    number: int
    name: str
    size: int


@dataclass(frozen=True, kw_only=True)
class InterimResult(Record):
    """Something an execution reported while it was running."""

    execution_id: str
    value: str


@dataclass(frozen=True, kw_only=True)
class DataPool(Record):
    """A folder of files that executions may read; `tags` is JSON."""

    account_id: str
    name: str
    short_description: str | None
    description: str | None
    tags: str
    created_at: float


@dataclass(frozen=True, kw_only=True)
class DataPoolFile(Record):
    """A file of a data pool; `content_id` names it on disk, another one after each upload."""

    pool_id: str
    name: str
    size: int
    media_type: str
    created_at: float
    content_id: str


@dataclass(frozen=True, kw_only=True)
class Share(Record):
    """What an account may do with a service or a data pool (`thing_id`) of another one."""

    thing_id: str
    account_id: str
    role: str
    created_at: float
    revoked_at: float | None = None

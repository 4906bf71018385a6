"""The tables of the database, and how those of former versions become them."""

SCHEMA = """
BEGIN;
CREATE TABLE IF NOT EXISTS setting (id TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS account (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, context TEXT NOT NULL UNIQUE,
    is_organization INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS service (
    id TEXT PRIMARY KEY, version_id TEXT NOT NULL UNIQUE, api_id TEXT NOT NULL UNIQUE,
    plan_id TEXT NOT NULL, account_id TEXT NOT NULL REFERENCES account, name TEXT NOT NULL,
    slug TEXT NOT NULL, type TEXT NOT NULL, description TEXT, quantum_backend TEXT NOT NULL,
    lifecycle TEXT NOT NULL, addressed INTEGER NOT NULL, industries TEXT NOT NULL,
    created_at REAL NOT NULL, modified_at REAL NOT NULL,
    milli_cpus INTEGER NOT NULL, memory_megabytes INTEGER NOT NULL,
    url TEXT, username TEXT, password TEXT, api_definition TEXT,
    UNIQUE (account_id, slug));
CREATE TABLE IF NOT EXISTS build (
    id TEXT PRIMARY KEY, service_id TEXT NOT NULL REFERENCES service ON DELETE CASCADE,
    status TEXT NOT NULL, step TEXT NOT NULL, created_at REAL NOT NULL, finished_at REAL,
    validation TEXT, python TEXT, log TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS build_of_service ON build (service_id);
CREATE TABLE IF NOT EXISTS application (
    id TEXT PRIMARY KEY, account_id TEXT NOT NULL REFERENCES account, name TEXT NOT NULL,
    consumer_key TEXT NOT NULL UNIQUE, consumer_secret TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS token (
    id TEXT PRIMARY KEY, application_id TEXT NOT NULL REFERENCES application ON DELETE CASCADE,
    expires_at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS token_of_application ON token (application_id);
CREATE TABLE IF NOT EXISTS subscription (
    id TEXT PRIMARY KEY, application_id TEXT NOT NULL REFERENCES application,
    service_id TEXT NOT NULL REFERENCES service, UNIQUE (application_id, service_id));
CREATE INDEX IF NOT EXISTS subscription_of_service ON subscription (service_id);
CREATE TABLE IF NOT EXISTS execution (
    id TEXT PRIMARY KEY, service_id TEXT NOT NULL REFERENCES service ON DELETE CASCADE,
    build_id TEXT NOT NULL REFERENCES build ON DELETE CASCADE, application_id TEXT NOT NULL,
    subscription_id TEXT NOT NULL, status TEXT NOT NULL, created_at REAL NOT NULL,
    started_at REAL, ended_at REAL);
CREATE INDEX IF NOT EXISTS execution_of_service ON execution (service_id);
CREATE INDEX IF NOT EXISTS execution_of_subscription ON execution (subscription_id);
CREATE INDEX IF NOT EXISTS execution_of_build ON execution (build_id);
CREATE INDEX IF NOT EXISTS execution_unfinished ON execution (status)
    WHERE status IN ('PENDING', 'RUNNING');
CREATE TABLE IF NOT EXISTS payload (
    id TEXT PRIMARY KEY REFERENCES execution ON DELETE CASCADE, input TEXT NOT NULL,
    outcome TEXT, log TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS interimresult (
    id TEXT PRIMARY KEY, execution_id TEXT NOT NULL REFERENCES execution ON DELETE CASCADE,
    value TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS interim_of_execution ON interimresult (execution_id);
COMMIT;
"""
# A state folder of a former version goes through those that it has not seen (PRAGMA user_version).
CHANGES = (
    # What the Hub knows of the same things.
    """
ALTER TABLE service ADD COLUMN display_name TEXT;
ALTER TABLE service ADD COLUMN summary TEXT;
ALTER TABLE service ADD COLUMN contacts TEXT NOT NULL DEFAULT '[]';
ALTER TABLE service ADD COLUMN links TEXT NOT NULL DEFAULT '[]';
ALTER TABLE service ADD COLUMN source TEXT NOT NULL DEFAULT '{"type": "file"}';
ALTER TABLE service ADD COLUMN runtime TEXT NOT NULL DEFAULT '{"runtime": "PYTHON_TEMPLATE"}';
ALTER TABLE service ADD COLUMN gpu TEXT;
ALTER TABLE service ADD COLUMN plan TEXT DEFAULT '{"type": "FREE"}';
ALTER TABLE service ADD COLUMN token_header TEXT;
ALTER TABLE service ADD COLUMN token_value TEXT;
ALTER TABLE service ADD COLUMN archive_id TEXT;
ALTER TABLE build ADD COLUMN archive_id TEXT;
ALTER TABLE build ADD COLUMN by_name INTEGER NOT NULL DEFAULT 0;
ALTER TABLE application ADD COLUMN created_at REAL NOT NULL DEFAULT 0;
ALTER TABLE execution ADD COLUMN account_id TEXT NOT NULL DEFAULT '';
ALTER TABLE execution ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE execution ADD COLUMN is_job INTEGER NOT NULL DEFAULT 0;
ALTER TABLE execution ADD COLUMN keeps_input INTEGER NOT NULL DEFAULT 0;
ALTER TABLE payload ADD COLUMN is_response INTEGER NOT NULL DEFAULT 0;
UPDATE build SET archive_id = id;
UPDATE service SET archive_id =
    (SELECT id FROM build WHERE service_id = service.id ORDER BY rowid DESC LIMIT 1);
UPDATE execution SET account_id = coalesce(
    (SELECT account_id FROM application WHERE id = application_id), '');
CREATE INDEX execution_of_account ON execution (account_id);
CREATE INDEX build_of_archive ON build (archive_id);
""",
    # By which API an execution was started.
    "ALTER TABLE execution ADD COLUMN platform TEXT NOT NULL DEFAULT 'PlanQK';",
    # Data pools, and what accounts share.
    """
CREATE TABLE datapool (
    id TEXT PRIMARY KEY, account_id TEXT NOT NULL REFERENCES account, name TEXT NOT NULL,
    short_description TEXT, description TEXT, tags TEXT NOT NULL, created_at REAL NOT NULL);
CREATE TABLE datapoolfile (
    id TEXT PRIMARY KEY, pool_id TEXT NOT NULL REFERENCES datapool ON DELETE CASCADE,
    name TEXT NOT NULL, size INTEGER NOT NULL, media_type TEXT NOT NULL,
    created_at REAL NOT NULL, content_id TEXT NOT NULL UNIQUE, UNIQUE (pool_id, name));
CREATE TABLE share (
    id TEXT PRIMARY KEY, thing_id TEXT NOT NULL, account_id TEXT NOT NULL REFERENCES account,
    role TEXT NOT NULL, created_at REAL NOT NULL, revoked_at REAL);
CREATE INDEX share_of_thing ON share (thing_id);
CREATE INDEX share_with_account ON share (account_id);
""",
    # What the Hub tells of an execution beside its result.
    """
ALTER TABLE execution ADD COLUMN parent_id TEXT;
ALTER TABLE payload ADD COLUMN marks TEXT NOT NULL DEFAULT '[]';
CREATE TABLE resultfile (
    id TEXT PRIMARY KEY, execution_id TEXT NOT NULL REFERENCES execution ON DELETE CASCADE,
    number INTEGER NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL,
    UNIQUE (execution_id, name));
CREATE INDEX execution_of_parent ON execution (parent_id) WHERE parent_id IS NOT NULL;
""",
)

-- The tables of one clinic on PostgreSQL 13 or newer, and the rights of the role under which its kiosks work.
-- Run it once, as the owner of an empty database, where a role "kiosk" with LOGIN is there already:
--   psql --set ON_ERROR_STOP=1 --single-transaction --dbname clinic --file postgresql.sql

CREATE SCHEMA kiosk;

-- What is in a document is sealed by the kiosks; id is a keyed hash, partition a clinic day or empty.
CREATE TABLE kiosk.document (
    n BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind TEXT NOT NULL,
    id BYTEA NOT NULL,
    partition TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    UNIQUE (kind, id)
);
CREATE INDEX document_by_partition ON kiosk.document (kind, partition, n);

-- value is a keyed hash of kind, column and value.
CREATE TABLE kiosk.lookup (
    value BYTEA NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (value, n)
);

-- subject and staff are keyed hashes; mac chains the entries.
CREATE TABLE kiosk.audit (
    seq BIGINT PRIMARY KEY,
    day TEXT COLLATE "C" NOT NULL,
    subject BYTEA NOT NULL,
    staff BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    mac BYTEA NOT NULL
);
CREATE INDEX audit_by_subject ON kiosk.audit (subject);
CREATE INDEX audit_by_day ON kiosk.audit (day, staff);

-- One row: where the records stand. Its lock is the right to write.
CREATE TABLE kiosk.state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    commits BIGINT NOT NULL,
    audit_seq BIGINT NOT NULL,
    audit_mac BYTEA NOT NULL,
    last_at TEXT NOT NULL,
    seal BYTEA NOT NULL
) WITH (fillfactor = 10);

-- The clinic's secrets, sealed under its key.
CREATE TABLE kiosk.secret (
    name TEXT PRIMARY KEY,
    sealed BYTEA NOT NULL
);

CREATE TABLE kiosk.format (
    version INTEGER PRIMARY KEY
);
INSERT INTO kiosk.format VALUES (2);

-- The kiosks read and write rows. They make, change and empty no table, and replace no secret.
REVOKE ALL ON SCHEMA kiosk FROM PUBLIC;
GRANT USAGE ON SCHEMA kiosk TO kiosk;
GRANT SELECT, INSERT, UPDATE, DELETE ON kiosk.document TO kiosk;
GRANT SELECT, INSERT, DELETE ON kiosk.lookup TO kiosk;
GRANT SELECT, INSERT, DELETE ON kiosk.audit TO kiosk;
GRANT SELECT, INSERT, UPDATE ON kiosk.state TO kiosk;
GRANT SELECT, INSERT ON kiosk.secret TO kiosk;
GRANT SELECT ON kiosk.format TO kiosk;

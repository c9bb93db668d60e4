"""The tables of the embedded store, and the way from each version to the next."""

VERSION = 2
"""What this kiosk writes. Kept in the file as SQLite's ``user_version``."""

MIGRATIONS: dict[int, tuple[str, ...]] = {
    1: (
        # Rows are in order of arrival, so that a day's visits are close together and a commit touches few pages,
        # however many years came before.
        """CREATE TABLE document (
            n INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            partition TEXT NOT NULL,
            revision INTEGER NOT NULL,
            changed_at TEXT NOT NULL,
            changed_by TEXT NOT NULL,
            keys TEXT NOT NULL,
            body TEXT NOT NULL
        ) STRICT""",
        "CREATE UNIQUE INDEX document_by_id ON document (kind, id)",
        "CREATE INDEX document_by_partition ON document (kind, partition)",
        """CREATE TABLE lookup (
            kind TEXT NOT NULL,
            field TEXT NOT NULL,
            value TEXT NOT NULL,
            n INTEGER NOT NULL,
            PRIMARY KEY (kind, field, value, n)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE audit (
            seq INTEGER PRIMARY KEY,
            day TEXT NOT NULL,
            subject TEXT NOT NULL,
            staff TEXT NOT NULL,
            entry TEXT NOT NULL,
            mac BLOB NOT NULL
        ) STRICT""",
        "CREATE INDEX audit_by_subject ON audit (subject)",
        "CREATE INDEX audit_by_day ON audit (day, staff)",
        """CREATE TABLE state (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            commits INTEGER NOT NULL,
            audit_seq INTEGER NOT NULL,
            audit_mac BLOB NOT NULL,
            last_at TEXT NOT NULL
        ) STRICT""",
        "CREATE TABLE secret (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID",
    ),
    2: ("ALTER TABLE state ADD COLUMN seal BLOB NOT NULL DEFAULT x''",),
}
"""The statements that lead to each version from the one before it."""

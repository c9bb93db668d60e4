"""Whether the tables on the server are those that ``postgresql.sql`` makes, and nothing else is there or acts on them."""

from collections.abc import Iterator
from typing import Final

from kiosk.core.clean import clean
from kiosk.records.postgresql.server_connection import Connection, server_errors

_COLUMNS: Final = {
    "document": "n bigint, kind text, id bytea, partition text, revision bigint, sealed bytea",
    "lookup": "value bytea, n bigint",
    "audit": "seq bigint, day text, subject bytea, staff bytea, sealed bytea, mac bytea",
    "state": "one integer, commits bigint, audit_seq bigint, audit_mac bytea, last_at text, seal bytea",
    "secret": "name text, sealed bytea",
    "format": "version integer",
}
_INDEXES: Final = (
    "document_pkey", "document_kind_id_key", "document_by_partition", "lookup_pkey", "audit_pkey", "audit_by_subject",
    "audit_by_day", "state_pkey", "secret_pkey", "format_pkey",
)  # fmt: skip
_MADE: Final = frozenset(
    {
        *((f"table {table}", columns) for table, columns in _COLUMNS.items()),
        *((f"index {index}", "") for index in _INDEXES),
        ("sequence document_n_seq", ""),
    }
)
_FOUND: Final = b"""WITH ours AS (SELECT c.* FROM pg_class c WHERE c.relnamespace = 'kiosk'::regnamespace)
    SELECT CASE relkind WHEN 'r' THEN 'table ' WHEN 'i' THEN 'index ' WHEN 'S' THEN 'sequence ' ELSE 'relation ' END || relname,
        CASE WHEN relkind <> 'r' THEN '' ELSE (SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', '
            ORDER BY attnum) FROM pg_attribute WHERE attrelid = ours.oid AND attnum > 0 AND NOT attisdropped) END
        FROM ours
    UNION ALL SELECT 'trigger ' || tgname, '' FROM pg_trigger JOIN ours ON ours.oid = tgrelid WHERE NOT tgisinternal
    UNION ALL SELECT 'rule ' || rulename, '' FROM pg_rewrite JOIN ours ON ours.oid = ev_class
    UNION ALL SELECT 'policy ' || polname, '' FROM pg_policy JOIN ours ON ours.oid = polrelid
    UNION ALL SELECT 'function ' || proname, '' FROM pg_proc WHERE pronamespace = 'kiosk'::regnamespace"""


def layout_problems(connection: Connection) -> Iterator[str]:
    """Return what is wrong, as sentences."""
    with server_errors():
        found = {(str(name), str(columns)) for name, columns in connection.execute(_FOUND).fetchall()}
    made = {name for name, _ in _MADE}
    for name, _ in sorted(_MADE - found):
        yield f"The {name} on the PostgreSQL server is gone, or is no longer as the kiosk's SQL made it."
    for name in sorted(name for name, _ in found if name not in made):
        yield f"The {clean(name, 60)} on the PostgreSQL server was not made by the kiosk's SQL: it was put in from outside."

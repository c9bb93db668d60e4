"""The embedded store: one encrypted SQLite file in the clinic's folder."""

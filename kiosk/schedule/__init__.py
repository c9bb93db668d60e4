"""The clinic's schedule: read from a file, merged into the day book."""

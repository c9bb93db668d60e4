"""Faults seeded on purpose into protocols and engine: the check, the worked examples and the tests must notice each.

Run them with `python -m tests.mutants`.
"""

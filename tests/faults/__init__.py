"""What can go wrong below the records, made to go wrong: `python -m tests.faults` counts what survived."""

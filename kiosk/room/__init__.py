"""The practitioner: the summary, what is decided, and what is signed."""

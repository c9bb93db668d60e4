"""The practitioner: my day, a visit on one screen, and the decision about it."""

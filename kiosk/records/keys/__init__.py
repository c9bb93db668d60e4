"""A clinic's key and id: where they lie, how they change, and how they come back."""

"""A clinic's key and id: where they are, how they change, and how they come back."""

"""The day on a desk's board: how fast it follows a key."""

"""The client's way, one screen a step."""

"""A client's data over time: how long it is kept, what is held, and how it is handed out, merged or removed for good."""

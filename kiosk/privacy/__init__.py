"""The life of a client's data: how long it stays, what is held, and how it is handed out, joined or removed for good."""

"""How long until a terminal shows its first screen, and until it takes a touch, beside a bare Textual app."""

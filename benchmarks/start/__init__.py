"""How long until the demo shows its first screen, beside a bare Textual app."""

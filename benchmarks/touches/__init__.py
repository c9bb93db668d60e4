"""How often a client touches the screen for a check-in."""

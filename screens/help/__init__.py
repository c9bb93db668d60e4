"""Help: staff, privacy, and the ways out."""

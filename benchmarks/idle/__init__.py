"""What the opening screen costs while nobody is there."""

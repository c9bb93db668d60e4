"""What a person takes away: an entry for their calendar, and papers as PDF."""

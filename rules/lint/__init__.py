"""What the texts of a protocol must hold: numbers, reading grade, order, bans, citations."""

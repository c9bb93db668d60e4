"""What a protocol is made of: its questions, rules, conditions, periods and course, as frozen data."""

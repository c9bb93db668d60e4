"""Stored verdicts judged again, and what a change of the rules would do to them."""

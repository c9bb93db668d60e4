"""What is wrong with a cell."""


class UnclearError(Exception):
    """A cell that cannot be taken; says why, in the middle of a sentence."""

"""What judging a visit must know of the clinic's rules."""

from typing import Protocol as Shape

from rules import Protocol


class Rulebook(Shape):
    """What is known of the clinic's rules: its library, or what that will be once something is signed."""

    def is_signed(self, treatment: str) -> bool:
        """Tell whether the lead has signed this protocol's content."""
        ...

    def undecided(self, treatment: str) -> tuple[str, ...]:
        """Return the overlays for this treatment that ship and that no lead has adopted or refused yet."""
        ...

    def by_hash(self, sha256: str) -> Protocol | None:
        """Return the rules with this hash, which judged somebody once."""
        ...

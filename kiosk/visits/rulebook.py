"""What judging a visit must know of the clinic and its rules."""

from collections.abc import Mapping
from typing import Protocol as Shape

from rules import Protocol


class Rulebook(Shape):
    """What the judge must know of the clinic."""

    @property
    def protocols(self) -> Mapping[str, Protocol]: ...

    def is_signed(self, treatment: str) -> bool:
        """Tell whether the lead has signed this protocol's content."""
        ...

    def undecided(self, treatment: str) -> tuple[str, ...]:
        """Return the overlays for this treatment that ship and that no lead has adopted or refused yet."""
        ...

    def kept_protocol(self, sha256: str) -> Protocol | None:
        """Return the rules with this hash, which judged somebody once."""
        ...

    @property
    def finding_valid_days(self) -> int:
        """For how long a finding on record counts."""
        ...

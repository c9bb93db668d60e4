"""What a fault left, in numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

KEY = bytes(range(32))
DAY = "2026-07-30"


@dataclass(frozen=True)
class Kept:
    """A fault under which changes were made: what was acknowledged must be found again."""

    name: str
    acknowledged: int
    lost: Sequence[str]
    """What was acknowledged and is not there, by id; and what an audit of the whole says is wrong."""
    note: str = ""

    @property
    def is_good(self) -> bool:
        return not self.lost and self.acknowledged > 0

    def cells(self) -> list[str]:
        found = self.acknowledged - len(self.lost)
        return [self.name, f"{self.acknowledged:,}", f"{found:,}", f"{len(self.lost):,}", self.note]


@dataclass(frozen=True)
class Noticed:
    """Something that was altered: it must be noticed, unless nothing is kept where it was altered."""

    name: str
    places: int
    found: int
    harmless: int
    accepted: Sequence[str]
    """What nobody noticed, though the records read otherwise than before."""

    @property
    def is_good(self) -> bool:
        return not self.accepted and self.found > 0

    def cells(self) -> list[str]:
        return [self.name, f"{self.places:,}", f"{self.found:,}", f"{self.harmless:,}", f"{len(self.accepted):,}"]


@dataclass(frozen=True)
class Endured:
    """Bytes that were poured over terminals, and what came of it."""

    sequences: int
    ended: Sequence[str]
    answered: Sequence[str]
    astray: Sequence[str]
    other: Sequence[str]
    """All else that was not as it was before."""

    @property
    def is_good(self) -> bool:
        return not self.wrong and self.sequences > 0

    @property
    def wrong(self) -> Sequence[str]:
        return [*self.ended, *self.answered, *self.astray, *self.other]

    @property
    def sums(self) -> str:
        return (
            f"{self.sequences:,} sequences, {len(self.ended):,} ended, {len(self.answered):,} answered, "
            f"{len(self.astray):,} touches astray"
        )


Result = Kept | Noticed | Endured


@dataclass(frozen=True)
class Fault:
    """One thing to try: `run(folder)` with how much of it is done in full, and in the short form."""

    run: Callable[[Path, int], Sequence[Result]]
    times: int
    short: int


@dataclass
class Told:
    """Results as two tables that grow by a line as soon as there is one."""

    results: list[Result] = field(default_factory=list)
    _last: type | None = None

    def add(self, result: Result) -> None:
        self.results.append(result)
        if isinstance(result, Endured):
            print("\n".join(["", result.sums, *(f"    {what}" for what in result.wrong[:5])]), flush=True)
            return
        if type(result) is not self._last:
            head = (
                ["fault", "acknowledged", "found", "lost", ""]
                if isinstance(result, Kept)
                else ["alteration", "places", "found", "harmless", "silently accepted"]
            )
            print(f"\n{_line(head)}", flush=True)
            self._last = type(result)
        print(_line(result.cells()), flush=True)
        for what in (result.lost if isinstance(result, Kept) else result.accepted)[:5]:
            print(f"    {what}", flush=True)

    def close(self) -> bool:
        """Print the sums, and return whether all is well."""
        kept = [result for result in self.results if isinstance(result, Kept)]
        noticed = [result for result in self.results if isinstance(result, Noticed)]
        acknowledged, lost = sum(each.acknowledged for each in kept), sum(len(each.lost) for each in kept)
        places, accepted = sum(each.places for each in noticed), sum(len(each.accepted) for each in noticed)
        print(f"\nacknowledged {acknowledged:,}, found {acknowledged - lost:,}, lost {lost:,}")
        found, harmless = sum(each.found for each in noticed), sum(each.harmless for each in noticed)
        print(
            f"altered {places:,}, found {found:,}, where nothing is kept {harmless:,}, silently accepted {accepted:,}"
        )
        return bool(self.results) and all(result.is_good for result in self.results)


def _line(cells: list[str]) -> str:
    return f"{cells[0]:<46}" + "".join(f"{cell:>14}" for cell in cells[1:4]) + f"  {cells[4]:>17}".rstrip()

"""What a practitioner is asked when a session is finished: nothing is filled in before they say so, and little is to be typed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from kiosk.core.errors import BadInput
from kiosk.room import usual_settings
from kiosk.room.last_time import last_session
from kiosk.visits.books import Books
from kiosk.visits.session import NO_DETAILS, MachineSettings, SessionDetails, SessionToSign
from kiosk.visits.visit import Visit
from rules import Answers, PlannedStep, several

AREAS, STEPS, MACHINE, BEFORE, AFTER = "areas", "steps", "machine", "before", "after"
PRODUCTS, NOTE = "products", "note"
UNSAID: Final = "not noted"


@dataclass(frozen=True)
class SessionDraft:
    """What was filled in so far. None: nobody has said anything of it yet."""

    areas: tuple[str, ...] = ()
    steps: tuple[str, ...] | None = None
    details: SessionDetails = NO_DETAILS
    note: str = ""

    def with_details(self, **changes: object) -> "SessionDraft":
        return replace(self, details=self.details.model_copy(update=changes))


@dataclass(frozen=True)
class FormLine:
    """One thing that may be filled in, and what was filled in so far."""

    id: str
    title: str
    words: str
    is_filled: bool


@dataclass(frozen=True)
class FinishForm:
    """What may be filled in for one visit, and what is proposed."""

    areas: tuple[tuple[str, str], ...]
    """The areas that the client agreed to: ids and words."""
    may_be_more: bool
    """Whether the treatment knows more areas than these."""
    steps: tuple[PlannedStep, ...]
    last: SessionDetails | None
    """The client's last session of this treatment."""
    machines: tuple[MachineSettings, ...]
    """How the machine was set lately, for this client first."""
    names_products: bool
    """Whether the clinic keeps which products were used."""
    kept: SessionDraft
    """What was filled in before, where the record was left to be signed later."""

    def as_planned(self, draft: SessionDraft) -> SessionDraft:
        """Say that all areas the client agreed to were treated, and all steps planned for them done."""
        steps = tuple(each.step.id for each in self.steps if each.included)
        return replace(draft, areas=tuple(area for area, _ in self.areas), steps=steps)

    def lines(self, draft: SessionDraft) -> tuple[FormLine, ...]:
        """Return what may be filled in, in the order of the work, as it stands."""
        areas = ", ".join(words for area, words in self.areas if area in draft.areas)
        told = (
            (AREAS, "Areas", areas or "which were treated?", bool(areas)),
            (STEPS, "Steps", self._steps_done(draft), draft.steps is not None),
            (MACHINE, "Machine", *_or_unsaid(draft.details.machine.words)),
            (BEFORE, "Skin before", *_or_unsaid(", ".join(draft.details.skin_before))),
            (AFTER, "Skin after", *_or_unsaid(", ".join(draft.details.skin_after))),
            *([(PRODUCTS, "Products", *_or_unsaid(_products(draft)))] if self.names_products else []),
            (NOTE, "Note for next time", *_or_unsaid(draft.note)),
        )
        return tuple(FormLine(*each) for each in told)

    def _steps_done(self, draft: SessionDraft) -> str:
        if draft.steps is None:
            return "which were done?"
        left_out = [each for each in self.steps if each.included and each.step.id not in draft.steps]
        done = several(len(draft.steps), "step", "steps")
        return f"{done}, {len(left_out)} left out" if left_out else done


def draw_finish_form(
    books: Books, visit: Visit, answers: Answers | None, steps: Sequence[PlannedStep], others: Sequence[Visit]
) -> FinishForm:
    """Return what is to be filled in, from the answers as they count now and the client's other visits."""
    agreed = answers.raw.get("area") if answers else None
    options = books.judge.rules_of(visit).question("area").options
    areas = [each for each in options if not isinstance(agreed, list | tuple) or each.id in agreed]
    last = last_session(others, visit)
    with books.records.read() as reader:
        machines = usual_settings.lately(reader, visit.treatment)
    session = last.done if last else None
    before = session.machine if session else MachineSettings()
    return FinishForm(
        areas=tuple((each.id, each.label) for each in areas),
        may_be_more=len(areas) < len(options),
        steps=tuple(steps),
        last=session,
        machines=tuple(each for each in dict.fromkeys((before, *machines)) if each.words),
        names_products=books.settings.product_lots,
        kept=_kept(visit.to_sign),
    )


def _kept(filled: SessionToSign | None) -> SessionDraft:
    if filled is None:
        return SessionDraft()
    details = SessionDetails(**{name: getattr(filled, name) for name in SessionDetails.model_fields})
    return SessionDraft(filled.areas, filled.steps, details, filled.notes)


def check_complete(draft: SessionDraft) -> None:
    """Refuse to sign before somebody said which areas were treated, and which steps done."""
    if not draft.areas:
        raise BadInput("Say which areas were treated, or touch “As planned”.")
    if draft.steps is None:
        raise BadInput("Say which steps were done, or touch “As planned”.")


def known_first(usual: Sequence[str], used: Sequence[str]) -> tuple[str, ...]:
    """Return what was used lately, then what is usual, each once."""
    return tuple(dict.fromkeys(filter(None, (*used, *usual))))


def _products(draft: SessionDraft) -> str:
    names = ", ".join(each.name for each in draft.details.products)
    missing = sum(each.lacks_lot for each in draft.details.products)
    return f"{names}: {several(missing, 'lot', 'lots')} to complete" if missing else names


def _or_unsaid(words: str) -> tuple[str, bool]:
    return words or UNSAID, bool(words)

"""A paper form while it is entered: what is asked next, and all that was entered once more before it counts."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Literal, Self

from kiosk.checkin.review import is_harmless
from kiosk.checkin.screen_data import ReviewRow
from kiosk.core.answer_words import answer_for_client
from kiosk.core.language import ENGLISH
from kiosk.core.language_names import english_name
from kiosk.core.phrases import clock_time, long_day
from kiosk.visits import consent as consents
from kiosk.visits.books import Books
from kiosk.visits.paper_language import languages_to_sign
from kiosk.visits.recall import LASER
from kiosk.visits.visit import Visit
from rules import Answers, Question, asked, evaluate, resolve

WHEN: Final = "\0when"
CONSENT: Final = "\0consent"
LANGUAGE: Final = "\0language"
"""What can be changed beside the answers."""
_CONSENT_WORDS: Final = {"paper": "It is signed", "declined": "It was refused", "later": "There is none yet"}

PaperConsent = Literal["paper", "declined", "later"]


@dataclass(frozen=True)
class PaperEntry:
    """What was entered so far. Nothing is kept before all of it was seen once more."""

    visit: Visit
    born: date
    entered_on: date
    answers: Answers
    filled_at: datetime | None = None
    consent: PaperConsent | None = None
    languages: tuple[str, ...] = (ENGLISH,)
    """The languages in which the client may have had the form."""
    language: str | None = None

    @classmethod
    def begin(cls, books: Books, visit: Visit) -> Self:
        """Begin with what the booking says."""
        protocol, today = books.judge.protocol(visit.treatment), books.today()
        booked = {LASER: visit.laser} if visit.laser and protocol.has_question(LASER) else {}
        born, languages = books.clients.get(visit.client_id).date_of_birth, languages_to_sign(books, visit)
        answers = resolve(protocol, booked, answered_on=today)
        return cls(
            visit,
            born,
            today,
            answers,
            languages=languages,
            language=None if len(languages) > 1 else ENGLISH,
        )

    @property
    def asked(self) -> list[Question]:
        return list(asked(self.answers.protocol, self.answers))

    @property
    def next_question(self) -> Question | None:
        """The first question that has no answer yet."""
        return next((each for each in self.asked if each.id not in self.answers.raw), None)

    @property
    def place(self) -> tuple[int, int]:
        """The number of the next question, and how many there are."""
        return sum(each.id in self.answers.raw for each in self.asked) + 1, len(self.asked)

    @property
    def wants_consent(self) -> bool:
        """Whether a consent belongs to these answers."""
        on = max(self.entered_on, self.visit.day)
        return consents.is_asked(evaluate(self.answers.protocol, self.answers, on=on))

    @property
    def raw(self) -> dict[str, Any]:
        """The answers to what is asked, but for what the booking says."""
        ids = {each.id for each in self.asked}
        return {
            key: raw for key, raw in self.answers.raw.items() if key in ids and not (key == LASER and self.visit.laser)
        }

    @property
    def consent_given(self) -> Literal["paper", "declined"] | None:
        """What the consent says, where one belongs to these answers."""
        return self.consent if self.consent != "later" and self.wants_consent else None

    def answered(self, question_id: str, raw: Any) -> Self:
        """Add an answer, as it was given on the day the form is entered."""
        answers = self.answers.with_answer(question_id, raw, answered_on=self.entered_on, born=self.born)
        return replace(self, answers=answers)

    def again(self, what: str) -> Self:
        """Return it without one thing, so that it is asked again."""
        match what:
            case "\0when":
                return replace(self, filled_at=None)
            case "\0consent":
                return replace(self, consent=None)
            case "\0language":
                return replace(self, language=None)
            case _:
                return replace(self, answers=self.answers.without(what))

    def rows(self, books: Books) -> tuple[ReviewRow, ...]:
        """Return all that was entered in words, what is not harmless first."""
        today = books.today()
        rows = [
            ReviewRow(
                question_id=each.id,
                treatment=self.visit.treatment,
                short=each.short,
                answer_text=answer_for_client(each, raw := self.answers.raw[each.id], today),
                changeable=not (each.id == LASER and self.visit.laser),
                harmless=is_harmless(each, raw),
            )
            for each in self.asked
            if each.id in self.answers.raw
        ]
        if self.filled_at is not None:
            at = books.local(self.filled_at)
            day = "" if at.date() == today else f"{long_day(at.date())}, "
            rows.append(ReviewRow(WHEN, "", "Filled in", f"{day}{clock_time(at)}"))
        if self.language is not None and len(self.languages) > 1:
            rows.append(ReviewRow(LANGUAGE, "", "The form", f"In {english_name(self.language)}"))
        if self.consent is not None and self.wants_consent:
            rows.append(ReviewRow(CONSENT, "", "Consent", _CONSENT_WORDS[self.consent]))
        return tuple(sorted(rows, key=lambda row: row.harmless))

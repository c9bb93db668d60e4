"""Which days a "when did you last ...?" may name: after birth, where it is known, to the day of answering."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from rules.model.rules_errors import AnswerError, AnswerFault
from rules.model.words import day_in_words

OLDEST_YEARS: Final = 120
"""How long ago a last use may be: nobody answers who was alive before."""
_WRITTEN: Final = re.compile(r"([0-9]+)-[0-9]{2}(?:-[0-9]{2})?")
_YEAR: Final = re.compile(r"[1-9][0-9]{3}")


@dataclass(frozen=True, slots=True)
class DaysOfUse:
    """The days that an answer may name; `born` is None where the date of birth is not known."""

    answered_on: date
    born: date | None = None

    def check_year(self, question_id: str, raw: str) -> None:
        """Refuse a day or month whose year has not four digits, such as 0202 for 2020."""
        written = _WRITTEN.fullmatch(raw)
        if written is not None and not _YEAR.fullmatch(written[1]):
            sentence = (
                f'"{question_id}": {raw[:40]} needs a year of four digits; write it like "2026-06-01" or "2026-06".'
            )
            raise AnswerError(question_id, sentence, AnswerFault.YEAR_NOT_OF_FOUR_DIGITS)

    def check(self, question_id: str, raw: str, first: date, last: date) -> None:
        """Refuse a use on a day, or in a month from `first` to `last`, if all of it is outside those days."""
        if first > self.answered_on:
            wrong, fault = f"is after the day of answering, {day_in_words(self.answered_on)}", AnswerFault.IN_THE_FUTURE
        elif last < self._oldest:
            wrong, fault = f"is more than {OLDEST_YEARS} years ago; check the year", AnswerFault.TOO_LONG_AGO
        elif self.born is not None and last < self.born:
            wrong, fault = "is before the client was born; check the year", AnswerFault.BEFORE_BIRTH
        elif (
            self.born is not None and first <= self.born <= last
        ):  # typed for it, as people do wherever a date is asked for
            wrong, fault = "is the client's own date of birth; write the last use", AnswerFault.BEFORE_BIRTH
        else:
            return
        raise AnswerError(question_id, f'"{question_id}": {raw} {wrong}.', fault)

    @property
    def _oldest(self) -> date:
        year = max(self.answered_on.year - OLDEST_YEARS, date.min.year)
        try:
            return self.answered_on.replace(year=year)
        except ValueError:  # 29 February, and no such day 120 years before
            return date(year, 3, 1)

"""Who comes on the simulated Saturday: what each answers, what staff do, and what must stand on record at its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final

from tests.end_to_end.at_the_kiosk import Said
from tests.end_to_end.what_is_asked import FACIAL_ON_RECORD, PEEL_ON_RECORD

SATURDAY: Final = date(2026, 11, 28)
WEEKS_AGO: Final = date(2026, 10, 24)
PEEL, FACIAL = "parisian-peel", "medical-facial"
MOSS, ADEYEMI = "Dr Moss", "R. Adeyemi"
ON_RECORD: Final = {PEEL: PEEL_ON_RECORD, FACIAL: FACIAL_ON_RECORD}
_NO: Final[Mapping[str, Any]] = {}
_BACK_AGAIN: Final[Mapping[str, Any]] = {"Have you had a": "Yes", "When was your last": WEEKS_AGO}
_HAD_BEFORE: Final[Mapping[str, Any]] = {"had_before": "yes", "session_last": "2026-10-24"}


@dataclass(frozen=True)
class ClientOfTheDay:
    """One client: who, what for, and how the visit goes."""

    at: str
    given: str
    family: str
    born: str
    phone: str
    treatment: str = PEEL
    room: str = MOSS
    comes: str = "scan"
    """How they check in: by `scan`, by `name`, by typed `code`, on `paper`; empty for who does not."""
    happens: str = ""
    """What else happens: see `saturday_day.py`."""
    says: Mapping[str, Any] = field(default_factory=lambda: _NO)
    """What is answered differently than by somebody who has nothing to tell, by words of the question."""
    keeps: Mapping[str, Any] = field(default_factory=lambda: _NO)
    """What is on record of that."""
    was_here: bool = False
    """Whether they came some weeks ago, too, so that it is asked whether that is still so."""
    does: str = "go ahead"
    """What the practitioner does; empty where it does not come to that."""
    outcome: str | None = "ELIGIBLE"
    """What the rules say at the end of the day."""
    rules: tuple[str, ...] = ()
    """The rules that say so, worst first."""
    ends: str = "finished"
    code: str = ""
    typed: str = ""
    """How they type their family name."""

    @property
    def full_name(self) -> str:
        return f"{self.given} {self.family}".strip()

    @property
    def start(self) -> datetime:
        return datetime.combine(SATURDAY, time.fromisoformat(self.at))

    def row(self, start: datetime, code: str) -> tuple[str, ...]:
        """Return the line of the schedule."""
        when = start.isoformat(sep=" ", timespec="minutes")
        return (when, self.full_name, self.family, self.given, self.born, self.treatment, self.room, self.phone, code)

    @property
    def asked(self) -> Mapping[str, Said | date]:
        """All that is answered differently, also that they were here before."""
        return {**self.says, **(_BACK_AGAIN if self.was_here else _NO)}

    @property
    def on_record(self) -> dict[str, Any]:
        """The answers that must be on record."""
        note = {"note": ""} if self.comes == "paper" else _NO
        return {**ON_RECORD[self.treatment], **note, **(_HAD_BEFORE if self.was_here else _NO), **self.keeps}


def _facial(at: str, given: str, family: str, born: str, phone: str, **more: Any) -> ClientOfTheDay:
    return ClientOfTheDay(at, given, family, born, phone, FACIAL, ADEYEMI, **more)


def _peel(at: str, given: str, family: str, born: str, phone: str, **more: Any) -> ClientOfTheDay:
    return ClientOfTheDay(at, given, family, born, phone, PEEL, MOSS, **more)


def _sure(word: str, question: str) -> Mapping[str, Any]:
    """Return that one question is answered with yes."""
    return {"says": {word: "Yes"}, "keeps": {question: "yes"}}


_OUT: Final[Mapping[str, Any]] = {"comes": "", "does": "", "outcome": None}
"""Who does not come to a check-in."""
_SUN: Final[Mapping[str, Any]] = {
    **_sure("Will you be in strong sun", "strong_sun"),
    "does": "with care",
    "outcome": "CAUTION",
    "rules": ("PP-SUN",),
}
_SENSITIVE: Final[Mapping[str, Any]] = {
    "says": {"What is your skin like": "Sensitive"},
    "keeps": {"skin_type": "sensitive"},
    "does": "with care",
    "outcome": "CAUTION",
    "rules": ("MF-SENSITIVE",),
}
_LASER: Final[Mapping[str, Any]] = {
    **_sure("Is a laser part of", "laser_planned"),
    "outcome": "REVIEW",
    "rules": ("MF-LASER",),
}
_UNSURE: Final[Mapping[str, Any]] = {
    "says": {"Have you ever had a keratosis": "I'm not sure"},
    "keeps": {"keratosis": "not_sure"},
    "does": "settle",
}
_OPEN_SPOTS: Final[Mapping[str, Any]] = {
    **_sure("Do you have spots that are open", "pimples_open"),
    "does": "put off",
    "outcome": "DEFERRED",
    "rules": ("PP-PIMPLES-OPEN",),
    "ends": "put_off",
}

CLIENTS: Final = (
    _peel(
        "09:00", "Tomasz", "Łuczak", "1979-02-03", "0112", comes="name", typed="luczak", happens="reports", code="LS101"
    ),
    _facial("09:00", "Ngozi", "Bello", "1974-03-15", "0226", was_here=True, code="LS201"),
    _peel(
        *("09:20", "Amélie", "Fontaine", "1985-07-31", "0128"),
        code="LS102",
        says={"Have you ever taken Accutane": "Yes, but I", "When did you last take it": date(2026, 6, 12)},
        keeps={"isotretinoin": "stopped", "isotretinoin_last": "2026-06-12"},
        does="put off",
        outcome="DEFERRED",
        rules=("PP-ACCUTANE-6M",),
        ends="put_off",
    ),
    _facial("09:20", "Zoë", "[/x] O'Neil", "1982-10-02", "0219", comes="code", code="LS202", **_SENSITIVE),
    _peel(
        *("09:40", "Margaret", "Hale", "1961-11-09", "0136"),
        code="LS103",
        **_sure("Have you ever had rosacea", "rosacea"),
        does="decline",
        outcome="CONTRAINDICATED",
        rules=("PP-ROSACEA",),
        ends="declined",
    ),
    _facial("09:40", "Emma", "Wilson", "1994-10-30", "0386", happens="no-show", ends="no_show", code="LS203", **_OUT),
    _peel("10:00", "Samuel", "Osei", "1988-09-27", "0151", code="LS104", **_UNSURE),
    _facial("10:00", "Siân", "Ap-Rhys", "1990-01-08", "0401", happens="raise", code="LS204"),
    _peel(
        *("10:20", "Sofia", "Papadaki", "1998-02-12", "0364"),
        code="LS105",
        **_sure("Do you have spots that are red", "acne_inflamed"),
        does="override",
        outcome="DEFERRED",
        rules=("PP-ACNE-INFLAMED",),
    ),
    _facial("10:20", "Xiaoming", "王", "2001-10-01", "0502", code="LS205"),
    _peel("10:40", "Jack", "Turner", "1997-01-08", "0392", happens="cancels", ends="cancelled", code="LS106", **_OUT),
    _facial("10:40", "Rosa", "García López", "1968-05-05", "0163", code="LS206", **_LASER),
    _peel("11:00", "Kofi", "Mensah", "1990-05-26", "0456", happens="moves", ends="put_off", code="LS107", **_OUT),
    _facial("11:00", "Noah", "Fischer", "1983-03-03", "0417", was_here=True, code="LS207"),
    _peel("11:20", "Hugo", "Lefèvre", "1985-02-20", "0474", happens="leaves", does="", ends="left", code="LS108"),
    _facial("11:20", "Helena", "de la Cruz-Novotná", "1959-01-30", "0243", code="LS208"),
    _peel("11:40", "Fatima Zahra", "El Idrissi", "1992-08-14", "0318", happens="stops", code="LS109"),
    _facial("11:40", "Mateo", "Fernández", "1989-09-09", "0333", code="LS209", **_SENSITIVE),
    _peel("12:00", "Charlotte", "Brandt", "1981-11-22", "0325", happens="asks for help", code="LS110"),
    _facial("12:00", "Lukas", "Meyer", "1975-06-25", "0358", code="LS210"),
    _peel("12:20", "Ruth", "Abrahams", "1952-06-06", "0490", comes="paper", code="LS111"),
    _facial("12:20", "Chiara", "Bianchi", "1978-07-07", "0294", code="LS211"),
    _peel("12:40", "Ji-woo", "Park", "1993-04-18", "0144", code="LS112", **_SUN),
    _facial("12:40", "George", "Ivanov", "1957-07-24", "0433", code="LS212", **_LASER),
    _peel("13:00", "Mei", "Tanaka", "1999-04-29", "02079460487", comes="name", happens="asks for a time"),
    _facial("13:00", "Isabel", "Moreno Vega", "1969-11-11", "0461", code="LS213"),
    _peel("13:20", "Ana", "Ruiz", "1991-04-02", "02079460488", comes="name", happens="walks in"),
    _facial("13:20", "Hannah", "Müller", "1976-08-08", "0448", code="LS214"),
    _peel("13:40", "Daniel", "Cohen", "1963-05-17", "0371", code="LS113", **_OPEN_SPOTS),
    _facial("13:40", "Leila", "Haddad", "1980-09-16", "0429", code="LS215"),
    _peel("14:00", "Viktor", "Hansen", "1966-03-28", "0302", code="LS114", **_SUN),
    _facial("14:00", "Anna", "Kowalska", "1996-06-16", "0195", was_here=True, code="LS216"),
    _peel("14:20", "Ewa", "Kowalska", "1996-06-16", "0207", comes="paper", code="LS115"),
    _facial("14:20", "Grace", "O'Connell", "1990-12-24", "0177", code="LS217", **_SENSITIVE),
    _peel("14:40", "Oliver", "Stone", "1995-12-01", "0289", code="LS116", **_UNSURE),
    _facial("14:40", "Priya", "Raman", "1984-05-19", "0271", code="LS218"),
    _peel("15:00", "Yusuf", "Demir", "1987-08-21", "0238", was_here=True, happens="is noted", code="LS117"),
    _facial("15:00", "Peter", "van der Berg", "1970-10-11", "0255", code="LS219", **_LASER),
    _peel("15:20", "Aisha", "Khan", "1986-04-04", "0347", happens="as before", code="LS118"),
    _facial("15:20", "Wei", "Li", "1991-02-17", "0264", code="LS220"),
    _peel("15:40", "Maria", "Santos", "1972-12-12", "0405", happens="no-show", ends="no_show", code="LS119", **_OUT),
    _facial("15:40", "Jean-Luc", "d'Orléans", "1971-01-01", "0511", code="LS221"),
    _peel(
        *("16:00", "Ánh", "Nguyễn Thị", "1994-03-09", "0512"),
        code="LS120",
        **_sure("Do you have an autoimmune", "autoimmune"),
        does="decline",
        outcome="CONTRAINDICATED",
        rules=("PP-AUTOIMMUNE",),
        ends="declined",
    ),
    _facial("16:00", "Bjørn", "Ångström", "1958-12-31", "0513", was_here=True, code="LS222"),
    _peel("16:20", "Nuala", "Ó Súilleabháin", "1988-02-29", "0514", code="LS121", **_OPEN_SPOTS),
    _facial("16:20", "Dmitri", "Шостакович", "1966-09-25", "0515", code="LS223"),
    _peel("16:40", "Iker", "Etxeberria", "1979-07-07", "0516", code="LS122", **_SUN),
    _facial("16:40", "Olu", "Adébáyọ̀", "1993-11-11", "0517", code="LS224", **_LASER),
    _peel("17:00", "Paula", "Quinn", "1960-04-01", "0518", comes="paper", code="LS123"),
    _facial("17:00", "Sven", "Borg", "1984-08-30", "0519", code="LS225"),
    _peel("17:20", "Tariq", "bin Said", "1990-10-10", "0520", code="LS124", **_UNSURE),
    _facial(
        "17:20", "Ulla", "Virtanen", "1973-03-21", "0521", happens="cancels", ends="cancelled", code="LS226", **_OUT
    ),
    _peel("17:40", "Vera", "Novák", "1999-09-09", "0522", was_here=True, code="LS125"),
    _facial("17:40", "Will", "Ng", "1987-05-05", "0523", code="LS227"),
    _peel("18:00", "Xenia", "Papas", "1976-01-25", "0524", code="LS126"),
    _facial("18:00", "Yara", "Haddad-Stone", "1992-02-02", "0525", code="LS228", **_SENSITIVE),
    _peel("18:20", "Zygmunt", "Żak", "1955-05-15", "0526", code="LS127", **_OPEN_SPOTS),
    _facial("18:20", "Ada", "Byron", "1995-12-10", "0527", happens="leaves", does="", ends="left", code="LS229"),
    _peel("18:40", "Ben", "Carter", "1980-06-18", "0528", happens="no-show", ends="no_show", code="LS128", **_OUT),
    _facial("18:40", "Cleo", "Duarte", "1997-08-08", "0529", code="LS230", **_LASER),
)
"""All sixty, by the hour they come or came for."""

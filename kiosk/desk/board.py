"""The receptionist's board as plain data: who is where, grouped by what the desk must do. Never a condition, never an answer."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kiosk.core.phrases import Mark, Tone, clock_time, fine_span, span
from kiosk.core.settings import Settings
from kiosk.desk import opening_papers
from kiosk.desk.desk_first import desk_first, step_mark, to_speak_of
from kiosk.desk.help_calls import help_words, language_wanted
from kiosk.desk.read_schedules import unread_remarks
from kiosk.desk.shown_name import shown_name
from kiosk.desk.to_do import to_do_line
from kiosk.people.names import name_key
from kiosk.people.wishes import shouted
from kiosk.schedule import last_import
from kiosk.visits import running_late
from kiosk.visits.books import Books
from kiosk.visits.clinic_findings import overlays_in_words
from kiosk.visits.day_book import DayBook, DayEntry
from kiosk.visits.terminals import Terminal
from kiosk.visits.visit import Visit, VisitState
from kiosk.visits.visit_parts import OVERRIDDEN
from kiosk.visits.waiting import waiting_since
from rules import NextStep, day_in_words, several

WAITING, KIOSK, READY, ROOM, FINISH, LATER, DONE = "waiting", "kiosk", "ready", "room", "finish", "later", "done"

_TITLES = {
    WAITING: "Waiting for you",
    KIOSK: "At the kiosk",
    READY: "Ready for the practitioner",
    ROOM: "With the practitioner",
    FINISH: "To finish",
    LATER: "Still to come",
    DONE: "Done",
}
_GROUP_OF = {
    VisitState.requested: WAITING,
    VisitState.screened: WAITING,
    VisitState.arrived: KIOSK,
    VisitState.confirmed: READY,
    VisitState.in_progress: ROOM,
    VisitState.booked: LATER,
}
_HERE = {VisitState.arrived, VisitState.screened, VisitState.confirmed, VisitState.in_progress}
_ENDED = {
    VisitState.finished: Mark("✓", "finished", Tone.QUIET),
    VisitState.put_off: Mark("▲", "put off", Tone.QUIET),
    VisitState.declined: Mark("■", "declined", Tone.QUIET),
    VisitState.left: Mark("–", "left", Tone.QUIET),
    VisitState.cancelled: Mark("–", "cancelled", Tone.QUIET),
    VisitState.no_show: Mark("–", "did not come", Tone.QUIET),
}
_LATE = Mark("▲", "late", Tone.LOOK)
_CALLED_OFF = {
    "cancelled": Mark("▲", "cancelled in the schedule: C", Tone.LOOK, "schedule: cancelled"),
    "no_show": Mark("▲", "no show in the schedule: C", Tone.LOOK, "schedule: no show"),
}
_BACK = {"no_show": "came after all", "moved": "is here: moved to another day"}
_NOTICES = {
    "too_early": "too early: call",
    "too_late": "too late for the kiosk",
    "already": "is checked in already",
    "moved": "the appointment moved",
    "no_show": "came after all",
    "not_found": "somebody was not found",
    "walk_in_sent": "somebody has no appointment",
    "guardian_needed": "a guardian is needed",
    "try_later": "several wrong entries",
    "declined": "said no to the consent",
    "other_name": "a consent signed in another name",
    "desk": "somebody comes to you",
    "clock": "the date must be confirmed",
}


@dataclass(frozen=True)
class Row:
    """One line of the board."""

    visit_id: str
    time: str
    name: str
    """As the lists show it, by the setting `board_names`."""
    full_name: str
    treatment: str
    where: str
    """The kiosk at which the client is, or the practitioner."""
    practitioner: str
    arrived: str
    """When the client came, or nothing."""
    waiting: str
    """How long, from the later of arrival and appointment; nothing before that, in the room, and after the end."""
    waits_long: bool
    mark: Mark | None
    step: NextStep | None
    late: bool
    twin: bool
    """Whether another client of the day has the same name."""
    called: str = ""
    """How to call the client, where it is not by the name on record."""
    needs: str = ""
    """What they need at every visit."""


@dataclass(frozen=True)
class Group:
    """Lines that ask the same thing of the desk."""

    id: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Call:
    """A kiosk that wants somebody, without saying who is there."""

    terminal: str
    words: str
    since: str
    help: bool


@dataclass(frozen=True)
class Board:
    """All the desk sees. `counts` and `calls` name nobody and may be shown while the desk is locked."""

    groups: tuple[Group, ...]
    calls: tuple[Call, ...]
    booked: int
    here: int
    done: int
    schedule: str
    first: str | None = None
    """The visit that waits longest for whoever reads this board."""
    remarks: tuple[str, ...] = ()
    """Why the practitioner looks first at every visit of a treatment, if that is so."""
    left_to_do: str = ""
    """How many clients are to be called back, and how many records to be completed; it names nobody."""

    @property
    def counts(self) -> str:
        """Return `27 booked · 9 here · 6 done`."""
        return f"{self.booked} booked · {self.here} here · {self.done} done"

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return every line in the order of the groups."""
        return tuple(row for group in self.groups for row in group.rows)


def todays_board(books: Books) -> Board:
    """Return the board as the clinic's records are now."""
    today = board(
        DayBook(books, books.today()).entries(),
        books.terminals.all(),
        books.now(),
        books.settings,
        titles=books.titles(),
        imported_at=last_import(books),
        remarks=(*_remarks(books), *_not_printed(books), *late_remarks(books), *unread_remarks(books)),
    )
    return replace(today, left_to_do=to_do_line(books))


def practitioners_board(books: Books, entries: Iterable[DayEntry]) -> Board:
    """Return the board of one practitioner's own visits."""
    return my_day(board(entries, books.terminals.all(), books.now(), books.settings, titles=books.titles()))


def late_remarks(books: Books, practitioner: str = "") -> Iterator[str]:
    """Say who runs late today, and by how much: of everybody, or of one."""
    with books.records.read() as reader:
        late = running_late.minutes_late(books, reader)
    for name, minutes in late.items():
        if practitioner in ("", name):
            yield f"{name} runs {several(minutes, 'minute', 'minutes')} late."


def _remarks(books: Books) -> Iterator[str]:
    """Say why the practitioner looks first at every visit of a treatment: nobody signed its rules, or something is undecided."""
    for treatment, title in books.titles().items():
        undecided = books.library.undecided(treatment)
        if books.library.in_force(treatment).signed is None:
            yield f"{title}: the practitioner looks first at every visit, because the lead has not signed its rules."
        if undecided:
            yield (
                f"{title}: the practitioner looks first at every visit, because the lead has not decided on "
                f"{overlays_in_words(undecided)}."
            )


def _not_printed(books: Books) -> Iterator[str]:
    if why := opening_papers.not_printed(books):
        yield f"The papers of this morning: {why}"


def board(
    entries: Iterable[DayEntry],
    terminals: Iterable[Terminal],
    now: datetime,
    settings: Settings,
    *,
    titles: Mapping[str, str],
    imported_at: datetime | None = None,
    remarks: tuple[str, ...] = (),
) -> Board:
    """Build the board of one day.

    `now` is in the clinic's zone, `titles` names the treatments, `imported_at` is when the schedule was last read.
    """
    entries = tuple(entries)
    keys = {entry.client.id: name_key(entry.client.full_name) for entry in entries}
    names = Counter(keys.values())
    at: dict[str, Terminal] = {}
    terminals = tuple(terminals)
    # Where somebody is now comes before where they were.
    for terminal in sorted(terminals, key=lambda each: each.state == "busy"):
        at.update(dict.fromkeys(terminal.visit_ids, terminal))
    rows: dict[str, list[Row]] = {group: [] for group in _TITLES}
    for entry in sorted(entries, key=_order):
        visit = entry.visit
        kiosk = at.get(visit.id)
        row = _row(entry, kiosk, now, settings, titles.get(visit.treatment, visit.treatment))
        twin = names[keys[entry.client.id]] > 1
        is_back = visit.is_over and kiosk is not None and kiosk.notice
        group = FINISH if visit.is_to_finish else _GROUP_OF.get(visit.state, DONE)
        if is_back or (group != READY and to_speak_of(visit)):
            group = WAITING
        rows[group].append(replace(row, twin=True) if twin else row)
    states = [entry.visit.state for entry in entries]
    return Board(
        groups=tuple(Group(key, _TITLES[key], tuple(lines)) for key, lines in rows.items() if lines),
        calls=_calls(terminals, {entry.visit.id for entry in entries if not entry.visit.is_over}, now),
        booked=sum(state not in (VisitState.cancelled, VisitState.requested) for state in states),
        here=sum(_is_here(entry.visit) for entry in entries),
        done=sum(entry.visit.is_over and not to_speak_of(entry.visit) for entry in entries),
        schedule=_age(imported_at, now),
        first=_first(rows[WAITING]),
        remarks=remarks,
    )


def _first(rows: Sequence[Row]) -> str | None:
    return rows[0].visit_id if rows else None


_MINE = {
    ROOM: "With you",
    FINISH: "To finish",
    READY: "Ready for you",
    WAITING: "At the desk",
    KIOSK: "At the kiosk",
    LATER: "Still to come",
    DONE: "Done",
}


def my_day(board: Board) -> Board:
    """Return the day as its practitioner reads it: those who are ready come first."""
    groups = {group.id: group for group in board.groups}
    mine = tuple(replace(groups[key], title=title) for key, title in _MINE.items() if key in groups)
    ready = groups[READY].rows if READY in groups else ()
    return replace(board, groups=mine, calls=(), schedule="", first=_first(ready))


def _order(entry: DayEntry) -> tuple[object, ...]:
    return (entry.visit.start, entry.client.family_name.casefold(), entry.visit.id)


def _row(entry: DayEntry, terminal: Terminal | None, now: datetime, settings: Settings, treatment: str) -> Row:
    visit = entry.visit
    since = waiting_since(visit, settings.zone)
    at_kiosk = visit.state is VisitState.arrived and terminal is not None
    to_speak = to_speak_of(visit)
    mark = _marked(Mark("▲", to_speak, Tone.LOOK), visit) if to_speak else _mark(visit, terminal, now, settings)
    here = (visit.returned_at or visit.arrived_at) if _is_here(visit) else None
    wishes = entry.client.wishes
    is_gone = (visit.is_over and not to_speak) or visit.is_to_finish
    called = "fetch" if visit.asks_private else shouted(wishes, entry.client.initials, visit.call_number)
    return Row(
        visit_id=visit.id,
        time=clock_time(visit.start),
        name=shown_name(entry.client, settings),
        full_name=entry.client.full_name,
        treatment=treatment,
        where=terminal.name if at_kiosk and terminal else visit.practitioner,
        practitioner=visit.practitioner,
        arrived=clock_time(here.astimezone(now.tzinfo)) if here else "",
        waiting=span(since, now) if since and since <= now else "",
        waits_long=since is not None and now - since > timedelta(minutes=settings.long_wait_minutes),
        mark=mark,
        step=None if visit.is_to_finish or visit.asks_private or desk_first(visit, settings) else visit.next_step,
        late=visit.late or mark is _LATE,
        twin=False,
        called="" if is_gone else called,
        needs=", ".join(wishes.needed) if wishes and not is_gone else "",
    )


def _is_here(visit: Visit) -> bool:
    return (visit.state in _HERE and not visit.is_to_finish) or bool(to_speak_of(visit))


def _mark(visit: Visit, terminal: Terminal | None, now: datetime, settings: Settings) -> Mark | None:
    if visit.state in _ENDED:
        return _is_back(visit, terminal) or _marked(_ended(visit, now), visit)
    if visit.state is VisitState.requested:
        return Mark("○", "no appointment: take in?", Tone.LOOK)
    if visit.state is VisitState.booked:
        return _before(visit, terminal, now, settings)
    if visit.state is VisitState.arrived:
        return _checking_in(visit, terminal)
    if visit.is_to_finish:
        day = "" if visit.day == now.date() else f" of {day_in_words(visit.day, now.date())}"
        return _marked(Mark("◐", f"to finish{day}", Tone.LOOK), visit)
    mark = step_mark(visit, settings, now.date())
    return _marked(mark, visit) if mark else None


def _marked(mark: Mark, visit: Visit) -> Mark:
    """Say first that the treatment went ahead against the rules, if it did."""
    return Mark("■", f"{OVERRIDDEN} · {mark.words}", Tone.STOP, OVERRIDDEN) if visit.overrides else mark


def _is_back(visit: Visit, terminal: Terminal | None) -> Mark | None:
    """Return what says that the client of a visit that is over was at a kiosk, and was sent to the desk."""
    if terminal is None or terminal.notice is None:
        return None
    return Mark("▲", _BACK.get(terminal.notice, f"is here: {_ENDED[visit.state].words}"), Tone.LOOK)


def _ended(visit: Visit, now: datetime) -> Mark:
    mark = _ENDED[visit.state]
    return Mark(mark.shape, put_off_words(visit, now.date()), mark.tone) if visit.state is VisitState.put_off else mark


def put_off_words(visit: Visit, today: date) -> str:
    """Say until when the practitioner put a visit off; only `put off` if the desk moved it."""
    decided = visit.decision
    if decided is None or decided.decision != "put_off":
        return "put off"
    return f"put off to {day_in_words(decided.until, today)}" if decided.until else "put off, no day yet"


def _before(visit: Visit, terminal: Terminal | None, now: datetime, settings: Settings) -> Mark | None:
    if visit.called_off:
        return _CALLED_OFF[visit.called_off]
    if terminal and terminal.notice:
        return Mark("▲", _notice_words(terminal, "comes to you"), Tone.LOOK)
    if visit.late:
        return Mark("▲", "late, let in", Tone.LOOK)
    if visit.is_overdue(now, settings):
        return _LATE
    return None


def _checking_in(visit: Visit, terminal: Terminal | None) -> Mark | None:
    if visit.stopped:
        return Mark("▲", _notice_words(terminal, "stopped half-way"), Tone.LOOK)
    late = "late · " if visit.late else ""
    if terminal and terminal.notice == "language":
        return Mark("▲", f"{late}{_notice_words(terminal, '')}", Tone.LOOK)
    if terminal and terminal.total:
        return Mark("·", f"{late}question {terminal.question} of {terminal.total}", Tone.QUIET)
    return Mark("·", f"{late}here", Tone.QUIET)


def _notice_words(terminal: Terminal | None, otherwise: str) -> str:
    """Say what a terminal tells the desk."""
    if terminal is None or terminal.notice is None:
        return otherwise
    return language_wanted(terminal) if terminal.notice == "language" else _NOTICES.get(terminal.notice, otherwise)


def _calls(terminals: Iterable[Terminal], on_lines: Collection[str], now: datetime) -> tuple[Call, ...]:
    """Return who wants somebody: calls for help first, the longest wait first; a notice about a visit is on its line.

    A visit that is over has its notice here too, as the desk can clear it here.
    """
    helps = [t for t in terminals if t.is_calling]
    helps.sort(key=lambda t: t.help_since or now)
    calls = [Call(t.name, help_words(t), fine_span(t.help_since or now, now), help=True) for t in helps]
    calls += [
        Call(
            t.name,
            _notice_words(t, "somebody comes to you"),
            fine_span(t.since, now) if t.since else "",
            help=False,
        )
        for t in terminals
        if t.notice and t not in helps and not set(t.visit_ids).intersection(on_lines)
    ]
    return tuple(calls)


def _age(imported_at: datetime | None, now: datetime) -> str:
    if imported_at is None:
        return "no schedule read yet"
    if imported_at.astimezone(now.tzinfo).date() != now.date():
        return f"schedule of {day_in_words(imported_at.astimezone(now.tzinfo).date(), now.date())}"
    age = span(imported_at, now)
    return "schedule just read" if age == "new" else f"schedule {age} old"

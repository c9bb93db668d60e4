"""The last session of the same treatment, in words: what was done, with what, and what was said of it later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.visits.books import Books
from kiosk.visits.session import Reaction, Session, SessionDetails, SessionToSign
from kiosk.visits.visit import Visit
from rules import Protocol, answer_in_words, day_in_words


@dataclass(frozen=True)
class LastSession:
    """What the practitioner reads of the last session; each text is empty where nothing was noted."""

    when: str
    by: str
    areas: str = ""
    steps: str = ""
    left_out: str = ""
    machine: str = ""
    skin: str = ""
    products: str = ""
    note: str = ""
    """What that session left to this one."""
    reaction: str = ""
    """What the client reported after it, and what came of the call; or after another visit, while a call is due."""

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Return what was noted, each with its title, what matters most first."""
        named = (
            ("Reaction", self.reaction),
            ("Note", self.note),
            ("Areas", self.areas),
            ("Machine", self.machine),
            ("Steps", self.steps),
            ("Left out", self.left_out),
            ("Skin", self.skin),
            ("Products", self.products),
        )
        return tuple((title, words) for title, words in named if words)


def last_session(others: Sequence[Visit], visit: Visit) -> Visit | None:
    """Return the client's last visit before this one at which the same treatment was given."""
    done = [
        each
        for each in others
        if each.treatment == visit.treatment
        and each.done is not None
        and (each.day, each.start) < (visit.day, visit.start)
    ]
    return max(done, key=lambda each: (each.day, each.start), default=None)


def last_time(books: Books, visit: Visit, others: Sequence[Visit]) -> LastSession | None:
    """Return what is told of the last session; None before the first, unless a reaction to something else is open."""
    before = last_session(others, visit)
    reactions = [
        (each, reaction)
        for each in others
        for reaction in each.reactions
        if each is before or reaction.call_due is not None
    ]
    told = "; ".join(reaction_words(books, reaction) for _, reaction in reactions)
    session = before.done if before else None
    if before is None or session is None:
        if not reactions:
            return None
        latest = reactions[-1][0]
        return LastSession(day_in_words(latest.day, books.today()), latest.practitioner, reaction=told)
    return _told(books, before, session, told)


def told_session(books: Books, visit: Visit) -> LastSession | None:
    """Return what is told of a visit's own session, and what the client reported after it; None without either."""
    reaction = "; ".join(reaction_words(books, each) for each in visit.reactions)
    if visit.done is None:
        return LastSession("", visit.practitioner, reaction=reaction) if reaction else None
    return _told(books, visit, visit.done, reaction)


def _told(books: Books, visit: Visit, session: Session | SessionToSign, reaction: str) -> LastSession:
    protocol = books.judge.rules_of(visit)
    titles = {step.id: step.title for step in protocol.steps}
    return LastSession(
        when=day_in_words(visit.day, books.today()),
        by=_who_finished(visit),
        areas=_areas(protocol, session.areas),
        steps=_titled(titles, session.steps or ()),
        left_out=_titled(titles, session.left_out) if isinstance(session, Session) else "",
        machine=session.machine.words,
        skin=skin_words(session),
        products="; ".join(each.words for each in session.products),
        note=session.notes,
        reaction=reaction,
    )


def reaction_words(books: Books, reaction: Reaction) -> str:
    """Say what was reported, by when to call back, and what came of the last call."""
    today = books.today()
    words = f"{reaction.said}, noted by {reaction.by}, {day_in_words(books.local(reaction.at).date(), today)}"
    if reaction.calls:
        last = reaction.calls[-1]
        words += f"; called by {last.by}, {day_in_words(books.local(last.at).date(), today)}: {last.said}"
    if reaction.call_due is not None:
        words += f"; CALL BACK by {day_in_words(reaction.call_due, today)}"
    return words


def skin_words(session: SessionDetails) -> str:
    """Return `before: dry, red; after: calm`, without what was not noted."""
    parts = (("before", session.skin_before), ("after", session.skin_after))
    return "; ".join(f"{when}: {', '.join(words).lower()}" for when, words in parts if words)


def _who_finished(visit: Visit) -> str:
    if visit.to_sign is not None:
        return f"{visit.to_sign.by}, not signed yet"
    return next((each.by for each in reversed(visit.signoffs) if each.decision == "finish"), visit.practitioner)


def _areas(protocol: Protocol, areas: Sequence[str]) -> str:
    return answer_in_words(protocol.question("area"), areas) if areas else ""


def _titled(titles: Mapping[str, str], steps: Sequence[str]) -> str:
    return ", ".join(titles.get(step, step.replace("_", " ")) for step in steps)

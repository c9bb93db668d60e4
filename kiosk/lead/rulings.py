"""What a lead's decision on an overlay would do to the rules: each protocol it touches, reviewed before anything is signed."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.core.clean import clean
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.core.telling import Tell, tell_nobody
from kiosk.governance import protocol_files
from kiosk.replay.sign_off_review import Review, review, touched_protocols
from kiosk.visits.books import Books


def to_adopt(books: Books, overlay: str, *, tell: Tell = tell_nobody) -> tuple[Review, ...]:
    """Review every protocol an overlay goes on, as it would be with it. Raises `BadInput` if it is unknown or not active."""
    says = books.library.overlay(known_overlay(books, overlay))
    if says.says.status != "active":
        raise BadInput(f'{says.file} is {says.says.status}: write "status: active" in it to adopt it.')
    data = protocol_files.read_bytes(books.library.overlay_path(overlay))
    books.library.fits(overlay, data)
    touched = touched_protocols(books, says.says.protocols)
    return tuple(review(books, each, {overlay: data}, tell=tell) for each in touched)


def to_refuse(books: Books, overlay: str, *, tell: Tell = tell_nobody) -> tuple[Review, ...]:
    """Review every protocol as it would be without an overlay that is in force; nothing if it is not.

    Raises `NotAllowed` if others in force build on it.
    """
    decided = books.library.decided().get(known_overlay(books, overlay))
    if decided is None or decided.decision != "adopt":
        return ()
    for other, taken in books.library.resting_on(overlay).items():
        parts = " and ".join(taken)
        raise NotAllowed(
            f"{other} is in force and builds on {parts} of {overlay}: refuse {other} first, or take {parts} out of its file "
            f"and adopt {other} again."
        )
    says = books.library.overlay(overlay).says
    touched = touched_protocols(books, says.protocols)
    return tuple(review(books, each, {overlay: None}, tell=tell) for each in touched)


def keeps_from_signing(reviews: Iterable[Review]) -> str:
    """Say which rules can't be signed, because the check or a worked example fails; nothing where all can."""
    failed = " and ".join(each.protocol.title for each in reviews if not each.may_be_signed)
    return f"Nothing was signed: {failed} must pass the check first." if failed else ""


def weaker_than_signed(reviews: Iterable[Review]) -> str:
    """Say which rules would be weaker than what was signed before; nothing where none would."""
    weaker = " and ".join(each.protocol.title for each in reviews if each.milder)
    return f"{weaker} would be weaker than what was signed before." if weaker else ""


def known_overlay(books: Books, name: str) -> str:
    """Return the name of an overlay that there is. Raises `BadInput`, naming those there are."""
    if name not in books.library.overlays():
        raise BadInput(f"There is no overlay {clean(name, 40)}; there are {', '.join(books.library.overlays())}.")
    return name

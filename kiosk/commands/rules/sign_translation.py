"""`kiosk rules sign PROTOCOL --language CODE`: a lead signs the words of a language, old and new beside each other."""

from typing import Final

from kiosk.clinic import Clinic
from kiosk.commands.output import quoted, say
from kiosk.commands.pin_input import ask_line, known_pin
from kiosk.commands.rules.beside import beside
from kiosk.core.clean import clean
from kiosk.lead.languages_signed import TranslationReview, review_language, sign_translation
from kiosk.people.staff import StaffMember
from rules import several

_NOT_SIGNED: Final = 1
NOTHING: Final = "(none)"


def sign_language(clinic: Clinic, lead: StaffMember, treatment: str, language: str, pin_fd: int | None) -> int:
    """Show what changed in a language since it was signed, and sign it."""
    reviewed = review_language(clinic, treatment, language)
    if reviewed.is_signed:
        say(f"{reviewed.title} is signed already.")
        return 0
    _show(reviewed)
    if wrong := reviewed.faults:
        say("", *(f"Not right: {quoted(each)}" for each in wrong))
        say("Nothing was signed: these come first. `kiosk rules check` judges all languages.")
        return _NOT_SIGNED
    if pin_fd is None and ask_line("Type yes to sign").strip().casefold() != "yes":
        say("Nothing was signed.")
        return _NOT_SIGNED
    member = clinic.staff.check_pin(lead.name, known_pin(pin_fd, lead.name), terminal=clinic.terminal)
    sign_translation(clinic, reviewed, member)
    say(f"{reviewed.title} is signed by {member.name}.")
    return 0


def _show(reviewed: TranslationReview) -> None:
    last = reviewed.last
    say(heading(reviewed))
    for each in reviewed.changes:
        say("", clean(each.place))
        if last is None:
            say(*beside(each.english, each.now or NOTHING))
        else:
            say(quoted(f"  English: {each.english}"), *beside(each.before or NOTHING, each.now or NOTHING))
    say("")


def heading(reviewed: TranslationReview) -> str:
    """Say how much there is to read, and in which order."""
    count = several(len(reviewed.changes), "text", "texts")
    if reviewed.last is None:
        return f"{reviewed.title}: nothing of it has been signed. These are its {count}, English and then translated:"
    return f"{reviewed.title}: {count} changed since {reviewed.last.by} signed. Old and new:"

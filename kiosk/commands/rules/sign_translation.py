"""`kiosk rules sign PROTOCOL --language CODE`: a lead signs the words of a language, old and new beside each other."""

from typing import Final

from kiosk.clinic import Clinic
from kiosk.commands.output import quoted, say
from kiosk.commands.pin_input import ask_line, known_pin
from kiosk.commands.rules.beside import beside
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from kiosk.governance import signed_translations
from kiosk.governance.signed_translations import ChangedWords, SignedTranslation
from kiosk.people.staff import StaffMember
from rules import Protocol, several
from rules.lint.one_language import faults

_NOT_SIGNED: Final = 1
_NONE: Final = "(none)"


def sign_translation(clinic: Clinic, lead: StaffMember, treatment: str, language: str, pin_fd: int | None) -> int:
    """Show what changed in a language since it was signed, and sign it."""
    protocol, words = _written(clinic, treatment, language)
    pairs = signed_translations.pairs_of(protocol, words)
    with clinic.records.read() as reader:
        signed = signed_translations.of_treatment(reader, treatment)
    if signed_translations.languages_in_force(protocol, {language: words}, signed):
        say(f"{_title(protocol, language)} is signed already.")
        return 0
    last = next((each for each in reversed(signed) if each.language == language), None)
    _show(protocol, language, last, list(signed_translations.changed_words(pairs, last)))
    if wrong := faults(protocol, language, words):
        say("", *(f"Not right: {quoted(each)}" for each in wrong))
        say("Nothing was signed: these come first. `kiosk rules check` judges all languages.")
        return _NOT_SIGNED
    if pin_fd is None and ask_line("Type yes to sign").strip().casefold() != "yes":
        say("Nothing was signed.")
        return _NOT_SIGNED
    member = clinic.staff.check_pin(lead.name, known_pin(pin_fd, lead.name), terminal=clinic.terminal)
    with clinic.records.write(member.actor(clinic.terminal)) as writer:
        signed_translations.keep_translation(writer, protocol, language, pairs, member, at=clinic.clock.now())
    say(f"{_title(protocol, language)} is signed by {member.name}.")
    return 0


def _written(clinic: Clinic, treatment: str, language: str) -> tuple[Protocol, dict[str, str]]:
    """Return what is in force of a treatment, and its words in a language; BadInput if there are none."""
    candidates = clinic.library.candidates()
    if treatment not in candidates:
        raise BadInput(f"This clinic has no protocol {clean(treatment, 40)}; there are {', '.join(candidates)}.")
    protocol = clinic.library.in_force(treatment).protocol
    if protocol is None:
        raise BadInput(f"{treatment} is not in force; sign its English first: kiosk rules sign {treatment} --by LEAD.")
    written = clinic.library.written_translations(treatment)
    if language not in written:
        there = f"there are {', '.join(written)}" if written else "there is no other language yet"
        raise BadInput(
            f"{protocol.title} has no texts in {clean(language, 20)}, or an overlay on it has none; {there}. "
            f"`kiosk rules texts {treatment} --language CODE --csv` prints them for a translator."
        )
    return protocol, dict(written[language])


def _title(protocol: Protocol, language: str) -> str:
    on = f" with {', '.join(protocol.overlays)}" if protocol.overlays else ""
    return f"{protocol.title}, version {protocol.version}{on}, in {language}"


def _show(protocol: Protocol, language: str, last: SignedTranslation | None, changed: list[ChangedWords]) -> None:
    count = several(len(changed), "text", "texts")
    if last is None:
        say(
            f"{_title(protocol, language)}: nothing of it has been signed. These are its {count}, English and {language}:"
        )
    else:
        say(f"{_title(protocol, language)}: {count} changed since {last.by} signed. Old and new:")
    for each in changed:
        say("", clean(each.place))
        if last is None:
            say(*beside(each.english, each.now or _NONE))
        else:
            say(quoted(f"  English: {each.english}"), *beside(each.before or _NONE, each.now or _NONE))
    say("")

"""A lead's sign-off of a translation: of the words that clients read in a language, each beside its English.

A translation is for real clients only once it is signed, and only as long as neither its words nor the English ones change.
The overlays on the protocol are in it: another overlay is another English, and asks for another signature.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self

from kiosk.core.errors import NotAllowed
from kiosk.governance.sign_offs import note_change
from kiosk.people.staff import StaffMember
from kiosk.records import Kind, Reader, Writer, new_id
from rules import Protocol
from rules.lint.protocol_texts import Translations, texts
from rules.model import canonical

_LANGUAGE: Final = "language"

Pairs = Mapping[str, tuple[str, str]]
"""By place, the English words and the translated ones."""


@dataclass(frozen=True, slots=True)
class SignedTranslation:
    """The words of one language that a lead signed for a treatment."""

    treatment: str
    language: str
    sha256: str
    by: str
    at: datetime
    pairs: Pairs

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Read what the records keep."""
        return cls(
            treatment=document["subject"],
            language=document[_LANGUAGE],
            sha256=document["sha256"],
            by=document["by"],
            at=datetime.fromisoformat(document["at"]),
            pairs={place: (english, words) for place, (english, words) in document["texts"].items()},
        )


@dataclass(frozen=True, slots=True)
class ChangedWords:
    """One text that differs from what was signed last: its English, and the words before and now; None where there were none."""

    place: str
    english: str
    before: str | None
    now: str | None


def pairs_of(protocol: Protocol, words: Mapping[str, str]) -> Pairs:
    """Return what a lead signs of a translation: every text that clients read, in English and as it is translated."""
    return {each.place: (each.words, words.get(each.place, "")) for each in texts(protocol) if each.is_translated}


def hash_of(language: str, pairs: Pairs) -> str:
    """Return the hash of a language's words with their English."""
    return canonical.sha256({_LANGUAGE: language, "texts": {place: list(pair) for place, pair in pairs.items()}})


def languages_in_force(
    protocol: Protocol, translations: Translations, signed: Iterable[SignedTranslation]
) -> tuple[str, ...]:
    """Name the languages besides English that clients may have: each whose words, with today's English, are signed."""
    hashes = {(each.language, each.sha256) for each in signed if each.treatment == protocol.id}
    return tuple(
        language
        for language, words in translations.items()
        if (language, hash_of(language, pairs_of(protocol, words))) in hashes
    )


def words_signed(protocol: Protocol, signed: Iterable[SignedTranslation]) -> dict[str, dict[str, str]]:
    """Return for each language the words that were signed last for exactly today's English, by place."""
    english = {place: words for place, (words, _) in pairs_of(protocol, {}).items()}
    return {
        each.language: {place: words for place, (_, words) in each.pairs.items()}
        for each in signed
        if {place: words for place, (words, _) in each.pairs.items()} == english
    }


def of_treatment(reader: Reader, treatment: str) -> tuple[SignedTranslation, ...]:
    """Return the translations of a treatment that were signed, oldest first."""
    found = reader.find(Kind.SIGNOFF, subject=treatment)
    return tuple(SignedTranslation.of(each) for each in found if _LANGUAGE in each)


def changed_words(pairs: Pairs, last: SignedTranslation | None) -> Iterator[ChangedWords]:
    """Say what differs from what was signed last; everything, if nothing was."""
    before = {} if last is None else last.pairs
    for place, (english, words) in pairs.items():
        if before.get(place) != (english, words):
            yield ChangedWords(place, english, before[place][1] if place in before else None, words)
    for place, (english, words) in before.items():
        if place not in pairs:
            yield ChangedWords(place, english, words, None)


def keep_translation(
    writer: Writer, protocol: Protocol, language: str, pairs: Pairs, member: StaffMember, *, at: datetime
) -> None:
    """Keep a lead's sign-off of a translation; NotAllowed for anybody else's."""
    if member.role != "lead" or not member.active:
        raise NotAllowed("Only the clinic's lead can sign a translation. Ask the lead to sign in.")
    sha256 = hash_of(language, pairs)
    document = {
        "id": new_id("G"),
        "subject": protocol.id,
        _LANGUAGE: language,
        "sha256": sha256,
        "by": member.name,
        "by_id": member.id,
        "at": at.isoformat(),
        "texts": {place: list(pair) for place, pair in pairs.items()},
    }
    writer.put(Kind.SIGNOFF, document)
    writer.audit("translation.sign", subject=protocol.id, detail={_LANGUAGE: language, "sha256": sha256})
    note_change(writer)

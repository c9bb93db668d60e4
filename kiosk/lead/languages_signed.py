"""What a lead signs of a language: which are in force for a treatment, which wait for the lead, and what changed in one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kiosk.core.clean import clean
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.core.language_names import english_name
from kiosk.governance import signed_translations
from kiosk.governance.signed_translations import ChangedWords, Pairs, SignedTranslation
from kiosk.people.staff import StaffMember
from kiosk.visits.books import Books
from rules import Protocol, RulesError
from rules.lint.one_language import faults


@dataclass(frozen=True)
class TranslationReview:
    """The words of one language of a treatment, beside what was signed of it last."""

    protocol: Protocol
    language: str
    words: Mapping[str, str]
    """What the files say, by place, with the names that its readers know."""
    last: SignedTranslation | None
    is_signed: bool
    """Whether exactly these words are signed, so that clients may have them."""

    @cached_property
    def pairs(self) -> Pairs:
        """What is signed: each text, in English and as it is translated."""
        return signed_translations.pairs_of(self.protocol, self.words)

    @cached_property
    def changes(self) -> tuple[ChangedWords, ...]:
        """What differs from what was signed last; everything, if nothing was."""
        return tuple(signed_translations.changed_words(self.pairs, self.last))

    @property
    def title(self) -> str:
        """What is signed, in words."""
        on = f" with {', '.join(self.protocol.overlays)}" if self.protocol.overlays else ""
        return f"{self.protocol.title}, version {self.protocol.version}{on}, in {english_name(self.language)}"

    @cached_property
    def faults(self) -> tuple[str, ...]:
        """What has to be put right before anybody signs."""
        return faults(self.protocol, self.language, self.words)

    @property
    def state(self) -> str:
        """How it is with its signature, in words."""
        if self.last is None:
            return "not signed"
        if self.is_signed:
            return f"signed by {self.last.by}"
        return f"not signed as it is now; {self.last.by} signed other words"


def translation_reviews(books: Books, treatment: str) -> Iterator[TranslationReview]:
    """Walk through the languages that there are for what is in force of a treatment, signed or not."""
    protocol = books.library.in_force(treatment).protocol
    if protocol is None:
        return
    with books.records.read() as reader:
        signed = signed_translations.of_treatment(reader, treatment)
    written = books.library.written_translations(treatment)
    in_force = signed_translations.languages_in_force(protocol, written, signed)
    for language, words in written.items():
        last = next((each for each in reversed(signed) if each.language == language), None)
        yield TranslationReview(protocol, language, words, last, language in in_force)


def readable_reviews(books: Books, treatment: str) -> tuple[tuple[TranslationReview, ...], str]:
    """Return the languages of a treatment, and what is wrong with a file where one can't be read: then none of them."""
    try:
        return tuple(translation_reviews(books, treatment)), ""
    except RulesError as error:
        return (), str(error)


def review_language(books: Books, treatment: str, language: str) -> TranslationReview:
    """Return what a lead would sign; BadInput if there are no such words."""
    known = books.library.candidates()
    if treatment not in known:
        raise BadInput(f"This clinic has no protocol {clean(treatment, 40)}; there are {', '.join(known)}.")
    protocol = books.library.in_force(treatment).protocol
    if protocol is None:
        raise BadInput(f"{treatment} is not in force; sign its English first: kiosk rules sign {treatment} --by LEAD.")
    found: Mapping[str, TranslationReview] = {each.language: each for each in translation_reviews(books, treatment)}
    if language not in found:
        there = f"there are {', '.join(found)}" if found else "there is no other language yet"
        raise BadInput(
            f"{protocol.title} has no texts in {clean(language, 20)}, or an overlay on it has none; {there}. "
            f"`kiosk rules texts {treatment} --language CODE --csv` prints them for a translator."
        )
    return found[language]


def sign_translation(books: Books, reviewed: TranslationReview, member: StaffMember) -> None:
    """Keep a lead's signature under these words; NotAllowed for anybody else's, or for words that have faults."""
    if wrong := reviewed.faults:
        raise NotAllowed(f"Nothing was signed: {wrong[0]}")
    with books.records.write(member.actor(books.terminal)) as writer:
        signed_translations.keep_translation(
            writer, reviewed.protocol, reviewed.language, reviewed.pairs, member, at=books.clock.now()
        )

"""In which language a client reads what the clinic hands them: their own, as far as there are words in it that they may have.

Our own words are theirs in every language that has a catalogue. A treatment's words are once the lead has signed them.
"""

from dataclasses import dataclass

from kiosk.core.language import ENGLISH, languages
from kiosk.core.language_names import english_name
from kiosk.governance.signed_translations import of_treatment, words_signed
from kiosk.visits.books import Books
from kiosk.visits.kept_language import own_language
from kiosk.visits.visit import Visit
from rules import Protocol
from rules.reading.in_language import in_language


@dataclass(frozen=True, slots=True)
class PaperLanguage:
    """In which language a paper is, and what staff are told of it before they hand it out; nothing where all of it is English."""

    code: str = ENGLISH
    told: str = ""


def for_clients(books: Books, protocol: Protocol, language: str) -> Protocol | None:
    """Return a protocol as clients read it in a language; None where the lead has not signed exactly these words.

    Of rules that are no longer in force, what was signed for exactly their English still counts.
    """
    if language == ENGLISH:
        return protocol
    if books.protocols.get(protocol.id) == protocol:
        words = books.library.translations(protocol.id).get(language)
    else:
        with books.records.read() as reader:
            words = words_signed(protocol, of_treatment(reader, protocol.id)).get(language)
    return None if words is None else in_language(protocol, words)


def languages_to_sign(books: Books, visit: Visit) -> tuple[str, ...]:
    """Return the languages of what a client may have signed on paper: their own first, if there are signed words in it, and English."""
    own = own_language(books.clients.get(visit.client_id), (visit,))
    protocol = books.protocols.get(visit.treatment)
    may_be_theirs = own != ENGLISH and own in languages() and protocol and for_clients(books, protocol, own)
    return (own, ENGLISH) if may_be_theirs else (ENGLISH,)


def paper_language(
    books: Books, wanted: str, protocol: Protocol | None = None, *, english: bool = False
) -> PaperLanguage:
    """Return the language of a paper for a client who reads `wanted`; `protocol` if it has a treatment's words, too.

    With `english` it is asked for in English, whatever the client reads.
    """
    if wanted == ENGLISH:
        return PaperLanguage()
    name = english_name(wanted)
    if english:
        return PaperLanguage(told=f"In English. The client reads {name}.")
    if wanted not in languages():
        return PaperLanguage(told=f"In English: the kiosk has no words in {name}, which the client reads.")
    if protocol is not None and for_clients(books, protocol, wanted) is None:
        return PaperLanguage(
            told=f"In English: nobody has signed the {name} words of {protocol.title}. Tell the client what it says."
        )
    return PaperLanguage(wanted, f"In {name}, which the client reads.")

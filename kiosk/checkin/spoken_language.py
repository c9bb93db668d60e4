"""The language in which a check-in speaks: which it may be, the protocols' words in it, and what was signed in another one."""

from kiosk.checkin.client_languages import in_force_for, in_force_for_any
from kiosk.checkin.drafts import Draft
from kiosk.core.language import ENGLISH
from kiosk.governance.signed_translations import hash_of, pairs_of
from kiosk.visits.books import Books
from kiosk.visits.consent import ConsentText
from kiosk.visits.paper_language import for_clients
from rules import Protocol


def may_be_spoken(books: Books, draft: Draft, language: str) -> bool:
    """Tell whether all that is booked today can be asked in a language, also by the rules whose questions are asked already.

    While nobody knows what is booked, something that is given here is enough.
    """
    if language == ENGLISH:
        return True
    if not draft.treatments:
        return in_force_for_any(books, language)
    in_words = (as_read_in(books, protocol, language) for protocol in _asked(books, draft))
    return in_force_for(books, language, draft.treatments) and None not in in_words


def as_read_in(books: Books, protocol: Protocol, language: str) -> Protocol | None:
    """Return a protocol in the words that the lead signed for a language, to be read only; None for English and without such words."""
    return None if language == ENGLISH else for_clients(books, protocol, language)


def title_in(books: Books, treatment: str, language: str) -> str:
    """Return a treatment's title as the client reads it."""
    english = books.titles().get(treatment, treatment)
    if language == ENGLISH:
        return english
    return books.library.translations(treatment).get(language, {}).get("title", english)


def take_words(books: Books, draft: Draft) -> None:
    """Take the words in which the questions are asked from now on; they stay the same until another language is spoken."""
    shown = {each.id: as_read_in(books, each, draft.language) for each in _asked(books, draft)}
    draft.shown = {treatment: protocol for treatment, protocol in shown.items() if protocol is not None}
    if draft.questionnaire is not None:
        draft.translations = {**draft.translations, **translations_now(books, draft, draft.language)}


def translations_now(books: Books, draft: Draft, *languages: str) -> dict[str, str]:
    """Return the hashes of the signed words in which the treatments would be asked in these languages."""
    return {
        f"{treatment} {language}": hash_of(language, pairs_of(books.protocols[treatment], words))
        for treatment in draft.treatments
        if treatment in books.protocols
        for language, words in books.library.translations(treatment).items()
        if language in languages
    }


def are_translations_in_force(books: Books, draft: Draft) -> bool:
    """Tell whether everything that was asked in another language would be asked in the same words today."""
    languages = {name.rpartition(" ")[2] for name in draft.translations}
    now = translations_now(books, draft, *languages)
    asked = {name: sha for name, sha in draft.translations.items() if name.rpartition(" ")[0] in draft.treatments}
    return all(now.get(name) == sha for name, sha in asked.items())


def put_consents(draft: Draft, texts: tuple[ConsentText, ...]) -> None:
    """Put the consents in other words: what was signed or answered under other words is asked again. A no stands."""
    before = {text.visit_id: text for text in draft.consent_texts}
    refused = {visit_id for visit_id, given in draft.consents.items() if not given.given}
    draft.consent_texts = tuple(before[text.visit_id] if text.visit_id in refused else text for text in texts)
    same = {text.visit_id for text in draft.consent_texts if text.sha == before[text.visit_id].sha}
    draft.consents = {each: given for each, given in draft.consents.items() if each in same}
    draft.first_signatures = {each: signed for each, signed in draft.first_signatures.items() if each in same}
    draft.asked_back = {each: answer for each, answer in draft.asked_back.items() if each in same}
    draft.assented &= same


def _asked(books: Books, draft: Draft) -> list[Protocol]:
    if draft.questionnaire is not None:
        return [answers.protocol for answers in draft.questionnaire.answers.values()]
    return [books.protocols[treatment] for treatment in draft.treatments if treatment in books.protocols]

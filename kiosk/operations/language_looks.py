"""What the doctor sees of the languages: which clients may have, and which somebody wrote and no lead has signed."""

from collections.abc import Iterator, Sequence

from kiosk.clinic import Clinic
from kiosk.core.errors import command
from kiosk.core.language import ENGLISH, languages
from kiosk.core.language_names import english_name
from kiosk.lead.languages_signed import TranslationReview, readable_reviews
from kiosk.operations.check import Check


def look_at_languages(clinic: Clinic) -> Iterator[Check]:
    """Look at each language of each treatment. One that no lead ever signed is no trouble: not every clinic speaks it."""
    in_force: dict[str, list[str]] = {}
    waiting: list[TranslationReview] = []
    for treatment, protocol in clinic.protocols.items():
        found, problem = readable_reviews(clinic, treatment)
        if problem:
            yield Check("languages", "warning", f"Clients read English alone for {protocol.title}: {problem}")
        spoken = clinic.library.translations(treatment)
        for language in spoken:
            in_force.setdefault(language, []).append(protocol.title)
        waiting += [each for each in found if each.language not in spoken]
    yield Check("languages", "well", _spoken(in_force))
    for language in (each for each in in_force if each not in languages()):
        yield Check(
            "languages",
            "warning",
            f"{english_name(language)} is signed, and this kiosk has no catalogue of it: its screens stay English. "
            "docs/languages.md says where a catalogue belongs.",
        )
    begun = {*in_force, *(each.language for each in waiting if each.last is not None)}
    for language in dict.fromkeys(each.language for each in waiting):
        texts = [each for each in waiting if each.language == language]
        yield Check("languages", "warning" if language in begun else "well", _unsigned(clinic, language, texts))


def _spoken(in_force: dict[str, list[str]]) -> str:
    clients_read = [f"{english_name(language)} ({', '.join(titles)})" for language, titles in in_force.items()]
    return f"Clients may read {'; '.join([f'{english_name(ENGLISH)} (all)', *clients_read])}."


def _unsigned(clinic: Clinic, language: str, texts: Sequence[TranslationReview]) -> str:
    each, *others = texts
    titles = ", ".join(text.protocol.title for text in texts)
    also = f", and the same for {' and '.join(other.protocol.id for other in others)}" if others else ""
    state = "is not signed" if each.last is None else "is no longer signed as it is"
    return (
        f"{english_name(language)} {state} for {titles}, so staff help clients who read it: "
        f"{command(clinic.folder, f'rules sign {each.protocol.id} --language {language} --by LEAD')}{also}."
    )

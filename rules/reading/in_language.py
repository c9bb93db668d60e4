"""A protocol in another language: the same questions, rules and times, with the words that clients read put in their places."""

from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

from rules.model.course import AfterCare, Consent, Information
from rules.model.protocol import Option, Protocol, Question
from rules.model.teach_back import TeachBack, TeachBackAnswer

Words = Mapping[str, str]
"""The texts of a language, by place: "questions.rash.ask"."""

_Choice = TypeVar("_Choice", Option, TeachBackAnswer)
_CLAIMS: Final = ("indications", "results", "feelings", "cons", "risks", "prepare")
_KNOWN_BY_ID: Final = ("sha256", "_questions_by_id", "_rules_by_id", "in_order")


def in_language(protocol: Protocol, words: Words) -> Protocol:
    """Return a protocol as its clients read it in the language of these words; what the words lack stays as it is.

    It is to be read, and never to judge by: what staff read stays English, and its hash is of other words than were signed.
    """
    found = protocol.model_copy(
        update={
            "title": words.get("title", protocol.title),
            "questions": tuple(_question(each, words) for each in protocol.questions),
            "rules": tuple(
                each.model_copy(update={"client": words.get(f"rules.{each.id}.client", each.client)})
                for each in protocol.rules
            ),
            **{name: tuple(_claims(name, getattr(protocol, name), words)) for name in _CLAIMS},
            "aftercare": tuple(_care(each, words) for each in protocol.aftercare),
            "consent": _consent(protocol.consent, words),
        }
    )
    for name in _KNOWN_BY_ID:
        found.__dict__.pop(name, None)
    return found


def _question(question: Question, words: Words) -> Question:
    at = f"questions.{question.id}"
    said = {name: words.get(f"{at}.{name}", getattr(question, name)) for name in ("ask", "why", "help", "short")}
    return question.model_copy(update={**said, "options": _choices(question.options, f"{at}.options", words)})


def _choices(options: Iterable[_Choice], at: str, words: Words) -> tuple[_Choice, ...]:
    return tuple(each.model_copy(update={"label": words.get(f"{at}.{each.id}", each.label)}) for each in options)


def _claims(group: str, claims: Iterable[Information], words: Words) -> Iterable[Information]:
    for number, each in enumerate(claims, start=1):
        at = f"{group}.{number}"
        yield each.model_copy(
            update={name: words.get(f"{at}.{name}", getattr(each, name)) for name in ("claim", "but")}
        )


def _care(care: AfterCare, words: Words) -> AfterCare:
    return care.model_copy(update={"text": words.get(f"aftercare.{care.id}", care.text)})


def _consent(consent: Consent, words: Words) -> Consent:
    said = {
        name: words.get(f"consent.{name}", getattr(consent, name)) for name in ("title", "done", "choices", "after")
    }
    paragraphs = tuple(
        words.get(f"consent.paragraphs.{number}", each) for number, each in enumerate(consent.paragraphs, start=1)
    )
    asked = consent.teach_back and _teach_back(consent.teach_back, words)
    return consent.model_copy(update={**said, "paragraphs": paragraphs, "teach_back": asked})


def _teach_back(asked: TeachBack, words: Words) -> TeachBack:
    at = "consent.teach_back"
    said = {name: words.get(f"{at}.{name}", getattr(asked, name)) for name in ("ask", "explain")}
    return asked.model_copy(update={**said, "options": _choices(asked.options, f"{at}.options", words)})

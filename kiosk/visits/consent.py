"""Consent to a treatment: its text, each fact once, bound together by one hash.

What is signed at the kiosk says that it was read. It names the treatment, the areas, extraction and laser: where one of these
changes afterwards, it is asked for again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal

import rules
from kiosk.core.answer_words import client_options
from kiosk.core.hashes import content_sha
from kiosk.core.language import ENGLISH, speaking, spoken, tr, tr_later
from kiosk.core.settings import Settings
from kiosk.visits import consent_texts
from kiosk.visits.drawing import Drawing
from kiosk.visits.visit import ConsentRecord, Visit
from kiosk.visits.visit_parts import AskedBack, Json, Relation, SecondSignature
from rules import INCOMPLETE, Answers, Information, Outcome, Protocol, Question, TeachBack, Verdict, answer_in_words

_NAMED: Final = ("area", "extraction_ok", "laser_planned")
"""The questions whose answers a consent names."""
_ON_A_LINE: Final = 64
"""Characters of the longest claim that shares a line with others."""


RELATION_WORDS: Final[Mapping[Relation | None, str]] = {
    "mother": tr_later("mother"),
    "father": tr_later("father"),
    "guardian": tr_later("legal guardian"),
    "other": tr_later("guardian (related otherwise)"),
    None: tr_later("guardian"),
}
"""Who signed for a young person, as staff read it."""


@dataclass(frozen=True)
class ConsentPart:
    """One part of a consent: a short heading, or none, and its text."""

    heading: str
    text: str


@dataclass(frozen=True)
class ConsentText:
    """The text of a consent; `sha` names exactly these words, `named` the answers that they name.

    `wording` names what the protocol says alone, which is the same for whoever reads it; `teach_back` asks one thing of it back.
    A text in another `language` has the `english` that it says beside it.
    """

    visit_id: str
    treatment: str
    title: str
    parts: tuple[ConsentPart, ...]
    named: Mapping[str, Json]
    sha: str
    wording: str
    teach_back: TeachBack | None
    by: Literal["client", "guardian"] = "client"
    language: str = ENGLISH
    english: "ConsentText | None" = None


def consent_text(
    visit_id: str,
    protocol: Protocol,
    answers: Answers,
    *,
    looked_at_first: bool,
    by: Literal["client", "guardian"] = "client",
    language: str = ENGLISH,
    shown: Protocol | None = None,
) -> ConsentText:
    """Return the text of a treatment's consent; a claim that its source qualifies comes with what qualifies it.

    `looked_at_first`: the practitioner looks before anything is decided, and the text says so. `shown` is the protocol in
    the words of the client's `language`, if that is not English.
    """
    with speaking(ENGLISH):
        english = _text(visit_id, protocol, answers, looked_at_first, by)
    if shown is None:
        return english
    with speaking(language):
        return replace(_text(visit_id, shown, answers, looked_at_first, by), language=language, english=english)


def _text(
    visit_id: str, protocol: Protocol, answers: Answers, looked_at_first: bool, by: Literal["client", "guardian"]
) -> ConsentText:
    title, parts = protocol.consent.title, tuple(_parts(protocol, answers, looked_at_first=looked_at_first))
    said = [[part.heading, part.text] for part in parts]
    return ConsentText(
        visit_id=visit_id,
        treatment=protocol.id,
        title=title,
        parts=parts,
        named=answers_named(answers),
        sha=content_sha(title, said),
        wording=content_sha(title, [part for part in said if part[0] != tr(consent_texts.TODAY)]),
        teach_back=protocol.consent.teach_back,
        by=by,
    )


def _parts(protocol: Protocol, answers: Answers, *, looked_at_first: bool) -> Iterator[ConsentPart]:
    """Yield what is read, in its order; what the protocol says nothing of is left out."""
    consent = protocol.consent
    *before, signed = consent.paragraphs
    today = [*_named_in_words(protocol, answers), *([tr(consent_texts.LOOKED_AT_FIRST)] if looked_at_first else [])]
    for heading, text in (
        (tr(consent_texts.DONE), consent.done or ""),
        (tr(consent_texts.INDICATIONS), _claims(protocol.indications)),
        (tr(consent_texts.RESULTS), _claims(protocol.results)),
        (tr(consent_texts.FEELINGS), _claims(protocol.feelings)),
        (tr(consent_texts.RISKS), _claims(protocol.risks)),
        (tr(consent_texts.CONS), _claims(protocol.cons)),
        (tr(consent_texts.CHOICES), consent.choices or ""),
        (tr(consent_texts.AFTER), consent.after or ""),
        *(("", paragraph) for paragraph in before),
        (tr(consent_texts.TODAY), " ".join(today)),
        ("", signed),
    ):
        if text:
            yield ConsentPart(heading, text)


def _claims(claims: Sequence[Information]) -> str:
    """Join claims, each with what qualifies it: short ones on a line, longer ones as sentences."""
    texts = [each.text for each in claims]
    if len(texts) > 1 and all(each.but is None for each in claims) and all(len(text) <= _ON_A_LINE for text in texts):
        return " · ".join(text.removesuffix(".") for text in texts)
    return " ".join(texts)


def answers_named(answers: Answers) -> dict[str, Json]:
    """Return the answers that a consent names, as they stand."""
    asked = {question.id for question in rules.asked(answers.protocol, answers)}
    return {name: answers.raw[name] for name in _NAMED if name in asked and name in answers.raw}


def _named_in_words(protocol: Protocol, answers: Answers) -> Iterator[str]:
    for name, raw in answers_named(answers).items():
        if protocol.has_question(name):
            question = protocol.question(name)
            yield tr("{question}: {answer}.").format(question=question.short, answer=_answer(question, raw))


def _answer(question: Question, raw: Json) -> str:
    if spoken() == ENGLISH:
        return answer_in_words(question, raw)
    labels = {each.id: each.label for each in client_options(question)}
    return ", ".join(labels.get(each, each) for each in ([raw] if isinstance(raw, str) else raw))


def completing(visit: Visit) -> str:
    """Say what a practitioner confirms by going ahead with a visit: only that completes a consent."""
    by = visit.checkin.consent.by if visit.checkin and visit.checkin.consent else "client"
    return f"All questions are answered, and the {by} agrees to it today."


def completed_by(visit: Visit) -> str | None:
    """Name who completed the consent that counts, by going ahead; None while nobody has."""
    consent, decided = visit.checkin.consent if visit.checkin else None, visit.decision
    return decided.by if consent and decided and decided.completes == consent.text_sha else None


def lapsed(visit: Visit, answers: Answers | None) -> tuple[str, ...]:
    """Name the questions whose answers are no longer those that the consent named; it is to be asked for again."""
    consent = visit.checkin.consent if visit.checkin else None
    if consent is None or consent.named is None or answers is None:
        return ()
    return tuple(_differing(consent.named, answers_named(answers)))


def _differing(then: Mapping[str, Json], now: Mapping[str, Json]) -> Iterator[str]:
    for name in dict.fromkeys((*then, *now)):
        one, other = (set(raw) if isinstance(raw, list | tuple) else raw for raw in (then.get(name), now.get(name)))
        if one != other:
            yield name


def text_to_keep(text: ConsentText) -> dict[str, object]:
    """Return a consent's words as they are kept under its hash; one in another language with the English that it says."""
    words: dict[str, object] = {
        "title": text.title,
        "parts": [{"heading": part.heading, "text": part.text} for part in text.parts],
    }
    return {**words, "english": text_to_keep(text.english)} if text.english else words


def consent_record(text: ConsentText, *, yes: bool, at: datetime, **signed: Any) -> ConsentRecord:
    """Return a yes or a no to exactly this text; `signed` says with what."""
    return ConsentRecord(
        text_sha=text.sha, language=text.language, given=yes, by=text.by, at=at, named=dict(text.named), **signed
    )


def is_asked(verdict: Verdict) -> bool:
    """Tell whether consent is asked for: only if the treatment may be given today, perhaps after a look."""
    return verdict.outcome != INCOMPLETE and verdict.outcome <= Outcome.REVIEW


def is_guardian_unseen(visit: Visit) -> bool:
    """Tell whether a guardian said yes whom nobody has seen yet: so far that does not count."""
    consent = visit.checkin.consent if visit.checkin else None
    return consent is not None and consent.given and consent.by == "guardian" and consent.guardian_seen is None


def _signatures(visit: Visit) -> tuple[ConsentRecord | SecondSignature, ...]:
    consent = visit.checkin.consent if visit.checkin else None
    return tuple(each for each in (consent, consent.second if consent else None) if each is not None)


def asked_back_on(visit: Visit) -> Iterator[AskedBack]:
    """Yield what was answered on a visit when its consent asked back, also under one that another took the place of."""
    for record in visit.checkins:
        for consent in (*record.earlier_consents, record.consent):
            if consent is not None and consent.asked_back is not None:
                yield consent.asked_back


def other_names(visit: Visit) -> tuple[str, ...]:
    """Return each name under the consent that is not the one that was expected, the other parent's too."""
    return tuple(each.name or "" for each in _signatures(visit) if each.other_name)


def drawings(visit: Visit) -> tuple[Drawing, ...]:
    """Return each signature under the consent that was drawn, the other parent's too."""
    return tuple(each.drawn for each in _signatures(visit) if each.drawn)


def is_second_missing(visit: Visit, settings: Settings) -> bool:
    """Tell whether the other parent, whom the clinic asks too, has signed nothing: neither here nor on the paper that both sign."""
    consent = visit.checkin.consent if visit.checkin else None
    signed_alone = consent is not None and consent.given and consent.second is None and consent.how != "paper"
    return bool(settings.both_parents and signed_alone and consent and consent.by == "guardian")


def guardian_words(visit: Visit) -> str:
    """Return what the guardian who signed said about how they are related; empty where they said nothing."""
    consent = visit.checkin.consent if visit.checkin else None
    return RELATION_WORDS[consent.relation] if consent and consent.relation else ""


def said_no_themselves(visit: Visit) -> bool:
    """Tell whether a young person said no: no guardian's yes goes over it."""
    consent = visit.checkin.consent if visit.checkin else None
    return consent is not None and not consent.given and consent.assent is False


def is_missing(visit: Visit, answers: Answers | None) -> bool:
    """Tell whether a visit can't go ahead because a consent to what is to be done is missing; `answers` are those that count."""
    consent = visit.checkin.consent if visit.checkin else None
    return consent is None or not consent.given or bool(lapsed(visit, answers))

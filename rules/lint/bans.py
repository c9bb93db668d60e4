"""(o) No sentence harms: nobody is told to stop a medicine, what will never be, what they have, or a vague span for a measured one.

A sentence is judged by its words, so what it says in other words than these is for whoever signs to see. The English words are
here, those of other languages in `harmful_words`.
"""

import re
from collections.abc import Iterator
from typing import Final

from rules.checks.results import Counterexample, Property, Tally
from rules.lint.harmful_words import HARM, Harm
from rules.lint.protocol_texts import ENGLISH, ProtocolText, Translations, in_languages, known_names
from rules.model.protocol import Protocol, Rule

PROPERTY: Final = Property(
    "o",
    "No text for clients tells them to stop a medicine, what will never be or what they have, or speaks vaguely of a time "
    "that is measured.",
)
_TOLD: Final = frozenset({"client", "aftercare"})
_BEFORE: Final = r"(?:\w+\s+){0,3}?"
_MEDICINE: Final = (
    r"(?:medicines?|medications?|meds|drugs?|pills?|tablets?|capsules?|dos(?:e|es|age)|prescriptions?|antibiotics?|hormones?"
    r"|injections?|thinners?|(?:the|this|that|these|those|your)\s+(?:\w+\s+){0,2}?(?:ointments?|creams?|gels?))"
)
"""A cream is one where it is a certain one: some cream or other may be anything."""
_IT: Final = rf"(?:it|them|{_MEDICINE})"
_MUST_NOT: Final = (
    r"(?:don[’']t|do\s+not|must\s+not|mustn[’']t|should\s+not|shouldn[’']t|can[’']?not|can[’']t|may\s+not|no\s+longer)"
)
_ENDING: Final = r"(?:stop|quit|cease|discontinue|suspend|pause|interrupt|halt|skip|drop|end)"
_STOPS: Final = (
    rf"{_ENDING}\s+(?:(?:with|on|all|any|the|your|this|that)\s+)*(?:taking|using|applying|swallowing)",
    rf"{_ENDING}\s+{_BEFORE}{_IT}",
    rf"(?:come|go|get|stay|be)\s+off\s+{_BEFORE}{_IT}",
    rf"(?:leave|lay|put|throw|give)\s+(?:off|out|away|aside|up)\s+{_BEFORE}{_IT}",
    rf"(?:leave|lay|put|throw)\s+{_BEFORE}{_IT}\s+(?:off|out|away|aside|alone)",
    rf"(?:go|do|manage|be)\s+without\s+{_BEFORE}{_IT}",
    rf"take\s+(?:a|some)\s+(?:break|rest|pause)\s+(?:from|of)\s+{_BEFORE}{_IT}",
    rf"(?:take|use|swallow)\s+{_BEFORE}(?:no|less|fewer|half)\s+{_BEFORE}{_IT}",
    rf"(?:reduce|lower|halve|cut(?:\s+down)?)\s+(?:on\s+)?{_BEFORE}{_IT}",
    rf"{_MUST_NOT}\s+(?:take|use|swallow|apply|go\s+on\s+with|continue|keep)\s+{_BEFORE}{_IT}",
)
_STOP: Final = re.compile("|".join(rf"\b(?:{each})\b" for each in _STOPS), re.IGNORECASE)
_NOT: Final = re.compile(
    r"(?:\b(?:not|never|without)|n[’']t|\b(?:we|we[’']ll|us))\s+(?:\w+\s+)?(?:to\s+)?$", re.IGNORECASE
)
"""What comes before these words where nobody is told so: it is denied, or it is what the clinic itself does."""
_NEVER: Final = re.compile(
    r"\b(?:never|forever|for\s+(?:ever|good|life)|not\s+ever|\w+n[’']t\s+ever|at\s+no\s+time|no\s+longer\s+(?:be|come|have)"
    r"|rest\s+of\s+your\s+life|permanently|ruled\s+out)\b",
    re.IGNORECASE,
)
_CONDITIONS: Final = (
    "acne", "allerg(?:y|ies|ic)", "asthma", "autoimmune", "cancer", "cold sores?", "condition", "dermatitis", "diabet(?:es|ic)",
    "disease", "disorder", "eczema", "epilepsy", "hepatitis", "herpes", "hiv", "illness", "impetigo", "infect(?:ion|ed)",
    "keloids?", "keratos[ie]s", "lesions?", "lupus", "melanoma", "pregnan(?:t|cy)", "psoriasis", "rash", "rosacea", "shingles",
    "syndrome", "tumou?rs?", "vitiligo", "warts?",
)  # fmt: skip
"""What clients are told by nobody but their practitioner, besides the names that the protocol lists and its questions go by."""
_PLAIN: Final = """
about after again area areas before body cream creams days face facial feel first free from goal good have here last lately laser
medicine months need never none note open other peel peels place places plan planned pores questions recent session sessions skin
some something spot spots strong swollen time today treat treatment treatments type used wear weeks wound your
"""
"""Words of short names that name no condition."""
_YOU: Final = (
    r"\byou(?:[’']ve(?:\s+got)?|\s+have(?:\s+got)?|\s+had|\s+suffer\s+from|[’']re|\s+are|\s+seem\s+to\s+have)\s+"
)
_IF: Final = re.compile(r"\b(?:if|when|in\s+case|should|whether|unless)\s+$", re.IGNORECASE)
_VAGUE: Final = re.compile(
    r"\b(?:lately|recently|(?:a\s+few|a\s+couple\s+of|some|several|many)\s+(?:full\s+)?(?:minutes|hours|days|weeks|months|years)"
    r"|(?:a|some|for\s+a|quite\s+a)\s+(?:little\s+)?(?:while|time)|(?:not\s+)?long\s+ago|for\s+long|in\s+the\s+(?:recent\s+)?past|soon)\b",
    re.IGNORECASE,
)


_ENGLISH: Final = Harm(_STOP, _NOT, _NEVER, _YOU, r"\byour\s+(?:\w+\s+){0,2}?", _CONDITIONS, _IF, _VAGUE)


def judge(protocol: Protocol, translations: Translations, tally: Tally) -> Iterator[Counterexample]:
    """Look at each text that clients read or are told, in each language."""
    for language in translations:
        if language not in HARM:
            tally.excuse(f"{language}: which words harm is not known here")
    for language, text in in_languages(protocol, translations):
        harm = _ENGLISH if language == ENGLISH else HARM.get(language)
        if harm is None or not text.for_client:
            continue
        tally.cases += 1
        names = _named(protocol, text) if language == ENGLISH else known_names(translations[language])
        for words, why in _harm(protocol, text, harm, tuple(names)):
            yield _counterexample(text, language, words, why)


def _harm(protocol: Protocol, text: ProtocolText, harm: Harm, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Find the words of a text that harm, each with why."""
    for found in harm.stop.finditer(text.words):
        if not harm.not_before.search(text.words[: found.start()]):
            yield found[0], "tells a client to stop a medicine; say to ask who prescribed it"
    if text.kind != "ask":
        for found in harm.never.finditer(text.words):
            yield found[0], "says for all time what only the practitioner says; say what is so today"
    if text.kind in _TOLD:
        for words in _has(text, harm, names):
            yield words, "tells a client what they have; leave it to the practitioner"
    if _is_measured(protocol, text):
        for found in harm.vague.finditer(text.words):
            how = "{period}" if text.rule is not None else "the length that is measured"
            yield found[0], f"is vague where a rule measures how long; say {how}"


def _has(text: ProtocolText, harm: Harm, names: tuple[str, ...]) -> Iterator[str]:
    """Find a condition read back to the client."""
    known = "|".join((*harm.conditions, *map(re.escape, names)))
    having = rf"{harm.having}(?:\w+\s+){{0,4}}?(?:{known})\b"
    owning = rf"{harm.owning}(?:{'|'.join(harm.conditions)})\b"
    for found in re.finditer(rf"{having}|{owning}", text.words, re.IGNORECASE):
        if not harm.if_before.search(text.words[: found.start()]):
            yield found[0]


def _named(protocol: Protocol, text: ProtocolText) -> Iterator[str]:
    yield from protocol.names
    if text.rule is not None:
        for question in protocol.rule(text.rule).questions_used:
            words = re.findall(r"[^\W\d_]{4,}", protocol.question(question).short)
            yield from (word for word in words if word.lower() not in _PLAIN.split())


def _is_measured(protocol: Protocol, text: ProtocolText) -> bool:
    """Tell whether a rule measures the time that a text may speak of: its own, or one that its question asks for or opens."""
    if text.rule is not None:
        return protocol.rule(text.rule).period is not None
    if text.question is None:
        return False
    measured = {name for rule in protocol.rules if rule.period is not None for name in _looked_at(rule)}
    return any(
        each.id in measured and (each.id == text.question or _opens(protocol, text.question, each.id))
        for each in protocol.questions
        if each.period is not None
    )


def _looked_at(rule: Rule) -> tuple[str, ...]:
    return rule.when.questions


def _opens(protocol: Protocol, gate: str, question: str) -> bool:
    only_if = protocol.question(question).only_if
    return only_if is not None and gate in only_if.questions


def _counterexample(text: ProtocolText, language: str, words: str, why: str) -> Counterexample:
    where = "" if language == ENGLISH else f" in {language}"
    return Counterexample(f'{text.place}{where} says "{words}", which {why}: "{text.words}"')

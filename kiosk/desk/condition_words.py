"""Which words of a reason name a condition, so that it is pointed out before others read it."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from kiosk.people.names import plain_words
from rules import Protocol

_BEGINNINGS: Final = """
abscess acne aids allerg anaem anemi anorex antibiot antidepress anxi arthrit asthma autis bacteri biops bipolar bleed blister boil botox bulimi burn
cancer carcinom cardia chemo chlamyd cortison covid cyst dement depress dermatit diabet diagnos disab disease drug eczem epilep fever fung gonorrh haemo
hepat hernia herp hiv hormon hyperten ibuprofen immun infect inflam influen insulin itch keloid kerat leuk lump lupus medicat medicin melanom menopaus
mental migrain miscarr mole mrsa nause oestrogen operation papillom parkins pills pimpl pneumon pregnan prescri psoria psych radiothera rash retin roaccut
rosac scab scler seizure shingl sick steroid stroke surger swell swollen syphil thyroid tinea transplant trauma tumor tumour ulcer vaccin varic virus
vitilig wart warfarin weep wound
"""
"""How words begin that name a condition, a sign of one, or what is taken for it."""
_EVERYDAY: Final = """
after and areas back before by changing clearing cold come contact deep facial fine for goal hand in is laser last light new note of on open or peel
place planned product recent red skin slow strong sun that the thick today type use visit weaker with
"""
"""Words by which the questions name what they ask, and which name nothing by themselves."""
_BEGIN: Final = tuple(_BEGINNINGS.split())
_NOTHING: Final = frozenset(_EVERYDAY.split())


def named_conditions(text: str, protocols: Iterable[Protocol]) -> tuple[str, ...]:
    """Return the words of a text that name a condition, as `protocols` ask for it or as people commonly say it."""
    protocols = tuple(protocols)
    asked = {word for protocol in protocols for word in _asked_about(protocol)}
    titles = {word for protocol in protocols for word in plain_words(protocol.title)}
    words = dict.fromkeys(plain_words(text))
    return tuple(
        word for word in words if word not in titles and (word.startswith(_BEGIN) or word.removesuffix("s") in asked)
    )


@lru_cache(maxsize=32)
def _asked_about(protocol: Protocol) -> frozenset[str]:
    """Return the words, each as one and not several, by which a protocol names what its rules ask for."""
    used = {name for rule in protocol.rules for name in rule.questions_used}
    words = {word for name in used for word in plain_words(protocol.question(name).short)}
    return frozenset(word.removesuffix("s") for word in words - _NOTHING)

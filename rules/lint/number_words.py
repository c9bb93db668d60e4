"""Numbers as people write them in words, from 0 to 100, and which in a series, in the languages we know."""

from collections.abc import Iterator, Mapping
from typing import Final

_TENS: Final = range(20, 100, 10)
_FROM_THIRTY: Final = 30


def _split(words: str) -> list[str]:
    return words.split()


def _english() -> Iterator[tuple[str, float]]:
    small = _split(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen"
    )
    yield from ((word, number) for number, word in enumerate(small))
    tens = _split("twenty thirty forty fifty sixty seventy eighty ninety")
    for ten, word in zip(_TENS, tens, strict=True):
        yield word, ten
        yield from ((f"{word} {one}", ten + number) for number, one in enumerate(small[1:10], start=1))
    yield from (("a hundred", 100), ("one hundred", 100), ("hundred", 100))
    yield from (("a", 1), ("an", 1), ("half a", 0.5), ("half an", 0.5), ("half", 0.5))
    yield from (("a couple of", 2), ("a couple", 2), ("a dozen", 12), ("half a dozen", 6))


def _spanish() -> Iterator[tuple[str, float]]:
    small = _split(
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
        "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
        "veintiocho veintinueve"
    )
    yield from ((word, number) for number, word in enumerate(small))
    tens = _split("treinta cuarenta cincuenta sesenta setenta ochenta noventa")
    for ten, word in zip(range(_FROM_THIRTY, 100, 10), tens, strict=True):
        yield word, ten
        ones = [*enumerate(small[1:10], start=1), (1, "un"), (1, "una")]
        yield from ((f"{word} y {one}", ten + number) for number, one in ones)
    yield from (
        ("un", 1),
        ("una", 1),
        ("medio", 0.5),
        ("media", 0.5),
        ("veintiún", 21),
        ("veintiuna", 21),
        ("cien", 100),
    )


def _french() -> Iterator[tuple[str, float]]:
    small = _split(
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
        "dix-neuf"
    )
    yield from ((word.replace("-", " "), number) for number, word in enumerate(small))
    bases = {20: ("vingt", 10), 30: ("trente", 10), 40: ("quarante", 10), 50: ("cinquante", 10)}
    bases |= {60: ("soixante", 20), 80: ("quatre vingt", 20)}
    for base, (word, reach) in bases.items():
        yield word, base
        for number, one in enumerate(small[:reach]):
            plain = one.replace("-", " ")
            yield from ((f"{word} {plain}", base + number), (f"{word} et {plain}", base + number)) if number else ()
    yield from (
        ("quatre vingts", 80),
        ("cent", 100),
        ("une", 1),
        ("vingt et une", 21),
        ("demi", 0.5),
        ("une demi", 0.5),
    )


NUMBERS: Final[Mapping[str, Mapping[str, float]]] = {
    "en": dict(_english()),
    "es": dict(_spanish()),
    "fr": dict(_french()),
}
"""For each language its numbers, in small letters, with blanks where hyphens may stand."""


def _english_places() -> Iterator[tuple[str, int]]:
    irregular = {
        "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
        "twelve": "twelfth",
    }  # fmt: skip
    for word, number in NUMBERS["en"].items():
        head, _, last = word.rpartition(" ")
        if number >= 1 and word not in ("a", "an") and not head.startswith(("a", "half")) and "couple" not in word:
            place = irregular.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
            yield f"{head} {place}".strip(), int(number)


def _spanish_places() -> Iterator[tuple[str, int]]:
    stems = _split("primer segund tercer cuart quint sext séptim octav noven décim undécim duodécim")
    for number, stem in enumerate(stems, start=1):
        yield from ((f"{stem}{ending}", number) for ending in ("a", "o", "") if ending or stem in ("primer", "tercer"))


def _french_places() -> Iterator[tuple[str, int]]:
    yield from (("premier", 1), ("première", 1), ("second", 2), ("seconde", 2))
    irregular = {"cinq": "cinquième", "neuf": "neuvième"}
    for word, number in NUMBERS["fr"].items():
        head, _, last = word.rpartition(" ")
        if number > 1 and last not in ("une", "vingts"):
            place = irregular.get(last, f"{last.removesuffix('e')}ième")
            yield f"{head} {place}".strip(), int(number)


PLACES: Final[Mapping[str, Mapping[str, int]]] = {
    "en": dict(_english_places()),
    "es": dict(_spanish_places()),
    "fr": dict(_french_places()),
}
"""For each language the words for which in a series: "ninth", "novena", "neuvième"."""

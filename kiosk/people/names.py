"""Names as people say them: one person types O'Brien-Łuć, another obrien luc, and both are right."""

import re
import unicodedata

_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_BETWEEN = re.compile(r"[^\w]+", re.UNICODE)
_LETTERS = str.maketrans(
    {"ł": "l", "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n"}
)  # letters that Unicode does not take apart into a plain letter and a mark
PARTICLES = frozenset(
    [
        "a",
        "abu",
        "af",
        "al",
        "am",
        "ap",
        "av",
        "bar",
        "ben",
        "bin",
        "bint",
        "d",
        "da",
        "dal",
        "dall",
        "dalla",
        "das",
        "de",
        "degli",
        "dei",
        "del",
        "della",
        "delle",
        "den",
        "der",
        "des",
        "di",
        "do",
        "dos",
        "du",
        "e",
        "el",
        "het",
        "i",
        "ibn",
        "il",
        "im",
        "in",
        "l",
        "la",
        "las",
        "le",
        "lo",
        "los",
        "mac",
        "mc",
        "ne",
        "ni",
        "o",
        "of",
        "op",
        "san",
        "santa",
        "st",
        "t",
        "te",
        "ten",
        "ter",
        "tot",
        "ua",
        "und",
        "van",
        "vd",
        "ver",
        "vom",
        "von",
        "y",
        "z",
        "za",
        "ze",
        "zu",
        "zum",
        "zur",
    ]
)


def name_words(text: str) -> set[str]:
    """Return the words that find a name: small letters, no accents, no hyphens, no apostrophes, no particles.

    O'Brien is found as obrien and as brien, because some write it apart. A name made of particles alone (Do, Le, Van der Von)
    keeps them: it is somebody's name.
    """
    plain = _APOSTROPHES.sub("'", _plain(text))
    words = {word for word in _BETWEEN.split(plain.replace("'", "")) if word.strip("_")}
    words |= {part for part in _BETWEEN.split(plain) if part in _tails(plain)}
    return words - PARTICLES or words


def _tails(plain: str) -> set[str]:
    """Return what follows an apostrophe: brien of o'brien."""
    return set(re.findall(r"'(\w{3,})", plain))


def plain_words(text: str) -> list[str]:
    """Return every word of a name, particles too, in order and as often as it occurs: Ben Roy and Al Roy are two."""
    plain = _APOSTROPHES.sub("", _plain(text))
    return [word for word in _BETWEEN.split(plain) if word.strip("_")]


def every_word(full_name: str) -> str:
    """Return what two spellings of one whole name have in common; a name without any letter stands for itself."""
    return " ".join(sorted(plain_words(full_name))) or full_name.casefold()


def name_key(text: str) -> str:
    """Return the words of a name as one string, in a fixed order."""
    return " ".join(sorted(name_words(text)))


def same_family(typed: str, recorded: str) -> bool:
    """Tell whether a typed family name means the recorded one: one word of a double name is enough, unless a wrong one is typed too."""
    one, other = name_words(typed), name_words(recorded)
    return bool(one and other) and (one <= other or other <= one or in_one(typed) == in_one(recorded))


def in_one(text: str) -> str:
    """Return the name written as one word: vanderberg and Van der Berg are the same."""
    return _BETWEEN.sub("", _plain(text))


def same_given(typed: str, recorded: str) -> bool:
    """Tell whether a typed first name means the recorded one; `Ana` means `Ana María`, `A` means nobody."""
    return bool(name_words(typed) & name_words(recorded))


def is_full_name(typed: str, given: str, family: str) -> bool:
    """Tell whether a typed name is somebody's full name, first and family name in any order; a further name between does no harm."""
    words, first, last = name_words(typed), name_words(given), name_words(family)
    if in_one(typed) in (in_one(given + family), in_one(family + given)):
        return True
    if not first or first == last:
        return same_family(typed, family)
    own = first | last
    return bool(words & first and words & last and len(words & own) > 1 and len(words - own) <= 1)


def initial(name: str) -> str:
    """Return `O.`: the first letter of a name, which may begin with a sign that is none."""
    return f"{next((sign for sign in name if sign.isalpha()), name[:1]).upper()}."


def phone_digits(text: str) -> str:
    """Return the digits of a telephone number, without an international prefix's leading zeros."""
    found = digits(text)
    return found if text.strip().startswith("+") else found.removeprefix("00")


def digits(text: str) -> str:
    """Return the digits in a text, of any script, as 0 to 9."""
    return "".join(str(unicodedata.digit(character)) for character in text if character.isdigit())


def has_digit(text: str) -> bool:
    """Tell whether something that was typed as a name may be a slip of the finger, or a code."""
    return any(sign.isdigit() for sign in text)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(character for character in folded if not unicodedata.combining(character)).translate(_LETTERS)

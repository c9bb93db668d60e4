"""The recovery sheet: the clinic's key on paper, as words that can be read out and as a QR code.

Each word stands for 16 bits: five letters, consonant and vowel in turn (the "proquint" scheme by Daniel Wilkerson), so
it can be spoken in any language and needs no list. Two more words check the others.
"""

import hashlib
import hmac
from typing import Final

import segno

from kiosk.core.actor import Actor
from kiosk.core.errors import BadInput
from kiosk.records.kinds import Kind
from kiosk.records.secrets import KEY_BYTES, derive
from kiosk.records.store import Records

_CONSONANTS: Final = "bdfghjklmnprstvz"
_VOWELS: Final = "aiou"
_WORD_BYTES: Final = 2
_CHECK_BYTES: Final = 4
WORDS: Final = (KEY_BYTES + _CHECK_BYTES) // _WORD_BYTES
_MARK: Final = "CLINIC-KIOSK-KEY"
_HALVES: Final = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
_DOCUMENT: Final = "recovery-sheet"


def to_words(key: bytes) -> tuple[str, ...]:
    """Return the key as eighteen words."""
    data = key + _check(key)
    return tuple(_word(data[start : start + _WORD_BYTES]) for start in range(0, len(data), _WORD_BYTES))


def from_words(text: str) -> bytes:
    """Return the key from its words, or from what the QR code says. Raises `BadInput` naming the word that is wrong."""
    words = text.rsplit(":", maxsplit=1)[-1].lower().replace("-", " ").split()
    for number, word in enumerate(words, start=1):
        if not _is_word(word):
            raise BadInput(
                f"Word {number} cannot be right: a word has five letters such as {_word(b'ab')}. Compare it again."
            )
    if len(words) != WORDS:
        raise BadInput(f"The sheet has {WORDS} words, these are {len(words)}: type them all.")
    data = b"".join(_bytes(word) for word in words)
    key = data[:KEY_BYTES]
    if not hmac.compare_digest(_check(key), data[KEY_BYTES:]):
        raise BadInput("One of the words is not the one on the sheet: compare them again.")
    return key


def qr(clinic_id: str, key: bytes) -> segno.QRCode:
    """Return the QR code of a recovery sheet."""
    # In capitals, which a QR code keeps in fewer modules.
    return segno.make(f"{_MARK}:{clinic_id}:{' '.join(to_words(key))}".upper(), error="m", micro=False)


def sheet(clinic_name: str, clinic_id: str, key: bytes, *, on_paper: bool = True) -> str:
    """Return the recovery sheet as text: what it is, the words in rows of three, the QR code.

    On paper ink is dark; on a dark terminal it is light, and the code would be inverted.
    """
    words = to_words(key)
    rows = [
        "   ".join(f"{number + 1:2} {words[number]}" for number in range(start, start + 3))
        for start in range(0, WORDS, 3)
    ]
    return "\n".join(
        [
            f"RECOVERY SHEET    {clinic_name}    {clinic_id}",
            "",
            "Whoever has these words can read all records of the clinic. Without them, and without the",
            "machine's key, nobody can. Keep this sheet locked away, outside the clinic's rooms.",
            "",
            *rows,
            "",
            *_picture(qr(clinic_id, key), ink=on_paper),
        ]
    )


def confirm_recovery_words(records: Records, key: bytes, actor: Actor) -> None:
    """Note that somebody holds the sheet of this key."""
    with records.write(actor) as writer:
        found = writer.get(Kind.META, _DOCUMENT)
        document = {"id": _DOCUMENT, "key": _fingerprint(key), "by": str(actor)}
        writer.put(Kind.META, document, expect=None if found is None else found["revision"])
        writer.audit("recovery_sheet_confirmed")


def has_recovery_words(records: Records, key: bytes) -> bool:
    """Tell whether somebody confirmed the sheet of this key; a new key needs a new sheet."""
    with records.read() as reader:
        found = reader.get(Kind.META, _DOCUMENT)
    return found is not None and hmac.compare_digest(str(found["key"]), _fingerprint(key))


def _fingerprint(key: bytes) -> str:
    return derive(key, "recovery sheet").hex()


def _check(key: bytes) -> bytes:
    return hashlib.sha256(b"clinic-kiosk recovery sheet" + key).digest()[:_CHECK_BYTES]


def _word(pair: bytes) -> str:
    number = int.from_bytes(pair, "big")
    return (
        _CONSONANTS[number >> 12]
        + _VOWELS[number >> 10 & 3]
        + _CONSONANTS[number >> 6 & 15]
        + _VOWELS[number >> 4 & 3]
        + _CONSONANTS[number & 15]
    )


def _is_word(word: str) -> bool:
    letters = (_CONSONANTS, _VOWELS, _CONSONANTS, _VOWELS, _CONSONANTS)
    return len(word) == len(letters) and all(letter in known for letter, known in zip(word, letters, strict=True))


def _bytes(word: str) -> bytes:
    number = 0
    for letter in word:
        known, bits = (_CONSONANTS, 4) if letter in _CONSONANTS else (_VOWELS, 2)
        number = number << bits | known.index(letter)
    return number.to_bytes(_WORD_BYTES, "big")


def _picture(code: segno.QRCode, *, ink: bool) -> list[str]:
    """Return the code as lines of half blocks; `ink` says that a block is dark."""
    rows = [[bool(module) == ink for module in row] for row in code.matrix_iter(border=4)]
    if len(rows) % 2:
        rows.append([not ink] * len(rows[0]))
    return [
        "".join(_HALVES[above, below] for above, below in zip(rows[number], rows[number + 1], strict=True)).rstrip()
        for number in range(0, len(rows), 2)
    ]

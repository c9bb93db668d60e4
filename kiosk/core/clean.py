"""Text from outside, made safe to keep and to paint.

A stored control sequence can write to a terminal's clipboard, and a hidden direction mark can make a name read as
another. So whatever comes from a keyboard, a file or a scanner passes here before it is kept.
"""

import unicodedata

from kiosk.core.errors import BadInput

_JOINERS = "\u200c\u200d"  # needed to spell names and words in several scripts
_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean(text: str, limit: int = 200) -> str:
    """Return the text in NFC, without characters that cannot be seen, white space collapsed, at most `limit` long.

    Characters are code points. Control, format (but the two joiners), surrogate, private and unassigned characters are
    dropped; tabs and line ends count as white space.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())[:limit].rstrip()
    # Line and paragraph separators part words, so they become a space before their kind is dropped.
    spaced = "".join(" " if character.isspace() else character for character in text)
    kept = "".join(character for character in spaced if is_kept(character))
    collapsed = " ".join(unicodedata.normalize("NFC", kept).split())
    return _without_edge_joiners(collapsed[:limit])


MOST_IN_NOTE = 2000
"""How many characters a free note may have."""


def clean_note(text: str, limit: int = MOST_IN_NOTE) -> str:
    """Return a free note as one clean paragraph: line ends become spaces, the rest is as for `clean`.

    Raises `BadInput` if it is longer than `limit`: what somebody wrote is kept whole or not at all.
    """
    cleaned = clean(text, len(text))
    if len(cleaned) > limit:
        raise BadInput(
            f"A text here has at most {limit:,} characters, and this one has {len(cleaned):,}: shorten it; nothing was saved."
        )
    return cleaned


def is_kept(character: str) -> bool:
    """Tell whether a character can be seen, or joins those beside it."""
    return character in _JOINERS or unicodedata.category(character) not in _REFUSED


def _without_edge_joiners(text: str) -> str:
    # A joiner with nothing to join is invisible, and would make two equal names differ.
    return text.strip(_JOINERS + " ")

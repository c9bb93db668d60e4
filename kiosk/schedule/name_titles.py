"""Titles before a name: "Mrs Vera Lindqvist" is called Vera, not Mrs."""

from typing import Final

_TITLES: Final = frozenset(
    {
        "mr", "mrs", "ms", "miss", "mx", "dr", "dra", "prof", "professor", "profesora", "rev", "mme", "mlle", "mmes", "monsieur", "madame",
        "mademoiselle", "sr", "sra", "srta", "señor", "señora", "señorita", "dña", "doña", "herr", "frau",
    }
)  # fmt: skip


def without_title(name: str, *, alone: bool = True) -> str:
    """Return a name without titles before it or before what follows its comma; `alone` keeps one that is all there is."""
    parts = name.split(",")
    kept = [_bare(part) for part in parts]
    if kept == [part.split() for part in parts] or (alone and not any(kept)):
        return name
    return ", ".join(" ".join(words) for words in kept if words)


def _bare(part: str) -> list[str]:
    words = part.split()
    begins = next((at for at, word in enumerate(words) if word.rstrip(".").casefold() not in _TITLES), len(words))
    return words[begins:]

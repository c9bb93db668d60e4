"""The catalogues of the languages, compiled where their source is newer: `make` does so too, but a test may be run without it."""

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kiosk.core.language import DOMAIN, FOLDER


def compile_stale() -> None:
    for source in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as words, compiled.open("wb") as made:
                write_mo(made, read_po(words))

"""What a language is called, by staff and by its readers, and what a schedule may call it."""

import pytest

from kiosk.core.language_names import english_name, name_for_readers, named_language


@pytest.mark.parametrize(
    ("code", "english", "own"),
    [("es", "Spanish", "Español"), ("fr", "French", "Français"), ("eo", "Esperanto", "Esperanto"), ("xx", "xx", "xx")],
)
def test_it_has_a_name_in_english_and_one_of_its_own(code: str, english: str, own: str) -> None:
    assert (english_name(code), name_for_readers(code)) == (english, own)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("es", "es"), ("SPA", "es"), ("Spanish", "es"), ("español", "es"), ("Castellano", "es"), ("es_MX", "es"),
        ("fre", "fr"), ("fra", "fr"), ("fr-CA", "fr"), ("Français", "fr"), ("eng", "en"), ("English", "en"), ("en-GB", "en"),
        ("la", None), ("Latin", None), ("", None), ("xx", None), ("..", None),
    ],
)  # fmt: skip
def test_a_schedule_names_one_by_its_code_or_its_name(written: str, meant: str | None) -> None:
    assert named_language(written) == meant

"""Names are found however people write them."""

from datetime import UTC, date, datetime

import pytest

from kiosk.people.client_book import Client
from kiosk.people.names import name_words, phone_digits, same_family, same_given


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [
        ("garcia", "García"),
        ("GARCÍA", "garcia"),
        ("Garcia", "García Márquez"),
        ("marquez", "García Márquez"),
        ("García-Márquez", "Garcia Marquez"),
        ("obrien", "O'Brien"),
        ("O Brien", "O’Brien"),
        ("o'brien", "OBrien"),
        ("berg", "van der Berg"),
        ("Vanderberg", "van der Berg"),
        ("cruz", "de la Cruz"),
        ("luc", "Łuć"),
        ("strasse", "Straße"),
        ("oster", "Øster"),
        ("nguyen", "Nguyễn"),
        ("hopital", "l'Hôpital"),
        ("Do", "Do"),
        ("Le", "Lê"),
        ("Zoë\u0301".removesuffix("\u0301"), "Zoe"),
        ("山田", "山田"),
    ],
)
def test_a_family_name_is_found_without_case_accents_hyphens_and_particles(typed: str, recorded: str) -> None:
    assert same_family(typed, recorded)


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [
        ("Garcia Lopez", "García Márquez"),
        ("de", "de la Cruz"),
        ("van", "van der Berg"),
        ("", "Ferrer"),
        ("F", "Ferrer"),
        ("-", "Ferrer"),
    ],
)
def test_another_name_is_not_found(typed: str, recorded: str) -> None:
    assert not same_family(typed, recorded)


def test_one_of_several_first_names_is_enough_and_an_initial_is_not() -> None:
    assert same_given("ana", "Ana María")
    assert not same_given("A", "Ana María")


def test_a_name_of_particles_alone_keeps_its_words() -> None:
    assert name_words("Van Der Von") == {"van", "der", "von"}


def test_telephone_numbers_are_compared_by_their_digits() -> None:
    assert phone_digits("+34 600 123-456") == phone_digits("0034 600123456") == "34600123456"
    assert phone_digits("٠٦٠٠") == "0600"


def _client(given: str, family: str, born: date = date(2008, 2, 29)) -> Client:
    return Client(
        id="C-1", given_name=given, family_name=family, date_of_birth=born, created_at=datetime(2026, 1, 1, tzinfo=UTC)
    )


def test_initials_name_nobody_to_a_stranger() -> None:
    assert _client("Anna", "Ferrer Mas").initials == "A. F."
    assert _client("", "Anna Ferrer").initials == "A. F."
    assert _client("", "Sukarno").initials == "S."
    assert _client("Zoë", "[/x] O'Neil").initials == "Z. X."
    assert _client("(Bob)", "'t Hart").initials == "B. T."
    assert _client("", "?").initials == "?."


def test_who_is_born_on_29_february_turns_18_on_1_march() -> None:
    leap = _client("Anna", "Ferrer")
    assert leap.age(date(2026, 2, 28)) == 17
    assert leap.age(date(2026, 3, 1)) == 18
    assert leap.age(date(2028, 2, 29)) == 20

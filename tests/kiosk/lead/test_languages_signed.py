"""What a lead signs of a language, and in which words it is refused where there is nothing to sign."""

import pytest

from kiosk.core.errors import BadInput
from kiosk.lead.languages_signed import review_language, sign_translation
from tests.kiosk.conftest import PEEL, House


def test_what_is_there_to_sign_is_named_where_somebody_asks_for_another(house: House) -> None:
    with pytest.raises(BadInput, match=r"This clinic has no protocol tattoo; there are parisian-peel, medical-facial"):
        review_language(house.clinic, "tattoo", "es")
    with pytest.raises(BadInput, match=r"Parisian Peel has no texts in eo, .*; there are es, fr"):
        review_language(house.clinic, PEEL, "eo")


def test_a_language_says_who_signed_it_and_that_the_words_are_the_same(house: House) -> None:
    spanish = review_language(house.clinic, PEEL, "es")
    assert (spanish.state, spanish.is_signed) == ("not signed", False)
    assert spanish.title == "Parisian Peel, version 3, in Spanish"
    assert len(spanish.changes) == len(spanish.pairs), "all of it is new to the lead"
    sign_translation(house.clinic, spanish, house.lead)
    again = review_language(house.clinic, PEEL, "es")
    assert (again.state, again.is_signed, again.changes) == ("signed by Lena Lead", True, ())

"""Product labels as scanners type them: read for sure, or refused with a sentence."""

from datetime import date

import pytest

from kiosk.core.errors import BadInput
from kiosk.core.gs1 import SEPARATOR, Label, read_label

TODAY = date(2026, 11, 30)
GTIN = "09506000134352"
GS = "\x1d"
WHOLE = Label(GTIN, "AB-12", date(2027, 10, 31), "S/7")


@pytest.mark.parametrize(
    "scanned",
    [
        f"01{GTIN}1727103110AB-12{GS}21S/7",
        f"]d201{GTIN}1727103110AB-12{GS}21S/7",
        f"]C101{GTIN}10AB-12{GS}1727103121S/7",
        f"]Q3{GS}01{GTIN}17271031{GS}21S/7{GS}10AB-12{GS}",
        f"01{GTIN}112701011727100010AB-12{SEPARATOR}240REF 9{SEPARATOR}21S/7",  # made on, day 00, the maker's own number
        f"01{GTIN}1727103110AB-12|21S/7",
        f"01{GTIN}1727103110AB-12^21S/7\n",
        f"(01){GTIN}(17)271031(10)AB-12(21)S/7",
        f"01{GTIN}3103001750" + f"1727103137{5}{GS}10AB-12{GS}21S/7",  # a weight, a count
    ],
)
def test_a_label_is_read_in_any_order_with_any_separator(scanned: str) -> None:
    assert read_label(scanned, TODAY) == WHOLE


def test_what_a_label_does_not_say_stays_empty() -> None:
    assert read_label(f"01{GTIN}", TODAY) == Label(gtin=GTIN)
    assert read_label("10LOT7", TODAY) == Label(lot="LOT7")
    assert read_label(f"17280229{GS}10LOT7", TODAY) == Label(lot="LOT7", expires=date(2028, 2, 29))


@pytest.mark.parametrize(
    ("digits", "day"),
    [
        ("270200", date(2027, 2, 28)),
        ("280200", date(2028, 2, 29)),
        ("761231", date(2076, 12, 31)),
        ("771231", date(1977, 12, 31)),
        ("991231", date(1999, 12, 31)),
        ("000101", date(2000, 1, 1)),
    ],
)
def test_a_year_of_two_digits_is_the_nearest(digits: str, day: date) -> None:
    assert read_label(f"17{digits}", TODAY).expires == day


@pytest.mark.parametrize(
    ("scanned", "refused"),
    [
        ("", "names no product"),
        ("hello", "can be read for sure"),
        ("9506000134352", "shop's code"),
        (GTIN, "shop's code"),
        (f"01{GTIN[:-1]}3", "does not add up"),
        ("01123", "can be read for sure"),
        ("17271331", "date is none"),
        ("17270230", "date is none"),
        (f"01{GTIN}10", "can be read for sure"),
        (f"01{GTIN}10{'A' * 21}", "can be read for sure"),
        (f"01{GTIN}10A B", "can be read for sure"),
        (f"10A{GS}10B", "can be read for sure"),
        (f"01{GTIN}10AB1217271031", "Set it to send the separator"),
        (f"01{GTIN}21S717271031", "Set it to send the separator"),
        (f"(01){GTIN}(10)", "can be read for sure"),
        (f"(01){GTIN})10(A", "can be read for sure"),
        ("240REF", "names no product"),
        ("https://example.org/01/09506000134352", "can be read for sure"),
        ("٠١٢٣", "can be read for sure"),
    ],
)
def test_what_can_not_be_read_for_sure_is_refused(scanned: str, refused: str) -> None:
    with pytest.raises(BadInput, match=refused):
        read_label(scanned, TODAY)

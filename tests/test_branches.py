"""The floors of branch coverage: every package has one, and what is below it is named."""

from tests import branches


def test_every_package_has_a_floor_and_no_floor_is_of_a_package_that_is_gone() -> None:
    assert set(branches.floors()) == branches.packages()


def test_a_package_below_its_floor_is_named_with_both_numbers() -> None:
    taken = {"kiosk/desk/board.py": (7, 10), "kiosk/desk/slots.py": (2, 2), "kiosk/desktop.py": (0, 9)}
    assert [*branches.shortfalls(taken, {"kiosk/desk": 75.0, "rules": 97.0})] == []
    assert [*branches.shortfalls(taken, {"kiosk/desk": 75.01})] == [
        "kiosk/desk: 75.00 % of the branches are taken; the floor is 75.01 %."
    ]

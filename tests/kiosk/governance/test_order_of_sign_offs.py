"""Which sign-off is the newest decides which rules are in force, so nobody changes their order unseen, not even with the key."""

import shutil
from pathlib import Path

import pytest

from kiosk.records import Records
from rules import protocol
from tests.kiosk.conftest import PEEL, FixedClock, House
from tests.kiosk.left import CLINIC_0_1_0, DAY, Left, by_0_1_0

OURS = "own-parisian-peel"
OVERLAY = (CLINIC_0_1_0 / "protocols" / OURS / "overlay.yaml").read_bytes()


def swap(connection: object) -> None:
    """Exchange the places of the peel's two sign-offs, with all that they are found by."""
    run = connection.execute  # type: ignore[attr-defined]
    (first,), (second,) = run(
        "SELECT n FROM document WHERE kind = 'signoff' AND body LIKE '%\"subject\":\"parisian-peel\"%' ORDER BY n"
    ).fetchall()
    for table in ("document", "lookup"):
        for old, new in ((first, -1), (second, first), (-1, second)):
            run(f"UPDATE {table} SET n = ? WHERE n = ?", (new, old))  # noqa: S608


@pytest.fixture
def older(tmp_path: Path) -> Left:
    return by_0_1_0(tmp_path)


@pytest.fixture
def left(house: House, base: Path) -> Left:
    house.clock.at = DAY
    house.clinic.confirm_date(house.lead.actor())
    overlay = house.folder / "protocols" / OURS / "overlay.yaml"
    overlay.parent.mkdir(parents=True)
    overlay.write_bytes(OVERLAY)
    signing = house.clinic.library.drafted(PEEL, {OURS: OVERLAY})
    house.clinic.sign_protocols([signing], house.lead, {OURS: "adopt"})
    house.clinic.close()
    return Left(base)


def test_swapping_two_sign_offs_brings_no_weaker_rules_back_and_is_named(left: Left) -> None:
    with left.opened() as clinic:
        assert (clinic.library.is_signed(PEEL), clinic.protocols[PEEL].version) == (True, protocol(PEEL).version + 1)
    assert left.look() == []
    left.sql(swap)
    shutil.rmtree(left.folder / "protocols" / OURS)
    assert [told[:14] for told in left.look()] == ["The signoff G-"] * 2  # the one moved, and the one it jumped over
    assert left.look()[0].endswith("comes after one that was stored later: the order was changed from outside.")
    with left.opened() as clinic:  # and meanwhile nothing follows from it: a practitioner looks first at every visit
        assert not clinic.library.is_signed(PEEL)


def test_swapping_the_sign_offs_of_version_0_1_0_is_named_by_what_the_trail_tells(older: Left) -> None:
    older.opened().close()
    older.sql(swap)
    (told,) = older.look()
    assert told.endswith("comes after one that was stored later: the order was changed from outside.")


def test_a_state_without_a_seal_is_taken_from_version_0_1_0_only(older: Left) -> None:
    def unseal(connection: object) -> None:
        connection.execute("UPDATE state SET commits = commits + 1, seal = x''")  # type: ignore[attr-defined]

    Records.open(older.folder, older.key, clock=FixedClock(DAY)).close()  # in the present format from now on
    older.sql(unseal)
    assert older.look() == []  # nothing was written yet that would tell
    with older.opened() as clinic:
        clinic.staff.check_pin("Lena Lead", "736492", terminal="desk")
    older.sql(unseal)
    assert "The seal of the records' state is gone: it was altered from outside." in older.look()

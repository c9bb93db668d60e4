"""What the doctor sees of a clinic that opens, well and not, and what it says to do."""

from datetime import date

import pytest

from kiosk.lead.languages_signed import review_language, sign_translation
from kiosk.operations.check import Check, State
from kiosk.operations.clinic_looks import answers_in, look_inside
from rules.reading.loader import shipped_file
from tests.kiosk.conftest import FACIAL, KEY, LEAD, PEEL, House


def told(house: House) -> dict[str, Check]:
    return {check.name: check for check in look_inside(house.clinic, house.folder.parent / "keys" / KEY)}


@pytest.mark.parametrize(
    ("seconds", "is_embedded", "state", "says"),
    [
        (0.01, True, "well", "The file in the folder holds 1 visit and answers at once."),
        (0.9, True, "warning", "took 0.9 s to answer, and people wait for it: look at the disk."),
        (0.01, False, "well", "The PostgreSQL server holds 1 visit and answers at once."),
        (2, False, "warning", "look at the server and the network to it."),
    ],
)
def test_records_are_judged_by_how_soon_they_answer(
    seconds: float, state: State, says: str, *, is_embedded: bool
) -> None:
    check = answers_in(seconds, 1, is_embedded=is_embedded)
    assert check.state == state
    assert says in check.says


def test_a_clinic_is_well_but_for_its_backup_and_its_sheet(house: House) -> None:
    found = told(house)
    asking = {name for name, check in found.items() if check.asks}
    assert asking == {"backup", "recovery sheet"}
    assert f"`kiosk --data {house.folder} backup FILE`" in found["backup"].says
    assert f"`kiosk --data {house.folder} recovery confirm`" in found["recovery sheet"].says
    assert found["clock"].says == "It is 30 July 2026, 10:00 in Europe/Madrid."


def test_a_clock_in_doubt_is_a_problem_and_nothing_is_purged_by_it(house: House) -> None:
    house.confirmed(house.client())
    house.clock.forward(days=400)
    found = told(house)
    assert found["clock"].state == "problem"
    assert found["retention"].state == "warning"
    assert found["retention"].says.startswith("Nothing is purged: ")
    house.clinic.confirm_date(LEAD)
    assert told(house)["clock"].state == "well"


def test_what_is_kept_too_long_is_counted_with_the_command_that_removes_it(house: House) -> None:
    house.book(house.client(), day=date(2010, 1, 4))
    assert told(house)["retention"].says == (
        f"1 visit or draft need not be kept any longer: `kiosk --data {house.folder} purge`."
    )


class TestLanguages:
    """Which clients may read, and which somebody wrote: a clinic that speaks no Spanish is well without it."""

    def says(self, house: House) -> list[tuple[str, str]]:
        found = look_inside(house.clinic, house.folder.parent / "keys" / KEY)
        return [(check.state, check.says) for check in found if check.name == "languages"]

    def sign(self, house: House, treatment: str, language: str) -> None:
        sign_translation(house.clinic, review_language(house.clinic, treatment, language), house.lead)

    def test_one_that_nobody_signed_is_named_with_what_signs_it(self, house: House) -> None:
        spoken, spanish, french = self.says(house)
        assert spoken == ("well", "Clients may read English (all).")
        assert spanish[0] == french[0] == "well"
        assert spanish[1].startswith("Spanish is not signed for ")
        assert f"`kiosk --data {house.folder} rules sign parisian-peel --language es --by LEAD`" in spanish[1]
        assert "and the same for medical-facial" in spanish[1]

    def test_one_that_is_signed_for_one_treatment_waits_for_the_other(self, house: House) -> None:
        self.sign(house, PEEL, "es")
        spoken, french, (state, says) = self.says(house)
        assert spoken[1] == "Clients may read English (all); Spanish (Parisian Peel)."
        assert french[0] == "well"
        assert (state, says.partition(",")[0]) == ("warning", "Spanish is not signed for Medical facial")
        self.sign(house, FACIAL, "es")
        assert "Spanish (Parisian Peel, Medical facial)" in self.says(house)[0][1]

    def test_one_that_changed_since_is_no_longer_in_force(self, house: House) -> None:
        for treatment in (PEEL, FACIAL):
            self.sign(house, treatment, "es")
        own = house.folder / "protocols" / PEEL
        own.mkdir(parents=True)
        text = shipped_file(PEEL).with_name("es.yaml").read_text("utf-8")
        (own / "es.yaml").write_text(text.replace("Use crema solar", "Póngase crema solar"), encoding="utf-8")
        assert any(
            state == "warning"
            and says.startswith("Spanish is no longer signed as it is for Parisian Peel, so staff help")
            for state, says in self.says(house)
        )
        (own / "es.yaml").write_text("{", encoding="utf-8")
        assert any(
            state == "warning" and says.startswith("Clients read English alone for Parisian Peel") and "es.yaml" in says
            for state, says in self.says(house)
        )

    def test_one_without_a_catalogue_is_told(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sign(house, PEEL, "es")
        monkeypatch.setattr("kiosk.operations.language_looks.languages", lambda: ("en",))
        assert any("Spanish is signed, and this kiosk has no catalogue of it" in says for _, says in self.says(house))

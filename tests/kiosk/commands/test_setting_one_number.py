"""One number is set from the command line: in a protocol of the clinic's own, and in a rule that an adopted overlay adds."""

from pathlib import Path

import pytest

from tests.kiosk.commands.conftest import Shell, made
from tests.kiosk.commands.test_own_protocol import DOC, files_in

LEAD = ("--by", "Lena Lead")
PIN = "736492"


def with_numbers(kiosk: Shell) -> None:
    """Make a clinic with the worked example's peel, and with extended screening adopted."""
    folder = kiosk.home / "clinic"
    assert kiosk("setup", "--lead", "Lena Lead", "--time-zone", "Etc/UTC", data=folder, pin=PIN).status == 0
    assert kiosk("rules", "new", "glycolic-peel", data=folder).status == 0
    for name, text in files_in(DOC).items():
        if name.startswith("glycolic-peel/"):
            (folder / "protocols" / name).write_text(text, encoding="utf-8")
    for words in (("sign", "glycolic-peel"), ("adopt", "extended-screening")):
        ran = kiosk("rules", *words, *LEAD, data=folder, pin=PIN)
        assert (ran.status, ran.err) == (0, ""), ran.out


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory, "with-numbers", with_numbers)


@pytest.fixture
def folder(kiosk: Shell) -> Path:
    return kiosk.home / "clinic"


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("rule", "period"),
    [
        (("glycolic-peel", "GP-ACCUTANE-6M"), "12 months"),
        (("parisian-peel", "ES-FILLER"), "4 weeks"),
    ],
)
def test_a_number_is_set_whatever_other_texts_say_of_other_numbers(
    kiosk: Shell, folder: Path, rule: tuple[str, str], period: str
) -> None:
    ran = kiosk("rules", "set", *rule, period, *LEAD, data=folder, pin=PIN)
    assert (ran.status, ran.err) == (0, ""), ran.out
    assert f"{rule[1]} is stricter: {period} instead of " in ran.out
    assert kiosk("rules", "check", rule[0], data=folder).status == 0

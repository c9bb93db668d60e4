"""A translator gets the texts and gives them back; a lead signs them; only then are they for clients."""

import csv
import io
from pathlib import Path

import pytest

from rules import protocol
from rules.reading.loader import shipped_file
from rules.reading.translations import translations_of
from tests.kiosk.commands.conftest import Shell, made
from tests.kiosk.commands.test_governing_rules import LEAD, PIN, governed

PEEL = "parisian-peel"
TEXTS = ("rules", "texts", PEEL, "--language")
SIGN = ("rules", "sign", PEEL, *LEAD, "--language")
SUN = "rules.PP-SUN.client"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory, "governed", governed)


@pytest.fixture
def folder(kiosk: Shell) -> Path:
    return kiosk.home / "clinic"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sent_back(
    kiosk: Shell, folder: Path, place: str = "", words: str = "", *, of: str = PEEL, head: str = "translation"
) -> str:
    """Return what a translator sends back: what was printed, with other words at one place."""
    printed = rows(kiosk("rules", "texts", of, "--language", "es", "--csv", data=folder).out)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("place", "english", head))
    writer.writerows(
        (each["place"], each["english"], words if each["place"] == place else each["translation"]) for each in printed
    )
    return text.getvalue()


class TestPrinting:
    def test_puts_source_and_translation_in_columns(self, kiosk: Shell) -> None:
        ran = kiosk(*TEXTS, "es")
        assert (ran.status, ran.err) == (0, "")
        lines = ran.out.splitlines()
        found = lines[lines.index("questions.strong_sun.ask") + 1]
        assert found.split("   ", 1)[0] == "  Will you be in strong sun later today?"
        assert found.endswith("¿Le va a dar mucho el sol más tarde, hoy?")

    def test_prints_csv_for_a_translator_with_what_is_put_into_a_text(self, kiosk: Shell) -> None:
        found = {each["place"]: each for each in rows(kiosk(*TEXTS, "fr", "--csv").out)}
        assert "{period}" in found["rules.PP-ACCUTANE-6M.client"]["english"]
        assert "{period}" in found["rules.PP-ACCUTANE-6M.client"]["translation"]
        assert "{PP-RETINOID-3D}" in found["prepare.1.claim"]["english"]
        assert found["words.yes"]["translation"] == "Oui"
        assert "rules.PP-SUN.staff" not in found

    def test_prints_the_english_alone_for_a_language_to_come(self, kiosk: Shell) -> None:
        found = rows(kiosk("rules", "texts", "pregnancy", "--language", "de", "--csv").out)
        assert {each["place"]: each["english"] for each in found}["questions.pregnant.ask"] == "Are you pregnant?"
        assert {each["translation"] for each in found} == {""}

    def test_refuses_what_is_no_language(self, kiosk: Shell) -> None:
        ran = kiosk(*TEXTS, "Spanish")
        assert ran.status == 2
        assert "A language is named like es or pt-BR" in ran.err


class TestTaking:
    def test_what_comes_back_counts_in_the_clinic(self, kiosk: Shell, folder: Path) -> None:
        back = sent_back(kiosk, folder, SUN, "Póngase crema solar después del peeling.")
        ran = kiosk(*TEXTS, "es", "--take", "-", data=folder, stdin=back)
        assert (ran.status, ran.err) == (0, ""), ran.err
        assert (folder / "protocols" / PEEL / "es.yaml").is_file()
        now = {each["place"]: each["translation"] for each in rows(kiosk(*TEXTS, "es", "--csv", data=folder).out)}
        assert now[SUN] == "Póngase crema solar después del peeling."
        assert now["results.1.but"].startswith("Para que dure")
        assert "isotretinoína" in now["names"]

    @pytest.mark.parametrize("language", ["es", "fr"])
    def test_what_comes_back_as_it_went_says_the_same(self, kiosk: Shell, folder: Path, language: str) -> None:
        printed = kiosk(*TEXTS, language, "--csv", data=folder).out
        ran = kiosk(*TEXTS, language, "--take", "-", data=folder, stdin=printed)
        assert (ran.status, ran.err) == (0, ""), ran.err
        file = shipped_file(PEEL)
        own = translations_of(protocol(PEEL), file, own=folder / "protocols")[language]
        assert own == translations_of(protocol(PEEL), file)[language]
        assert "\N{NO-BREAK SPACE}?" in own["questions.area.ask"] or language == "es"

    def test_what_could_steer_a_terminal_is_not_kept(self, kiosk: Shell, folder: Path) -> None:
        back = sent_back(kiosk, folder, SUN, "Use \x1b[2Jcrema solar después del peeling.")
        assert kiosk(*TEXTS, "es", "--take", "-", data=folder, stdin=back).status == 0
        assert "[2Jcrema" in (kept := (folder / "protocols" / PEEL / "es.yaml").read_text("utf-8"))
        assert "\\u001b" not in kept

    def test_an_overlay_has_a_file_of_its_own(self, kiosk: Shell, folder: Path) -> None:
        back = sent_back(kiosk, folder, "questions.pregnant.short", "Un bebé", of="pregnancy")
        ran = kiosk("rules", "texts", "pregnancy", "--language", "es", "--take", "-", data=folder, stdin=back)
        assert (ran.status, ran.err) == (0, ""), ran.err
        assert "Un bebé" in (folder / "protocols" / "pregnancy" / "overlay.es.yaml").read_text("utf-8")

    @pytest.mark.parametrize(
        ("words", "why"),
        [
            ("", "There is no translation of rules.PP-SUN.client."),
            ("Deje de tomar su medicamento.", "tells a client to stop a medicine"),
            ("Espere {periodo}.", "has a placeholder that nothing is put into"),
            ("Espere 3 semanas.", "says “3 semanas”"),
            ("Use crema. " * 200, "of rules.PP-SUN.client has more than 2,000 characters"),
            ("Inmediatamente intensifique significativamente la fotoprotección.", "reads at grade"),
        ],
    )
    def test_a_bad_file_changes_nothing(self, kiosk: Shell, folder: Path, words: str, why: str) -> None:
        ran = kiosk(*TEXTS, "es", "--take", "-", data=folder, stdin=sent_back(kiosk, folder, SUN, words))
        assert ran.status == 2
        assert why.replace("“", '"').replace("”", '"') in ran.err
        assert "Nothing was taken." in ran.err
        assert not (folder / "protocols" / PEEL).exists()

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            (lambda back: back.replace("Fine lines", "Fine creases"), "is not what it is now; print the texts again"),
            (lambda back: back.replace("rules.PP-SUN.client", "rules.PP-MOON.client"), "there is no text"),
            (lambda back: back + back.splitlines()[-1], "is there twice"),
            (lambda back: back.replace("translation", "traducción", 1), "names no columns"),
            (lambda back: back[:0], "names no columns"),
            (lambda back: "place" * 40_000 + back, "Line 1: this is not CSV"),
            (lambda back: back.replace("translation", " translation ", 1), "names no columns"),
        ],
    )  # fmt: skip
    def test_a_file_that_is_not_what_was_printed_is_refused(
        self, kiosk: Shell, folder: Path, change: object, why: str
    ) -> None:
        assert callable(change)
        ran = kiosk(*TEXTS, "es", "--take", "-", data=folder, stdin=change(sent_back(kiosk, folder)))
        assert ran.status == 2
        assert why in ran.err
        assert not (folder / "protocols" / PEEL).exists()

    def test_a_spreadsheet_may_part_columns_by_semicolons_and_begin_with_a_mark(
        self, kiosk: Shell, folder: Path
    ) -> None:
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";")
        writer.writerows(csv.reader(io.StringIO(sent_back(kiosk, folder), newline="")))
        file = kiosk.home / "texts.csv"
        file.write_bytes(text.getvalue().encode("utf-8-sig"))
        ran = kiosk(*TEXTS, "es", "--take", str(file), data=folder)
        assert (ran.status, ran.err) == (0, ""), ran.err

    def test_a_file_in_another_encoding_is_refused(self, kiosk: Shell, folder: Path) -> None:
        file = kiosk.home / "texts.csv"
        file.write_bytes(sent_back(kiosk, folder).encode("cp1252", errors="replace"))
        ran = kiosk(*TEXTS, "es", "--take", str(file), data=folder)
        assert ran.status == 2
        assert "save it as CSV UTF-8" in ran.err
        assert not (folder / "protocols" / PEEL).exists()

    def test_an_overlay_comes_after_what_it_goes_on(self, kiosk: Shell, folder: Path) -> None:
        printed = rows(kiosk("rules", "texts", "pregnancy", "--language", "de", "--csv", data=folder).out)
        text = io.StringIO()
        writer = csv.DictWriter(text, ("place", "english", "translation"))
        writer.writeheader()
        writer.writerows(each | {"translation": "Ja"} for each in printed)
        ran = kiosk(
            "rules", "texts", "pregnancy", "--language", "de", "--take", "-", data=folder, stdin=text.getvalue()
        )
        assert ran.status == 2
        assert "Parisian Peel has no texts in de yet; translate parisian-peel first." in ran.err

    def test_needs_a_clinic(self, kiosk: Shell) -> None:
        ran = kiosk(*TEXTS, "es", "--take", "-", stdin="")
        assert ran.status == 2
        assert "kiosk --data DIR rules texts" in ran.err


class TestSigning:
    def test_a_translation_is_signed_once_and_a_change_asks_for_it_again(self, kiosk: Shell, folder: Path) -> None:
        first = kiosk(*SIGN, "es", data=folder, pin=PIN)
        assert (first.status, first.err) == (0, ""), first.err
        assert "nothing of it has been signed" in first.out
        assert first.out.endswith("Parisian Peel, version 3, in Spanish is signed by Lena Lead.\n")
        listed = kiosk("rules", "list", data=folder).out
        assert "Parisian Peel, version 3, in Spanish: signed by Lena Lead." in listed
        assert "Parisian Peel, version 3, in French: not signed." in listed
        assert "`kiosk rules sign PROTOCOL --language CODE --by LEAD`" in listed
        languages = kiosk("rules", "list", "--json", data=folder).json[0]["languages"]
        assert {code: each["in_force"] for code, each in languages.items()} == {"es": True, "fr": False}
        assert "is signed already" in kiosk(*SIGN, "es", data=folder, pin="000000").out
        back = sent_back(kiosk, folder, SUN, "Póngase crema solar después del peeling.")
        assert kiosk(*TEXTS, "es", "--take", "-", data=folder, stdin=back).status == 0
        again = kiosk(*SIGN, "es", data=folder, pin=PIN)
        assert again.status == 0, again.err
        assert "1 text changed since Lena Lead signed. Old and new:" in again.out
        lines = again.out.splitlines()
        at = lines.index(SUN)
        assert lines[at + 1].startswith("  English: Please use sunscreen")
        assert "Use crema solar después del peeling." in lines[at + 2]
        assert "Póngase crema solar" in lines[at + 2]

    def test_a_language_there_is_not_is_refused(self, kiosk: Shell, folder: Path) -> None:
        ran = kiosk(*SIGN, "de", data=folder, pin=PIN)
        assert ran.status == 2
        assert "has no texts in de" in ran.err
        assert "there are es, fr" in ran.err

    def test_a_treatment_there_is_not_is_refused(self, kiosk: Shell, folder: Path) -> None:
        ran = kiosk("rules", "sign", "no-peel", *LEAD, "--language", "es", data=folder, pin=PIN)
        assert ran.status == 2
        assert "This clinic has no protocol no-peel; there are parisian-peel" in ran.err

    def test_words_that_harm_are_not_signed(self, kiosk: Shell, folder: Path) -> None:
        back = sent_back(kiosk, folder, SUN, "Póngase crema solar después del peeling.")
        assert kiosk(*TEXTS, "es", "--take", "-", data=folder, stdin=back).status == 0
        file = folder / "protocols" / PEEL / "es.yaml"
        file.write_text(file.read_text("utf-8").replace("Póngase crema solar", "Nunca tome el sol"), encoding="utf-8")
        ran = kiosk(*SIGN, "es", data=folder, pin=PIN)
        assert ran.status == 1
        assert "Not right: rules.PP-SUN.client in es says" in ran.out
        assert "Nothing was signed" in ran.out

"""A language is for clients only as the lead signed it: its words, its English, and the overlays on it."""

from datetime import UTC, datetime

import pytest

from kiosk.core.errors import NotAllowed
from kiosk.governance import protocol_files, signed_translations
from kiosk.governance.signed_translations import SignedTranslation, changed_words, hash_of, languages_in_force, pairs_of
from kiosk.records import Kind
from rules import Protocol, protocol
from rules.reading.loader import shipped_file
from rules.reading.translations import translations_of
from tests.kiosk.conftest import PEEL, TODAY, House
from tests.kiosk.governance.test_library import adopt, sign
from tests.rules.prover.faults import edited, rule

WORDS = translations_of(protocol(PEEL), shipped_file(PEEL))
SUN = "rules.PP-SUN.client"


def signature(of: Protocol, language: str, words: dict[str, str]) -> SignedTranslation:
    pairs = pairs_of(of, words)
    return SignedTranslation(of.id, language, hash_of(language, pairs), "Lena", datetime(2027, 1, 1, tzinfo=UTC), pairs)


def signed_in(house: House, language: str) -> None:
    house.sign_translation(language, PEEL)


class TestWhichLanguagesAreInForce:
    def test_none_that_nobody_signed(self) -> None:
        assert languages_in_force(protocol(PEEL), WORDS, []) == ()

    def test_those_that_are_signed_as_they_are(self) -> None:
        assert languages_in_force(protocol(PEEL), WORDS, [signature(protocol(PEEL), "fr", WORDS["fr"])]) == ("fr",)

    def test_not_once_a_word_of_the_translation_changed(self) -> None:
        changed = WORDS | {"es": WORDS["es"] | {SUN: "Póngase crema solar."}}
        assert languages_in_force(protocol(PEEL), changed, [signature(protocol(PEEL), "es", WORDS["es"])]) == ()

    def test_not_once_a_word_of_the_english_changed(self) -> None:
        other = edited(PEEL, lambda written: rule(written, "PP-SUN").update(client="Please stay out of the sun."))
        assert languages_in_force(other, WORDS, [signature(protocol(PEEL), "es", WORDS["es"])]) == ()

    def test_still_if_only_what_staff_read_changed(self) -> None:
        other = edited(PEEL, lambda written: rule(written, "PP-SUN").update(staff="Strong sun."))
        assert languages_in_force(other, WORDS, [signature(protocol(PEEL), "es", WORDS["es"])]) == ("es",)

    def test_not_by_the_signature_of_another_language(self) -> None:
        same = {"es": WORDS["es"], "fr": WORDS["es"]}
        assert languages_in_force(protocol(PEEL), same, [signature(protocol(PEEL), "es", WORDS["es"])]) == ("es",)


def test_old_and_new_words_are_told_apart_text_by_text() -> None:
    last = signature(protocol(PEEL), "es", WORDS["es"])
    now = pairs_of(protocol(PEEL), WORDS["es"] | {SUN: "Póngase crema solar."})
    (changed,) = changed_words(now, last)
    assert (changed.place, changed.before, changed.now) == (SUN, WORDS["es"][SUN], "Póngase crema solar.")
    assert len(list(changed_words(now, None))) == len(now)


class TestInAClinic:
    def test_a_language_counts_from_its_signature_on(self, house: House) -> None:
        sign(house, PEEL)
        library = house.clinic.library
        assert library.translations(PEEL) == {}
        assert {"es", "fr"} <= set(library.written_translations(PEEL))
        signed_in(house, "es")
        assert list(library.translations(PEEL)) == ["es"]
        assert library.translations(PEEL)["es"][SUN] == WORDS["es"][SUN]
        assert library.is_signed(PEEL)

    def test_an_overlay_that_is_adopted_asks_for_another_signature(self, house: House) -> None:
        sign(house, PEEL)
        signed_in(house, "es")
        adopt(house, "pregnancy", PEEL, "medical-facial")
        library = house.clinic.library
        assert library.translations(PEEL) == {}
        signed_in(house, "es")
        assert library.translations(PEEL)["es"]["questions.pregnant.ask"] == "¿Está embarazada?"

    def test_an_overlay_of_the_clinics_own_without_the_language_leaves_it_out(self, house: House) -> None:
        ours = (
            "overlay: ours\ntitle: Ours\nversion: 1\n"
            f"valid_from: {TODAY}\nstatus: active\nsummary: One thing more.\nprotocols: [parisian-peel]\n"
            "questions:\n  - {id: tattoo, type: yes_no, horizon: ever, ask: Do you have a tattoo there?, why: We keep off it., "
            "short: Tattoo, topic: your skin}\nrules:\n  - {id: OR-TATTOO, outcome: caution, when: {question: tattoo, is: yes}, "
            "client: We keep off it., staff: A tattoo., house: true}\n"
        )
        file = house.folder / protocol_files.FOLDER / "ours" / protocol_files.OVERLAY
        protocol_files.write_protocol(file, ours)
        adopt(house, "ours", PEEL)
        assert house.clinic.library.written_translations(PEEL) == {}
        spanish = "questions: {tattoo: {ask: ¿Tiene un tatuaje?, why: No lo tocamos., short: Tatuaje}}\n"
        protocol_files.write_protocol(file.with_name("overlay.es.yaml"), spanish)
        assert list(house.clinic.library.written_translations(PEEL)) == ["es"]

    def test_a_clinics_own_words_count_before_those_that_ship(self, house: House) -> None:
        sign(house, PEEL)
        signed_in(house, "es")
        own = house.folder / protocol_files.FOLDER / PEEL
        own.mkdir(parents=True)
        shipped = shipped_file(PEEL).with_name("es.yaml")
        text = shipped.read_text("utf-8").replace("Use crema solar después del peeling.", "Póngase crema solar.")
        (own / "es.yaml").write_text(text, encoding="utf-8")
        assert house.clinic.library.translations(PEEL) == {}
        signed_in(house, "es")
        assert house.clinic.library.translations(PEEL)["es"][SUN].startswith("Póngase crema solar.")
        (own / "es.yaml").write_text("{", encoding="utf-8")
        assert house.clinic.library.translations(PEEL) == {}

    def test_only_a_lead_signs_one_and_the_trail_says_so(self, house: House) -> None:
        sign(house, PEEL)
        pairs = pairs_of(protocol(PEEL), WORDS["es"])
        with house.clinic.records.write(house.lead.actor("desk")) as writer, pytest.raises(NotAllowed):
            signed_translations.keep_translation(
                writer, protocol(PEEL), "es", pairs, house.dr_roca, at=house.clinic.clock.now()
            )
        signed_in(house, "es")
        with house.clinic.records.read() as reader:
            entry = next(each for each in reader.trail() if each.event == "translation.sign")
            (kept,) = [each for each in reader.find(Kind.SIGNOFF, subject=PEEL) if "language" in each]
        assert entry.subject == PEEL
        assert kept["sha256"] == hash_of("es", pairs_of(house.clinic.library[PEEL], WORDS["es"]))

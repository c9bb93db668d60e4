"""Wording that harms is refused: each kind that was seen to pass every check and every worked example, and its neighbours."""

import re
from pathlib import Path
from typing import Any

import pytest

import rules
from rules import Protocol, load_protocol, protocol, read_protocol, shipped
from rules.lint.question_ids import WORDS_OF_ID
from rules.reading.loader import read_text, shipped_file
from rules.reading.overlays import combined, load_overlay, shipped_overlay, shipped_overlays
from tests.rules.prover.faults import FACIAL, PEEL, Written, all_said, edited, found, question, rule, said

ROOT = Path(rules.__file__).parents[1]


def saying(rule_id: str, client: str) -> Protocol:
    return edited(PEEL, lambda written: rule(written, rule_id).update(client=client))


def asking(question_id: str, ask: str, **more: Any) -> Protocol:
    return edited(PEEL, lambda written: question(written, question_id).update(ask=ask, **more))


def caring(care_id: str, **parts: Any) -> Protocol:
    def edit(written: Written) -> None:
        next(each for each in written["aftercare"] if each["id"] == care_id).update(parts)

    return edited(PEEL, edit)


def everything() -> list[Protocol]:
    """All that ships, alone and with every overlay, and what the pages of the documents write out."""
    found = [protocol(each) for each in shipped()]
    for each in shipped():
        file = shipped_file(each)
        overlays = [load_overlay(shipped_overlay(name)) for name in shipped_overlays()]
        found.append(combined(read_text(file), file, *(one for one in overlays if each in one.says.protocols)))
    page = (ROOT / "docs" / "protocols" / "tutorial.md").read_text(encoding="utf-8")
    parts = re.findall(r"<!-- glycolic-peel/protocol.yaml -->\n\n```yaml\n(.*?)```", page, re.DOTALL)
    template = (ROOT / "kiosk" / "governance" / "template.yaml").read_text(encoding="utf-8")
    found.append(read_protocol("\n".join(parts), "protocol.yaml"))
    found.append(read_protocol(template.replace("NAME", "new-one").replace("TITLE", "New one"), "template.yaml"))
    return [*found, load_protocol(Path(__file__).parents[1] / "prover" / "hair_removal.yaml")]


@pytest.mark.parametrize("letter", ["o", "p"])
def test_what_ships_and_what_the_documents_write_out_says_nothing_of_the_kind(letter: str) -> None:
    assert [each for one in everything() for each in all_said(one, letter)] == []


class TestStoppingAMedicine:
    @pytest.mark.parametrize(
        "words",
        [
            "Please stop taking it.",
            "Please stop it for now.",
            "Stop your medicine first.",
            "Quit taking those pills first.",
            "Please come off it first.",
            "Please do not take it for a month.",
            "Don't use that cream till then.",
            "You must not take these tablets.",
            "Leave your pills out today.",
            "Leave out your medicine today.",
            "Please go without your medicine.",
            "Take a break from it.",
            "Please take no more pills.",
            "Cut down your dose.",
            "Please pause the medicine.",
            "We ask you to stop using it.",
        ],
    )
    def test_is_told(self, words: str) -> None:
        told = said(saying("PP-ACCUTANE-NOW", words), "o")
        assert told.startswith('rules.PP-ACCUTANE-NOW.client says "')
        assert "tells a client to stop a medicine; say to ask who prescribed it" in told

    @pytest.mark.parametrize("what", ["why", "help"])
    def test_is_told_beside_a_question(self, what: str) -> None:
        wrong = edited(PEEL, lambda written: question(written, "isotretinoin").update({what: "Please stop taking it."}))
        assert f'questions.isotretinoin.{what} says "stop taking"' in said(wrong, "o")

    def test_is_told_in_after_care_and_in_the_consent(self) -> None:
        assert "aftercare.wash says" in said(caring("wash", text="Do not take your pills tonight."), "o")
        wrong = edited(PEEL, lambda written: written["consent"]["paragraphs"].append("Stop your blood thinner first."))
        assert "consent.paragraphs." in said(wrong, "o")

    @pytest.mark.parametrize(
        "words",
        [
            "Please do not stop taking it.",
            "Please go on with it as you were told.",
            "You can ask us to stop at any time.",
            "We leave out the step you do not want.",
            "Do not use perfumed creams tonight.",
            "If it was prescribed, ask who prescribed it before you change how you use it.",
        ],
    )
    def test_and_what_says_the_opposite_or_something_else_is_not(self, words: str) -> None:
        assert found(saying("PP-ACCUTANE-NOW", words), "o") is None

    def test_staff_may_be_told(self) -> None:
        staffed = edited(PEEL, lambda written: rule(written, "PP-SUN").update(staff="Says never to stop taking it."))
        assert found(staffed, "o") is None


class TestForAllTime:
    @pytest.mark.parametrize(
        "words",
        [
            "You can never have this peel.",
            "This peel is ruled out.",
            "You can't ever have it.",
            "It is not for you for good.",
            "You can have it at no time.",
        ],
    )
    def test_is_told(self, words: str) -> None:
        assert "says for all time what only the practitioner says" in said(saying("PP-ROSACEA", words), "o")

    def test_a_question_may_ask_for_ever(self) -> None:
        assert found(asking("rosacea", "Have you ever had rosacea?"), "o") is None


class TestAConditionReadBack:
    @pytest.mark.parametrize(
        "words",
        [
            "You have rosacea. Your practitioner talks with you.",
            "As you've got rosacea, we talk first.",
            "You are pregnant, so we talk first.",
            "You suffer from a skin disease.",
            "You have a bad case of eczema.",
            "Your rosacea is why we talk first.",
        ],
    )
    def test_is_told(self, words: str) -> None:
        assert "tells a client what they have; leave it to the practitioner" in said(saying("PP-ROSACEA", words), "o")

    def test_by_the_short_name_of_what_the_rule_looks_at(self) -> None:
        assert "You have deep lumps" in said(saying("PP-DEEP-ACNE", "You have deep lumps there."), "o")

    @pytest.mark.parametrize(
        "words",
        ["If you have questions, ask who prescribed it.", "If you have rosacea, please tell us.", "You have time."],
    )
    def test_and_what_reads_nothing_back_is_not(self, words: str) -> None:
        assert found(saying("PP-ROSACEA", words), "o") is None


class TestAVagueSpan:
    @pytest.mark.parametrize(
        "words",
        [
            "Your skin needs a few weeks of rest after the medicine you told us about.",
            "Your skin needs some months of rest.",
            "It is not long ago.",
            "Your skin needs a while.",
            "You took it lately.",
            "Your skin needs a couple of months.",
        ],
    )
    def test_for_a_measured_one_is_told(self, words: str) -> None:
        told = said(saying("PP-ACCUTANE-6M", words), "o")
        assert told.startswith('rules.PP-ACCUTANE-6M.client says "')
        assert "is vague where a rule measures how long; say {period}" in told

    def test_in_the_question_that_leads_to_the_measured_one_is_told(self) -> None:
        wrong = asking("retinoid", "Have you used a retinol or retinoid cream lately?")
        assert said(wrong, "o").startswith('questions.retinoid.ask says "lately"')

    def test_where_nothing_is_measured_is_not(self) -> None:
        assert found(saying("PP-HERPES", "Your skin needs some days to heal."), "o") is None


class TestAQuestionThatDeniesWhatItsRuleFiresOn:
    @pytest.mark.parametrize(
        "ask",
        [
            "Is your skin free of cold sores right now?",
            "Do you have no cold sore right now?",
            "Haven't you got a cold sore right now?",
            "Are you without a cold sore right now?",
            "You do not have a cold sore, do you?",
        ],
    )
    def test_is_told(self, ask: str) -> None:
        told = said(asking("herpes_active", ask), "p")
        assert told.startswith("questions.herpes_active.ask denies what PP-HERPES fires on (")
        assert 'it fires on "Yes"' in told

    def test_is_told_of_one_that_opens_another_question(self) -> None:
        told = said(asking("retinoid", "Have you used no retinoid cream in the last week?"), "p")
        assert "denies what retinoid_last fires on" in told

    def test_is_told_of_one_with_options(self) -> None:
        told = said(asking("isotretinoin", "Have you never taken Accutane (isotretinoin)?"), "p")
        assert 'denies what PP-ACCUTANE-NOW fires on ("never"; it fires on "Yes, I take it now")' in told

    def test_a_thing_that_is_described_by_what_it_is_not_may_be_asked_for(self) -> None:
        assert found(asking("lesion", "Do you have a mole that no doctor has looked at?"), "p") is None

    def test_a_question_that_a_no_is_waited_for_may_deny(self) -> None:
        def edit(written: Written) -> None:
            question(written, "extraction_ok").update(ask="May we clear clogged pores by hand, or not?")

        assert found(edited(FACIAL, edit), "p") is None


class TestAnOptionThatSaysTheOppositeOfItsId:
    def with_labels(self, protocol_id: str, question_id: str, **labels: str) -> Protocol:
        def edit(written: Written) -> None:
            for option in question(written, question_id)["options"]:
                option["label"] = labels.get(option["id"], option["label"])

        return edited(protocol_id, edit)

    def test_never_and_now_swapped(self) -> None:
        swapped = self.with_labels(PEEL, "isotretinoin", never="Yes, I take it now", now="No, never")
        assert {each.split(" ")[0] for each in all_said(swapped, "p")} == {
            "questions.isotretinoin.options.never",
            "questions.isotretinoin.options.now",
        }

    @pytest.mark.parametrize(
        "labels",
        [
            {"now": "Yes, but I stopped", "stopped": "Yes, I take it now"},
            {"never": "Yes, but I stopped"},
            {"stopped": "No, never"},
        ],
    )
    def test_any_two_of_them_swapped(self, labels: dict[str, str]) -> None:
        assert "says something else than" in said(self.with_labels(PEEL, "isotretinoin", **labels), "p")

    def test_yes_and_no_swapped(self) -> None:
        told = all_said(self.with_labels(PEEL, "rosacea", yes="No", no="Yes"), "p")
        assert [each.split()[0] for each in told] == [f"questions.rosacea.options.{name}" for name in ("yes", "no")]

    def test_two_places_swapped(self) -> None:
        assert "options.face" in said(self.with_labels(PEEL, "area", face="Neck", neck="Face"), "p")

    def test_two_kinds_of_skin_swapped(self) -> None:
        assert "options.dry" in said(self.with_labels(FACIAL, "skin_type", dry="Oily", oily="Dry"), "p")

    def test_other_words_for_the_same_are_fine(self) -> None:
        assert found(self.with_labels(PEEL, "isotretinoin", now="Yes, still", never="No"), "p") is None


class TestAnIdUsedForAnotherMatter:
    def test_is_told(self) -> None:
        told = said(asking("herpes_active", "Do you have sore legs right now?"), "p")
        assert told.startswith('questions.herpes_active.ask does not speak of what "herpes_active" stands for')
        assert "cold sore, herpes, fever blister" in told

    def test_is_told_where_the_kiosk_knows_the_type(self) -> None:
        def edit(written: Written) -> None:
            question(written, "concerns").update(type="one_of")

        assert 'the kiosk knows "concerns" as a question of type any_of' in "\n".join(all_said(edited(PEEL, edit), "p"))

    def test_other_words_for_the_same_are_fine(self) -> None:
        assert found(asking("herpes_active", "Do you have a fever blister today?"), "p") is None

    def test_every_question_that_ships_has_its_matter(self) -> None:
        follow_ups = {"concerns", "note", "goal"}
        for each in everything()[:4]:
            ids = {one.id for one in each.questions if one.period is None}
            assert ids - follow_ups <= WORDS_OF_ID.keys(), each.id


class TestAfterCareOfAnotherTime:
    def test_in_its_words_is_told(self) -> None:
        told = said(caring("retinoid_again", text="You can use your retinoid cream again tonight."), "p")
        assert told.startswith('aftercare.retinoid_again says "tonight", and is given for "next morning"')

    def test_in_the_time_it_is_given_for_is_told(self) -> None:
        told = said(caring("retinoid_again", when="tonight"), "p")
        assert 'says "next morning", and is given for "tonight"' in told

    @pytest.mark.parametrize("when", ["at_once", "any_time", "in_sun"])
    def test_at_any_other_time_too(self, when: str) -> None:
        assert "aftercare.wash says" in said(caring("wash", when=when), "p")


class TestTwoItemsOfTheSourceSwapped:
    @pytest.mark.parametrize(
        ("one", "two"),
        [
            ("PP-HERPES", "PP-RASH-AREA"),
            ("PP-ACNE-INFLAMED", "PP-PIMPLES-OPEN"),
            ("PP-ROSACEA", "PP-KERATOSIS"),
            ("PP-LESION", "PP-AUTOIMMUNE"),
            ("PP-RETINOID-3D", "PP-ACCUTANE-6M"),
        ],
    )
    def test_are_told(self, one: str, two: str) -> None:
        def edit(written: Written) -> None:
            first, second = rule(written, one), rule(written, two)
            first["source"], second["source"] = second["source"], first["source"]

        told = "\n".join(all_said(edited(PEEL, edit), "p"))
        assert f'{one} cites "parisian-peel, ' in told
        assert f'{two} cites "parisian-peel, ' in told
        assert "and speaks of no such thing" in told

    def test_are_told_in_after_care_and_in_what_clients_read_before(self) -> None:
        def edit(written: Written) -> None:
            wash, redness = (
                next(each for each in written["aftercare"] if each["id"] == name) for name in ("wash", "redness")
            )
            wash["source"], redness["source"] = redness["source"], wash["source"]
            written["cons"][0]["source"], written["cons"][1]["source"] = (
                written["cons"][1]["source"],
                written["cons"][0]["source"],
            )

        told = [each.split(" cites ")[0] for each in all_said(edited(PEEL, edit), "p")]
        assert told == ["aftercare.wash", "aftercare.redness", "cons.1", "cons.2"]

    def test_are_told_where_the_other_treatments_source_is_cited(self) -> None:
        def edit(written: Written) -> None:
            first, second = rule(written, "MF-HERPES"), rule(written, "MF-LESION")
            first["source"], second["source"] = second["source"], first["source"]

        assert 'MF-HERPES cites "parisian-peel, contraindications 7", which is about "' in "\n".join(
            all_said(edited(FACIAL, edit), "p")
        )

    def test_a_list_of_items_that_is_not_whole_is_told(self) -> None:
        def edit(written: Written) -> None:
            written["sources"][0]["items"]["contraindications"].pop()

        assert 'names 8 items of "contraindications" under "items"; it has 9.' in said(edited(PEEL, edit), "p")

"""The check-in speaks the client's language, keeps its place when that changes, and never uses words that no lead has signed."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.core import language
from kiosk.desk.board import todays_board
from kiosk.desk.help_calls import calls_heard
from kiosk.governance import protocol_files
from kiosk.people.client_book import Client
from kiosk.privacy.export import export_visit
from kiosk.schedule import import_schedule
from kiosk.visits.visit import Visit
from rules.reading.loader import shipped_file
from rules.reading.translations import translations_of
from tests.kiosk.conftest import FACIAL, GOOD, PEEL, SYSTEM, TODAY, House, open_clinic
from tests.kiosk.governance.test_library import adopt
from tests.kiosk.handouts.test_visit_on_paper import CLERK

NOTICE = """
msgid ""
msgstr ""
"Language: xx\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Our staff will help you"
msgstr "Wir helfen"

msgid "Shall we call somebody to you?"
msgstr "Sollen wir jemanden rufen?"

msgid "Yes, please call somebody"
msgstr "Ja"

msgid "Go on in English"
msgstr "Auf Englisch weiter"

msgid "You are early"
msgstr "Etwas zu früh"
"""


@pytest.fixture
def invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Speak a language besides that has a few words, and no protocol in it."""
    source = tmp_path / "words/xx/LC_MESSAGES/kiosk.po"
    source.parent.mkdir(parents=True)
    source.write_text(NOTICE, encoding="utf-8")
    with source.open("rb") as read, source.with_suffix(".mo").open("wb") as made:
        write_mo(made, read_po(read))
    monkeypatch.setattr(language, "_folder", tmp_path / "words")
    return "xx"


def spanish(house: House, treatment: str = PEEL) -> dict[str, str]:
    return translations_of(house.clinic.library[treatment], shipped_file(treatment))["es"]


def identified(house: House, client: Client, chosen: str | None = None) -> CheckIn:
    """Let a client choose a language on the opening screen, if any, and say who they are."""
    check_in, born = house.clinic.check_in(), client.date_of_birth
    if chosen:
        check_in.choose_language(chosen)
    check_in.identify(client.family_name, born.day, born.month, born.year)
    return check_in


def at_questions(check_in: CheckIn) -> CheckIn:
    check_in.yes()
    check_in.accept()
    return check_in


def at_consent(house: House, check_in: CheckIn) -> CheckIn:
    house.answer_all(at_questions(check_in), GOOD).finish()
    assert check_in.step is Step.CONSENT
    return check_in


def kind(check_in: CheckIn) -> str | None:
    return check_in.notice.kind if check_in.notice else None


def own_words(house: House, name: str, replaced: tuple[str, str]) -> None:
    """Let the clinic have a translation of the peel of its own, with one word changed."""
    own = house.folder / protocol_files.FOLDER / PEEL
    own.mkdir(parents=True, exist_ok=True)
    (own / f"{name}.yaml").write_text(
        shipped_file(PEEL).with_name(f"{name}.yaml").read_text("utf-8").replace(*replaced), encoding="utf-8"
    )


class TestBeforeAnybodyIsKnown:
    def test_a_language_that_is_signed_for_something_is_spoken(self, house: House) -> None:
        house.sign_translation("es", FACIAL)
        check_in = house.clinic.check_in()
        assert check_in.choose_language("es") is Step.WHO
        assert check_in.language == "es"
        check_in.identify("Nobody", 1, 1, 1990)
        notice = check_in.notice
        assert notice is not None
        with language.speaking("es"):
            assert notice.title == language.tr("We could not find your visit")
        assert language.spoken() == "en"  # whoever calls a check-in speaks as before

    def test_one_that_is_signed_for_nothing_is_asked_about_at_once_and_once(self, house: House, invented: str) -> None:
        anna = house.client()
        house.book(anna)
        check_in = house.clinic.check_in()
        assert check_in.choose_language(invented) is Step.NOTICE
        assert kind(check_in) == "language"
        assert check_in.language_help(wanted=True) is Step.NOTICE
        assert [call.words for call in todays_board(house.clinic).calls] == ["asks for help (wants xx: not signed yet)"]
        assert check_in.language_help(wanted=False) is Step.WHO
        check_in.identify("Nobody", 1, 1, 1990)
        check_in.acknowledge()
        check_in.identify("Ferrer", 5, 3, 1984)
        assert (check_in.step, check_in.language) == (Step.VISIT, "en")
        check_in.yes()
        assert house.clinic.clients.get(anna.id).language == invented

    def test_a_language_without_a_catalogue_is_not_spoken(self, house: House) -> None:
        check_in = house.clinic.check_in()
        assert check_in.choose_language("tlh") is Step.WHO
        assert check_in.language == "en"

    def test_who_tries_again_goes_on_in_it_and_the_next_client_does_not(self, house: House) -> None:
        house.sign_translation("es", PEEL)
        check_in = identified(house, house.client(), "es")
        assert kind(check_in) == "not_found"
        check_in.acknowledge()
        assert check_in.language == "es"
        check_in.leave("timeout")
        assert check_in.language == "en"

    def test_a_notice_is_read_in_the_language_that_is_chosen_while_it_stands(self, house: House, invented: str) -> None:
        anna = house.client()
        house.book(anna, start=time(12))
        check_in = identified(house, anna)
        assert check_in.notice is not None
        assert check_in.notice.title == "You are early"
        check_in.choose_language(invented)
        assert (check_in.step, check_in.notice.title) == (Step.NOTICE, "Etwas zu früh")
        assert check_in.acknowledge() is Step.DONE

    def test_a_walk_in_is_kept_with_it(self, house: House) -> None:
        house.sign_translation("es", PEEL)
        check_in = house.clinic.check_in()
        check_in.choose_language("es")
        check_in.no_appointment()
        assert dict(check_in.treatments)[PEEL] == spanish(house)["title"]
        check_in.request_walk_in("Ana", "Ruiz", 1, 2, 1990, "600 100 200", PEEL)
        (visit,) = house.clinic.visits.of_day(TODAY)
        assert visit.language == "es"
        assert house.clinic.clients.get(visit.client_id).language == "es"


class TestInForceForWhatIsBooked:
    def test_everything_of_the_protocol_is_read_in_it(self, house: House) -> None:
        house.sign_translation("es", PEEL)
        anna = house.client()
        house.book(anna)
        words = spanish(house)
        check_in = at_questions(identified(house, anna, "es"))
        seen = {}
        while check_in.step is Step.QUESTION:
            asked = check_in.asked
            place = f"questions.{asked.question.id}"
            assert asked.question.ask == words[f"{place}.ask"]
            assert asked.question.why == words.get(f"{place}.why", asked.question.why)
            assert [each.label for each in asked.options if each.id in ("yes", "face", "never")] == [
                words[f"{place}.options.{each.id}"] for each in asked.options if each.id in ("yes", "face", "never")
            ]
            assert asked.treatment_titles == (words["title"],)
            seen[asked.question.id] = asked.question.short
            if (raw := GOOD[PEEL].get(asked.question.id)) is not None:
                check_in.answer(raw)
            check_in.next()
        rows = {row.question_id: row for row in check_in.rows}
        assert {name: row.short for name, row in rows.items()} == seen
        assert rows["rosacea"].answer_text == words["questions.rosacea.options.no"]
        assert rows["rosacea"].harmless
        check_in.finish()
        text = check_in.consent
        assert text.title == words["consent.title"]
        assert words["consent.paragraphs.1"] in [part.text for part in text.parts]
        assert any(words["questions.area.short"] in part.text for part in text.parts)
        assert check_in.asked_back is not None
        assert check_in.asked_back.ask == words["consent.teach_back.ask"]

    def test_it_is_kept_with_client_and_visit_and_judged_as_in_english(self, house: House) -> None:
        house.sign_translation("es", PEEL)
        anna = house.client()
        booked = house.book(anna)
        check_in = at_consent(house, identified(house, anna, "es"))
        text = check_in.consent
        check_in.give("Anna Ferrer")
        visit = house.visit(booked)
        assert visit.language == "es"
        client = house.clinic.clients.get(anna.id)
        assert (client.language, client.chose_language) == ("es", True)
        assert house.trail(anna.id).count("client.language") == 1
        assert visit.checkin is not None
        assert visit.checkin.consent is not None
        assert visit.checkin.sha256 == house.clinic.protocols[PEEL].sha256
        assert (visit.checkin.consent.text_sha, visit.checkin.consent.language) == (text.sha, "es")
        kept = house.clinic.text(text.sha)
        assert kept is not None
        assert kept["language"] == "es"
        assert kept["content"]["title"] == spanish(house)["consent.title"]
        assert kept["content"]["english"]["title"] == house.clinic.protocols[PEEL].consent.title
        privacy = house.clinic.text(visit.checkin.privacy_sha or "")
        assert privacy is not None
        assert privacy["language"] == "es"
        summary = house.room().summary(house.desk().confirm(visit))
        assert summary.language == "Spanish"
        assert summary.consent == "Consent 10:00, at the kiosk, in Spanish"
        file = repr(export_visit(house.clinic, visit.id, CLERK))
        assert "Language of its text" in file
        for words in (
            spanish(house)["consent.title"],
            "The same in English",
            house.clinic.protocols[PEEL].consent.title,
        ):
            assert words in file

    def test_the_clients_own_language_is_spoken_from_the_moment_they_are_known(self, house: House) -> None:
        house.sign_translation("es")
        ana = house.client(language="es")
        house.book(ana)
        assert identified(house, ana).language == "es"

    def test_what_they_choose_at_the_terminal_counts_before_their_own(self, house: House) -> None:
        house.sign_translation("es")
        ana = house.client(language="es")
        house.book(ana)
        check_in = identified(house, ana, "en")
        assert check_in.language == "en"
        check_in.yes()
        assert house.clinic.clients.get(ana.id).language == "en"

    def test_what_they_chose_once_counts_before_what_is_booked(self, house: House) -> None:
        house.sign_translation("es")
        ana = house.client()
        house.book(ana, language="es")
        assert identified(house, ana).language == "es"
        identified(house, ana, "en").yes()
        house.clock.forward(days=1)
        house.book(ana, language="es")
        assert identified(house, ana).language == "en"

    def test_what_is_booked_is_the_clients_own_from_then_on_though_it_can_not_be_spoken(self, house: House) -> None:
        ana = house.client()
        booked = house.book(ana, language="es")
        check_in = identified(house, ana)
        check_in.language_help(wanted=False)
        check_in.yes()
        client = house.clinic.clients.get(ana.id)
        assert (client.language, client.chose_language, house.visit(booked).language) == ("es", False, "en")

    def test_a_last_answer_is_repeated_in_it(self, house: House) -> None:
        house.sign_translation("es", PEEL)
        anna = house.client(phone="600 100 200")
        house.book(anna)
        house.check_in(anna)
        house.clock.forward(days=10)
        house.book(anna)
        check_in = identified(house, anna, "es")
        check_in.prove("0200")
        at_questions(check_in)
        while not isinstance(check_in.asked.last, str):
            check_in.answer(GOOD[PEEL][check_in.asked.question.id])
            check_in.next()
        name = check_in.asked.question.id
        assert check_in.asked.last_text == spanish(house)[f"questions.{name}.options.{check_in.asked.last}"]


class TestNotInForceForAllThatIsBooked:
    def booked_for_both(self, house: House, **more: Any) -> Client:
        house.sign_translation("es", PEEL)
        anna = house.client(**more)
        house.book(anna)
        house.book(anna, FACIAL, time(11))
        return anna

    def test_it_is_not_used_though_it_was_chosen_before(self, house: House) -> None:
        check_in = identified(house, self.booked_for_both(house), "es")
        assert kind(check_in) == "language"
        assert check_in.language == "es"
        assert house.clinic.terminals.me().help_since is None  # it asks before it calls
        assert check_in.language_help(wanted=False) is Step.VISIT
        assert check_in.language == "en"
        check_in.yes()
        assert {visit.language for visit in house.clinic.visits.of_day(TODAY)} == {"en"}

    def test_the_clients_own_is_asked_about_once(self, house: House) -> None:
        check_in = identified(house, self.booked_for_both(house, language="es"))
        assert kind(check_in) == "language"
        assert check_in.acknowledge() is Step.VISIT
        at_questions(check_in)
        assert check_in.step is Step.QUESTION
        assert check_in.asked.question.ask == house.clinic.protocols[PEEL].question("area").ask

    def test_the_notice_is_in_that_language_with_two_ways_on(self, house: House, invented: str) -> None:
        anna = house.client()
        house.book(anna)
        check_in = at_questions(identified(house, anna))
        check_in.answer(["face"])
        place, before = check_in.asked.number, check_in.asked
        assert check_in.choose_language(invented) is Step.NOTICE
        notice = check_in.notice
        assert notice is not None
        assert (notice.kind, notice.title) == ("language", "Wir helfen")
        assert notice.next_step_text == "Sollen wir jemanden rufen?"
        assert (notice.call, notice.go_on) == ("Ja", "Auf Englisch weiter · Go on in English")
        assert check_in.back() is Step.QUESTION
        assert (check_in.language, check_in.asked, check_in.asked.number) == ("en", before, place)

    def test_the_desk_is_called_only_where_the_client_wants_it_and_sees_why(self, house: House) -> None:
        check_in = identified(house, self.booked_for_both(house), "es")
        assert check_in.language_help(wanted=True) is Step.NOTICE
        assert check_in.notice is not None
        assert (check_in.notice.call, check_in.notice.kind) == ("", "language")
        board = todays_board(house.clinic)
        assert {row.mark.words for row in board.rows if row.mark} == {"wants Spanish: not signed yet"}
        assert [call.words for call in board.calls] == ["asks for help (wants Spanish: not signed yet)"]
        (call,) = calls_heard(house.clinic, "reception", None)
        assert call.words == "asks for help (wants Spanish: not signed yet)"
        assert check_in.language_help(wanted=False) is Step.VISIT
        at_questions(check_in)
        (row, _) = todays_board(house.clinic).rows
        assert row.mark is not None
        assert row.mark.words.startswith("question 1 of")

    @pytest.mark.parametrize("why", ["timeout", "client", "died"])
    def test_the_desk_still_sees_why_once_who_is_here_has_left_the_kiosk(self, house: House, why: str) -> None:
        anna = house.client()
        visit = house.book(anna)
        check_in = at_questions(identified(house, anna))
        check_in.choose_language("es")
        check_in.language_help(wanted=True)
        if why == "died":
            house.clock.forward(minutes=40)
            house.clinic.terminals.sweep(SYSTEM)
        else:
            check_in.leave("timeout" if why == "timeout" else "client")
        assert house.visit(visit).stopped
        (row,) = todays_board(house.clinic).rows
        assert str(row.mark) == "▲ wants Spanish: not signed yet"
        first = "1 before"  # by name, as terminals are read
        house.desk().hand_back_draft(visit.id, first)
        with open_clinic(house.folder.parent, house.clock, first) as elsewhere:
            assert first < house.clinic.terminal
            elsewhere.check_in().resume()
            (row,) = todays_board(house.clinic).rows
        assert row.mark is not None
        assert row.mark.words.startswith("question 1 of")

    def test_another_language_that_is_in_force_may_be_chosen_from_the_notice(self, house: House) -> None:
        anna = self.booked_for_both(house)
        house.sign_translation("fr")
        check_in = identified(house, anna, "es")
        assert check_in.choose_language("fr") is Step.VISIT
        assert check_in.language == "fr"


class TestChangingHalfWay:
    def test_answers_and_place_stay_and_a_signature_under_other_words_goes(self, house: House) -> None:
        house.sign_translation("es")
        anna = house.client()
        house.book(anna)
        house.book(anna, FACIAL, time(11))
        check_in = at_questions(identified(house, anna))
        for _ in range(3):
            check_in.answer(GOOD[check_in.asked.treatment][check_in.asked.question.id])
            check_in.next()
        check_in.answer("not_sure")
        asked = check_in.asked
        assert check_in.choose_language("es") is Step.QUESTION
        now = check_in.asked
        assert (now.question.id, now.number, now.value) == (asked.question.id, asked.number, "not_sure")
        assert now.question.ask == spanish(house, now.treatment)[f"questions.{now.question.id}.ask"]
        check_in.choose_language("en")
        assert check_in.asked == asked
        house.answer_all(check_in, GOOD)
        assert check_in.choose_language("es") is Step.REVIEW
        check_in.choose_language("en")
        check_in.finish()
        first = check_in.consent
        check_in.understood("ask")
        check_in.give("Anna Ferrer")
        second = check_in.consent
        assert (first.treatment, second.treatment) == (PEEL, FACIAL)
        assert check_in.choose_language("es") is Step.CONSENT
        again = check_in.consent
        assert (again.visit_id, again.title) == (first.visit_id, spanish(house)["consent.title"])
        assert again.sha != first.sha
        assert check_in.asked_back is not None
        check_in.give("Anna Ferrer")
        assert check_in.consent.visit_id == second.visit_id
        check_in.give("Anna Ferrer")
        assert check_in.step is Step.DONE
        assert check_in.language == "es"
        signed = [visit.checkin.consent for visit in house.clinic.visits.of_day(TODAY) if visit.checkin]
        assert [each.language for each in signed if each] == ["es", "es"]

    def test_the_same_words_keep_their_signature(self, house: House) -> None:
        house.sign_translation("es")
        anna = house.client()
        house.book(anna)
        house.book(anna, FACIAL, time(11))
        check_in = at_consent(house, identified(house, anna))
        check_in.give("Anna Ferrer")
        second = check_in.consent
        check_in.choose_language("en")
        assert check_in.consent == second

    def test_a_parents_first_signature_goes(self, house: House) -> None:
        house.clinic.__dict__["settings"] = house.clinic.settings.model_copy(update={"both_parents": True})
        house.sign_translation("es", PEEL)
        young = house.client(born=date(2010, 1, 1))
        house.book(young)
        check_in = house.answer_all(house.at_questions(young), GOOD)
        check_in.finish()
        check_in.young_person(wants=True)
        check_in.give("Marta Mas", relation="mother")
        assert check_in.signs_second
        check_in.choose_language("es")
        assert not check_in.signs_second
        assert check_in.asks_young_person
        assert check_in.consent.title == spanish(house)["consent.title"]

    def test_a_no_stands(self, house: House) -> None:
        house.sign_translation("es")
        anna = house.client()
        house.book(anna)
        house.book(anna, FACIAL, time(11))
        check_in = at_consent(house, identified(house, anna))
        first = check_in.consent
        check_in.decline()
        second = check_in.consent
        check_in.choose_language("es")
        assert check_in.consent.visit_id == second.visit_id
        check_in.give("Anna Ferrer")
        visits = {visit.id: visit for visit in house.clinic.visits.of_day(TODAY)}
        refused = visits[first.visit_id].checkin
        assert refused is not None
        assert refused.consent is not None
        assert (refused.consent.text_sha, refused.consent.given) == (first.sha, False)
        assert house.clinic.text(first.sha) is not None

    def test_it_is_kept_with_the_visit_at_once_and_with_the_draft(self, house: House) -> None:
        house.sign_translation("es")
        anna = house.client()
        booked = house.book(anna)
        check_in = at_questions(identified(house, anna))
        assert house.visit(booked).language == "en"
        check_in.choose_language("es")
        assert house.visit(booked).language == "es"
        check_in.leave("timeout")
        back = house.clinic.check_in()
        assert back.resume(booked.id, house.rita) is Step.QUESTION
        assert back.language == "es"
        assert back.asked.question.ask == spanish(house)["questions.area.ask"]


class TestTheRulesChangeMeanwhile:
    def half_way(self, house: House) -> Visit:
        house.sign_translation("es")
        anna = house.client()
        booked = house.book(anna)
        check_in = at_questions(identified(house, anna, "es"))
        check_in.answer(["face"])
        check_in.next()
        check_in.leave("timeout")
        return booked

    def test_who_comes_back_to_other_words_is_asked_from_the_start(self, house: House) -> None:
        booked = self.half_way(house)
        own_words(house, "es", ("Use crema solar", "Póngase crema solar"))
        house.sign_translation("es", PEEL)
        back = house.clinic.check_in()
        assert back.resume(booked.id, house.rita) is Step.PRIVACY
        assert back.language == "es"

    def test_who_comes_back_and_it_is_no_longer_in_force_is_told(self, house: House) -> None:
        booked = self.half_way(house)
        own_words(house, "es", ("Use crema solar", "Póngase crema solar"))
        back = house.clinic.check_in()
        back.resume(booked.id, house.rita)
        assert kind(back) == "language"
        assert back.language_help(wanted=False) is Step.PRIVACY
        assert back.language == "en"

    def test_what_is_answered_after_that_is_not_asked_from_the_start_again(self, house: House) -> None:
        booked = self.half_way(house)
        own_words(house, "es", ("Use crema solar", "Póngase crema solar"))
        back = house.clinic.check_in()
        back.resume(booked.id, house.rita)
        back.language_help(wanted=False)
        back.accept()
        back.answer(["face"])
        back.next()
        place = back.asked.number
        back.leave("timeout")
        assert back.resume(booked.id, house.rita) is Step.QUESTION
        assert back.asked.number == place

    def test_no_consent_is_asked_in_words_that_are_no_longer_in_force(self, house: House) -> None:
        house.sign_translation("es")
        anna = house.client()
        house.book(anna)
        check_in = house.answer_all(at_questions(identified(house, anna, "es")), GOOD)
        rows = check_in.rows
        own_words(house, "es", ("Use crema solar", "Póngase crema solar"))
        assert check_in.rows == rows  # what was begun goes on as it was, as under rules that change meanwhile
        assert check_in.finish() is Step.NOTICE
        assert kind(check_in) == "language"
        assert check_in.language_help(wanted=False) is Step.REVIEW
        assert check_in.finish() is Step.CONSENT
        assert check_in.consent.language == "en"

    def test_the_consent_is_to_the_rules_in_force_in_their_own_translation(self, house: House) -> None:
        house.sign_translation("es")
        anna = house.client()
        house.book(anna)
        check_in = house.answer_all(at_questions(identified(house, anna, "es")), GOOD)
        adopt(house, "pregnancy", PEEL, FACIAL)
        assert check_in.finish() is Step.NOTICE
        check_in.back()
        assert (check_in.step, check_in.language) == (Step.REVIEW, "en")
        house.sign_translation("es")
        check_in.choose_language("es")
        assert (check_in.step, check_in.language) == (Step.REVIEW, "es")
        assert check_in.finish() is Step.CONSENT
        assert check_in.consent.title == spanish(house)["consent.title"]


def test_the_last_screen_is_read_in_the_language_that_is_chosen_while_it_stands(house: House, invented: str) -> None:
    anna = house.client()
    house.book(anna)
    check_in = at_consent(house, identified(house, anna))
    check_in.give("Anna Ferrer")
    before = check_in.ending
    assert check_in.choose_language(invented) is Step.DONE
    assert (check_in.language, check_in.ending) == (invented, before)
    assert check_in.acknowledge() is Step.WHO
    assert check_in.language == "en"


def test_the_schedule_brings_a_clients_language(house: House) -> None:
    house.sign_translation("fr", PEEL)
    text = (
        "start,given name,family name,date of birth,treatment,language\n"
        f"{TODAY} 10:30,Amélie,Durand,1990-02-01,{PEEL},fr\n"
    ).encode()
    first = import_schedule(house.clinic, text, actor=SYSTEM)
    check_in = house.clinic.check_in()
    check_in.identify("Durand", 1, 2, 1990)
    assert (check_in.step, check_in.language) == (Step.VISIT, "fr")
    check_in.choose_language("en")
    check_in.yes()
    again = import_schedule(house.clinic, text, actor=SYSTEM)
    assert again.warnings == first.warnings  # what was spoken is no news to the schedule
    (visit,) = house.clinic.visits.of_day(TODAY)
    assert visit.language == "en"

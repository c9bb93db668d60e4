"""Where each named screen is: a terminal loads only those it shows, because start-up is what a person waits for."""

from __future__ import annotations

import importlib
from typing import cast

from screens.screen_names import ScreenMaker, ScreenName

_N = ScreenName
SCREENS: dict[ScreenName, str] = {
    _N.OPENING: "screens.client.opening_screen:OpeningScreen",
    _N.SIGN_IN: "screens.staff.sign_in_screen:SignInScreen",
    _N.STAFF_NAME: "screens.staff.staff_name_screen:StaffNameScreen",
    _N.PIN: "screens.staff.pin_screen:PinScreen",
    _N.LOCK: "screens.staff.lock_screen:LockScreen",
    _N.SURE: "screens.staff.page_screens:SureScreen",
    _N.PAGE: "screens.staff.page_screens:PageScreen",
    _N.HELP: "screens.help.help_screen:HelpScreen",
    _N.LOOKS: "screens.help.looks_screen:LooksScreen",
    _N.LANGUAGES: "screens.help.language_screen:LanguageScreen",
    _N.CALLED: "screens.help.called_screen:CalledScreen",
    _N.COUNTDOWN: "screens.help.countdown_screen:CountdownScreen",
    _N.CLEANING: "screens.help.cleaning_screen:CleaningScreen",
    _N.STAFF_AT_KIOSK: "screens.help.staff_at_kiosk_screens:StaffAtKioskScreen",
    _N.DEMO: "screens.help.demo_screen:DemoScreen",
    _N.BOARD: "screens.reception.board_screen:BoardScreen",
    _N.VISIT: "screens.reception.visit_screen:VisitScreen",
    _N.CALLER: "screens.reception.caller_screen:CallerScreen",
    _N.PRACTITIONER_DAY: "screens.practitioner.day_screen:DayScreen",
    _N.CHECK_IN_METHOD: "screens.client.check_in_method_screen:CheckInMethodScreen",
    _N.FAMILY_NAME: "screens.client.name_screens:NameScreen",
    _N.BOOKING_CODE: "screens.client.name_screens:CodeScreen",
    _N.BIRTH_DATE: "screens.client.birth_screen:BirthScreen",
    _N.FIRST_NAME: "screens.client.name_screens:FirstNameScreen",
    _N.PROOF: "screens.client.proof_screen:ProofScreen",
    _N.YOUR_VISIT: "screens.client.your_visit_screen:YourVisitScreen",
    _N.NOTICE: "screens.client.notice_screen:NoticeScreen",
    _N.LANGUAGE_NOTICE: "screens.client.language_notice_screen:LanguageNoticeScreen",
    _N.WALK_IN: "screens.client.walk_in_screens:WalkInScreen",
    _N.GUARDIAN: "screens.client.guardian_screen:GuardianScreen",
    _N.CALLING: "screens.client.calling_screens:CallingScreen",
    _N.PRIVACY: "screens.client.privacy_screens:PrivacyScreen",
    _N.UNSURE_HELP: "screens.client.unsure_screen:UnsureScreen",
    _N.REVIEW: "screens.client.review_screen:ReviewScreen",
    _N.CONSENT: "screens.client.consent_screen:ConsentScreen",
    _N.DONE: "screens.client.done_screen:DoneScreen",
    _N.ONE_ANSWER: "screens.client.question_screens:ChoiceScreen",
    _N.SEVERAL_ANSWERS: "screens.client.question_screens:SeveralAnswersScreen",
    _N.AREAS: "screens.client.areas_screen:AreasScreen",
    _N.NOTE: "screens.client.note_screen:NoteScreen",
    _N.LAST_ANSWER: "screens.client.last_answer_screen:LastAnswerScreen",
    _N.LAST_TIME: "screens.client.last_time_screens:LastTimeScreen",
    _N.LAST_TIME_DAY: "screens.client.last_time_screens:LastTimeDayScreen",
    _N.LAST_TIME_MONTH: "screens.client.last_time_screens:LastTimeMonthScreen",
    _N.LAST_TIME_ROUGHLY: "screens.client.last_time_screens:LastTimeRoughlyScreen",
}
"""Each as `module:Class`."""


def screen_class(name: ScreenName) -> ScreenMaker:
    """Return the class of a screen, and load its module if this is the first time."""
    module, _, kind = SCREENS[name].partition(":")
    return cast("ScreenMaker", getattr(importlib.import_module(module), kind))

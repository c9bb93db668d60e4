"""Where each named screen is: a terminal loads only those it shows, because start-up is what a person waits for."""

from __future__ import annotations

import importlib
from typing import cast

from screens.screen_names import ScreenMaker, ScreenName

_N = ScreenName
SCREENS: dict[ScreenName, str] = {
    _N.OPENING: "screens.client.opening:OpeningScreen",
    _N.SIGN_IN: "screens.staff.signin:SignInScreen",
    _N.LOCK: "screens.staff.lock:LockScreen",
    _N.PAGE: "screens.staff.pages:PageScreen",
    _N.HELP: "screens.help.help:HelpScreen",
    _N.CALLED: "screens.help.called:CalledScreen",
    _N.COUNTDOWN: "screens.help.countdown:CountdownScreen",
    _N.STAFF_AT_KIOSK: "screens.help.here:HereScreen",
    _N.DEMO: "screens.help.demo:DemoScreen",
    _N.BOARD: "screens.reception.board:BoardScreen",
    _N.PRACTITIONER_DAY: "screens.practitioner.day:DayScreen",
    _N.CHECK_IN_METHOD: "screens.client.how:HowScreen",
    _N.FAMILY_NAME: "screens.client.names:NameScreen",
    _N.BOOKING_CODE: "screens.client.names:CodeScreen",
    _N.BIRTH_DATE: "screens.client.birth:BirthScreen",
    _N.FIRST_NAME: "screens.client.names:FirstNameScreen",
    _N.PROOF: "screens.client.proof:ProofScreen",
    _N.YOUR_VISIT: "screens.client.visit:VisitScreen",
    _N.NOTICE: "screens.client.notice:NoticeScreen",
    _N.WALK_IN: "screens.client.walkin:WalkInScreen",
    _N.GUARDIAN: "screens.client.guardian:GuardianScreen",
    _N.PRIVACY: "screens.client.privacy:PrivacyScreen",
    _N.UNSURE_HELP: "screens.client.unsure:UnsureScreen",
    _N.REVIEW: "screens.client.review:ReviewScreen",
    _N.CONSENT: "screens.client.consent:ConsentScreen",
    _N.DONE: "screens.client.done:DoneScreen",
    _N.ONE_ANSWER: "screens.client.question:ChoiceScreen",
    _N.SEVERAL_ANSWERS: "screens.client.question:ManyScreen",
    _N.AREAS: "screens.client.areas:AreasScreen",
    _N.NOTE: "screens.client.note:NoteScreen",
    _N.LAST_ANSWER: "screens.client.still_so:StillSoScreen",
    _N.LAST_TIME: "screens.client.last_time:LastTimeScreen",
    _N.LAST_TIME_DAY: "screens.client.last_time:DayScreen",
    _N.LAST_TIME_MONTH: "screens.client.last_time:MonthScreen",
    _N.LAST_TIME_ROUGHLY: "screens.client.last_time:RoughlyScreen",
}
"""Each as `module:Class`."""


def screen_class(name: ScreenName) -> ScreenMaker:
    """Return the class of a named screen."""
    module, _, kind = SCREENS[name].partition(":")
    return cast("ScreenMaker", getattr(importlib.import_module(module), kind))

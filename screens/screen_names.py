"""The names of the screens that others open without importing them: a screen that leads back, or one loaded when first shown."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum, auto
from typing import Any

from textual.screen import Screen


class ScreenName(StrEnum):
    """A screen by what it is for; `screens.registry` knows its class."""

    OPENING = auto()
    SIGN_IN = auto()
    STAFF_NAME = auto()
    PIN = auto()
    LOCK = auto()
    SURE = auto()
    PAGE = auto()
    HELP = auto()
    LOOKS = auto()
    LANGUAGES = auto()
    CALLED = auto()
    COUNTDOWN = auto()
    CLEANING = auto()
    STAFF_AT_KIOSK = auto()
    DEMO = auto()
    BOARD = auto()
    VISIT = auto()
    CALLER = auto()
    PRACTITIONER_DAY = auto()

    CHECK_IN_METHOD = auto()
    FAMILY_NAME = auto()
    BOOKING_CODE = auto()
    BIRTH_DATE = auto()
    FIRST_NAME = auto()
    PROOF = auto()
    YOUR_VISIT = auto()
    NOTICE = auto()
    LANGUAGE_NOTICE = auto()
    WALK_IN = auto()
    GUARDIAN = auto()
    CALLING = auto()
    PRIVACY = auto()
    UNSURE_HELP = auto()
    REVIEW = auto()
    CONSENT = auto()
    DONE = auto()

    ONE_ANSWER = auto()
    SEVERAL_ANSWERS = auto()
    AREAS = auto()
    NOTE = auto()
    LAST_ANSWER = auto()
    LAST_TIME = auto()
    LAST_TIME_DAY = auto()
    LAST_TIME_MONTH = auto()
    LAST_TIME_ROUGHLY = auto()


ScreenMaker = Callable[..., Screen[Any]]
ScreenFinder = Callable[[ScreenName], ScreenMaker]
"""Finds the class of a screen; the application hands it to those who open screens by name."""

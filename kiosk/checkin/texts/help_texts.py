"""What clients read when they ask for help, hide their screen, or leave it alone."""

from typing import Final, Literal

from rules import several

HelpOffer = Literal["call", "private", "why", "desk", "looks", "hide", "calling", "stop", "staff"]

ASK: Final = "What would help you?"
OFFERS: Final[dict[HelpOffer, str]] = {
    "call": "Call staff",
    "private": "Talk to somebody in private",
    "why": "Why we ask",
    "desk": "Go to the desk",
    "looks": "Text and contrast",
    "hide": "Hide my screen",
    "calling": "How you call me",
    "stop": "Stop and clear",
    "staff": "For staff",
}
WHAT_AND_WHY: Final = "What is this? Why do you ask?"
"""In place of `why` where a question explains its words."""

READ_ON: Final = "Read on ›"
GO_ON_AGAIN: Final = "Go on ›"
"""Back to where the client was."""

THE_DESK_KNOWS: Final = ("The desk knows.", "Somebody will come to you. You can go on meanwhile.")
THE_DESK_KNOWS_IN_PRIVATE: Final = (
    "The desk knows.",
    "Somebody will come to you and will not say your name. Your screen is covered until you go on.",
)
ON_THE_WAY: Final = ("Somebody is on the way to you.", "You can go on meanwhile.")
ON_THE_WAY_IN_PRIVATE: Final = ("Somebody is on the way to you.", "Your screen is covered until you go on.")
COME_OR_WAIT: Final = ("Please come to the desk.", "Or wait here: we keep calling. Your answers stay safe.")
NOT_REACHED: Final = (
    "Please come to the desk.",
    "This kiosk can't reach the desk just now. Your answers stay safe.",
)

MORE_HELP: Final = "Would you like some help with the questions? Being unsure is fine: we will look at it together."
MORE_HELP_ANSWERS: Final = {True: "Yes, please call somebody", False: "No, I'll go on by myself"}
GUARDIAN_HERE: Final = "Is your parent or guardian here with you?"
YES_OR_NO: Final = {True: "Yes", False: "No"}
TRY_AGAIN: Final = "Try again ›"
CONTINUE: Final = "Continue ›"
NEXT_VISIT: Final = "Your next visit"
BY_CAMERA: Final = ("Your telephone's camera can take it into your calendar.", "Your telephone's camera can keep it.")
"""What is said beside the code of an appointment: as a calendar entry, and as words."""

HIDDEN: Final = ("Your screen is hidden.", "Touch to go on.")
STOP: Final = "Stop and clear this screen? Your answers stay safe; our staff can bring them back."
TO_THE_DESK: Final = "Please come to the desk: they will help you from there. Clear this screen?"
CLEAR: Final = "Yes, clear it"
GO_ON: Final = "No, go on"

TYPED_NAME_GONE: Final = "For your privacy we cleared what was typed. Please type it again."

CLEANING: Final = "This screen is being cleaned."

STILL_THERE: Final = "Are you still there?"
STAY: Final = "I am still here"


def works_again_in(seconds: int) -> str:
    """Say when a screen that is being cleaned takes touches again."""
    return f"It works again in {several(seconds, 'second', 'seconds')}."


def cleared_in(seconds: int) -> str:
    """Say when a screen that nobody touches is cleared."""
    left = several(seconds, "second", "seconds")
    return f"This screen is cleared in {left}. Your answers stay safe; our staff can bring them back."

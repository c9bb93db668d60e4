"""What clients read when they ask for help, hide their screen, or leave it alone."""

from typing import Final, Literal

from kiosk.core.language import ntr, tr_later

HelpOffer = Literal["call", "private", "why", "desk", "looks", "hide", "calling", "stop", "staff"]

ASK: Final = tr_later("What would help you?")
OFFERS: Final[dict[HelpOffer, str]] = {
    "call": tr_later("Call staff"),
    "private": tr_later("Talk to somebody in private"),
    "why": tr_later("Why we ask"),
    "desk": tr_later("Go to the desk"),
    "looks": tr_later("Text and contrast"),
    "hide": tr_later("Hide my screen"),
    "calling": tr_later("How you call me"),
    "stop": tr_later("Stop and clear"),
    "staff": tr_later("For staff"),
}
WHAT_AND_WHY: Final = tr_later("What is this? Why do you ask?")
"""In place of `why` where a question explains its words."""

READ_ON: Final = tr_later("Read on ›")
GO_ON_AGAIN: Final = tr_later("Go on ›")
"""Back to where the client was."""

THE_DESK_KNOWS: Final = (tr_later("The desk knows."), tr_later("Somebody will come to you. You can go on meanwhile."))
THE_DESK_KNOWS_IN_PRIVATE: Final = (
    tr_later("The desk knows."),
    tr_later("Somebody will come to you and will not say your name. Your screen is covered until you go on."),
)
ON_THE_WAY: Final = (tr_later("Somebody is on the way to you."), tr_later("You can go on meanwhile."))
ON_THE_WAY_IN_PRIVATE: Final = (
    tr_later("Somebody is on the way to you."),
    tr_later("Your screen is covered until you go on."),
)
COME_OR_WAIT: Final = (
    tr_later("Please come to the desk."),
    tr_later("Or wait here: we keep calling. Your answers stay safe."),
)
NOT_REACHED: Final = (
    tr_later("Please come to the desk."),
    tr_later("This kiosk can't reach the desk just now. Your answers stay safe."),
)

MORE_HELP: Final = tr_later(
    "Would you like some help with the questions? Being unsure is fine: we will look at it together."
)
MORE_HELP_ANSWERS: Final = {True: tr_later("Yes, please call somebody"), False: tr_later("No, I'll go on by myself")}
GUARDIAN_HERE: Final = tr_later("Is your parent or guardian here with you?")
YES_OR_NO: Final = {True: tr_later("Yes"), False: tr_later("No")}
TRY_AGAIN: Final = tr_later("Try again ›")
CONTINUE: Final = tr_later("Continue ›")
NEXT_VISIT: Final = tr_later("Your next visit")
BY_CAMERA: Final = (
    tr_later("Your telephone's camera can take it into your calendar."),
    tr_later("Your telephone's camera can keep it."),
)
"""What is said beside the code of an appointment: as a calendar entry, and as words."""

HIDDEN: Final = (tr_later("Your screen is hidden."), tr_later("Touch to go on."))
STOP: Final = tr_later("Stop and clear this screen? Your answers stay safe; our staff can bring them back.")
TO_THE_DESK: Final = tr_later("Please come to the desk: they will help you from there. Clear this screen?")
CLEAR: Final = tr_later("Yes, clear it")
GO_ON: Final = tr_later("No, go on")

TYPED_NAME_GONE: Final = tr_later("For your privacy we cleared what was typed. Please type it again.")

CLEANING: Final = tr_later("This screen is being cleaned.")

STILL_THERE: Final = tr_later("Are you still there?")
STAY: Final = tr_later("I am still here")


def works_again_in(seconds: int) -> str:
    """Say when a screen that is being cleaned takes touches again."""
    return ntr("It works again in {count} second.", "It works again in {count} seconds.", seconds)


def cleared_in(seconds: int) -> str:
    """Say when a screen that nobody touches is cleared."""
    return ntr(
        "This screen is cleared in {count} second. Your answers stay safe; our staff can bring them back.",
        "This screen is cleared in {count} seconds. Your answers stay safe; our staff can bring them back.",
        seconds,
    )

"""What clients read while they answer and look at their answers once more, besides the questions themselves."""

from typing import Final

READ_IT_ALL: Final = "Read it all"
SOMEBODY_HELPS: Final = "Somebody helps me"
ASK_WHO_ANSWERS: Final = "Who will answer the questions?"

STILL_SO: Final = "Yes, this is still so"
HAS_CHANGED: Final = "No, it has changed"
KNOW_THE_DAY: Final = "I know the day"
KNOW_THE_MONTH: Final = "I know the month"
KNOW_ROUGHLY: Final = "Only roughly"
ONLY_THE_MONTH: Final = "I only know the month"
ONLY_ROUGHLY: Final = "I only know it roughly"
OR_TOUCH: Final = ", or touch what you know"
"""Ends the sentence about a part of a date that is empty."""
NOTE: Final = "Your note (you may leave this empty)"
ALL_RIGHT: Final = "All right ›"

CHOOSE: Final = "Please choose one of the answers on this screen."
CHOOSE_FIRST: Final = "Please choose an answer first. “I'm not sure” is an answer too."
NO_EARLIER_ANSWER: Final = "There is no earlier answer to this question. Please choose one."
NOT_ASKED: Final = "This question is not asked, so its answer can't be changed here."
NOTHING_ASKED: Final = "No question is being asked now."
NOT_ASKED_YET: Final = "The questions have not been asked yet."
STILL_UNANSWERED: Final = "Some questions still have no answer. Please go back and answer them."
IN_PERSON: Final = "We would like to help you with this in person. Please come to the desk."
CHANGED_BY_DESK: Final = "The desk has changed this visit in the meantime. Please come to the desk."
CLOSED: Final = "The answers are closed now. Our staff can open them again for the person who gave them."
ONLY_STAFF_BRING_BACK: Final = "Only our staff can bring back what was answered. Please call them."
NOT_OPEN: Final = "This check-in is not open any more. Please ask the desk."
NO_WAY_BACK: Final = "There is nothing to go back to from here."
NOT_FROM_HERE: Final = "This can't be done from this screen. Please use the buttons on it."


def said_last_time(answer: str) -> str:
    """Repeat what was answered at the last visit."""
    return f"Last time: {answer}"


def one_unanswered(short: str) -> str:
    """Name the question that has no answer yet."""
    return f"One question has no answer yet: {short}. Please touch it to answer."

"""What clients read while they answer and look at their answers once more, besides the questions themselves."""

from typing import Final

from kiosk.core.language import tr, tr_later

READ_IT_ALL: Final = tr_later("Read it all")
SOMEBODY_HELPS: Final = tr_later("Somebody helps me")
ASK_WHO_ANSWERS: Final = tr_later("Who will answer the questions?")

STILL_SO: Final = tr_later("Yes, this is still so")
HAS_CHANGED: Final = tr_later("No, it has changed")
KNOW_THE_DAY: Final = tr_later("I know the day")
KNOW_THE_MONTH: Final = tr_later("I know the month")
KNOW_ROUGHLY: Final = tr_later("Only roughly")
ONLY_THE_MONTH: Final = tr_later("I only know the month")
ONLY_ROUGHLY: Final = tr_later("I only know it roughly")
NOTE: Final = tr_later("Your note (you may leave this empty)")
ALL_RIGHT: Final = tr_later("All right ›")

CHOOSE: Final = tr_later("Please choose one of the answers on this screen.")
CHOOSE_FIRST: Final = tr_later("Please choose an answer first. “I'm not sure” is an answer too.")
NO_EARLIER_ANSWER: Final = tr_later("There is no earlier answer to this question. Please choose one.")
NOT_ASKED: Final = tr_later("This question is not asked, so its answer can't be changed here.")
NOTHING_ASKED: Final = tr_later("No question is being asked now.")
NOT_ASKED_YET: Final = tr_later("The questions have not been asked yet.")
STILL_UNANSWERED: Final = tr_later("Some questions still have no answer. Please go back and answer them.")
IN_PERSON: Final = tr_later("We would like to help you with this in person. Please come to the desk.")
CHANGED_BY_DESK: Final = tr_later("The desk has changed this visit in the meantime. Please come to the desk.")
CLOSED: Final = tr_later("The answers are closed now. Our staff can open them again for the person who gave them.")
ONLY_STAFF_BRING_BACK: Final = tr_later("Only our staff can bring back what was answered. Please call them.")
NOT_OPEN: Final = tr_later("This check-in is not open any more. Please ask the desk.")
NO_WAY_BACK: Final = tr_later("There is nothing to go back to from here.")
NOT_FROM_HERE: Final = tr_later("This can't be done from this screen. Please use the buttons on it.")


def said_last_time(answer: str) -> str:
    """Repeat what was answered at the last visit."""
    return tr("Last time: {answer}").format(answer=answer)


def question_and_answer(short: str, answer: str) -> str:
    """Name a question, and what was answered."""
    return tr("{question}: {answer}").format(question=short, answer=answer)


def one_unanswered(short: str) -> str:
    """Name the question that has no answer yet."""
    return tr("One question has no answer yet: {question}. Please touch it to answer.").format(question=short)

"""What clients read about how they are called and what they need."""

from typing import Final

from kiosk.core.language import tr, tr_later
from kiosk.people.wishes import CallBy, Need, Wishes

ASK_CALL: Final = tr_later("How shall we call you?")
CALL: Final[dict[CallBy, str]] = {
    "name": tr_later("By the name I use"),
    "initials": tr_later("By my initials"),
    "number": tr_later("By a number"),
    "fetch": tr_later("Please come and fetch me"),
}
NOT_NOW: Final = tr_later("Not now ›")
ASK_NAME: Final = tr_later("Which name do you use? Leave it empty for the one we know.")
NAME_LABEL: Final = tr_later("The name I use")
ASK_NEEDS: Final = tr_later("Do you need any of this here?")
NEEDS: Final[dict[Need, str]] = {
    "hearing": tr_later("I have trouble hearing"),
    "sight": tr_later("I have trouble seeing"),
    "stairs": tr_later("No stairs, please"),
    "interpreter": tr_later("An interpreter"),
    "chaperone": tr_later("Somebody with me in the room"),
}
_WE_CALL: Final[dict[CallBy, str]] = {
    "name": tr_later("We will call you."),
    "initials": tr_later("We will call you by your initials."),
    "number": tr_later("We will call number {number}."),
    "fetch": tr_later("We will come and fetch you."),
}


def we_call(wishes: Wishes | None, number: int | None) -> str:
    """Say on the last screen how the client will be called."""
    call_by = "name" if wishes is None or (wishes.call_by == "number" and not number) else wishes.call_by
    return tr(_WE_CALL[call_by]).format(number=number)

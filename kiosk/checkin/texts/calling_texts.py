"""What clients read about how they are called and what they need."""

from typing import Final

from kiosk.people.wishes import CallBy, Need, Wishes

ASK_CALL: Final = "How shall we call you?"
CALL: Final[dict[CallBy, str]] = {
    "name": "By the name I use",
    "initials": "By my initials",
    "number": "By a number",
    "fetch": "Please come and fetch me",
}
NOT_NOW: Final = "Not now ›"
ASK_NAME: Final = "Which name do you use? Leave it empty for the one we know."
NAME_LABEL: Final = "The name I use"
ASK_NEEDS: Final = "Do you need any of this here?"
NEEDS: Final[dict[Need, str]] = {
    "hearing": "I have trouble hearing",
    "sight": "I have trouble seeing",
    "stairs": "No stairs, please",
    "interpreter": "An interpreter",
    "chaperone": "Somebody with me in the room",
}
_WE_CALL: Final[dict[CallBy, str]] = {
    "name": "We will call you.",
    "initials": "We will call you by your initials.",
    "number": "We will call number {number}.",
    "fetch": "We will come and fetch you.",
}


def we_call(wishes: Wishes | None, number: int | None) -> str:
    """Say on the last screen how the client will be called."""
    call_by = "name" if wishes is None or (wishes.call_by == "number" and not number) else wishes.call_by
    return _WE_CALL[call_by].format(number=number)

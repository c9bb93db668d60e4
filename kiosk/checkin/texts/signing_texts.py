"""What clients and guardians read around a consent: to sign it, to say no, and whether it was explained well."""

from typing import Final

from kiosk.visits.visit_parts import Relation

READ: Final = "I have read this ›"
DECLINE: Final = "I do not want this"

ASK_YOUNG_PERSON: Final = "This is for you, the young person: do you want this today?"
YOUNG_PERSON_ANSWERS: Final = {True: "Yes, I do", False: "No, I don't"}
ASK_RELATION: Final = "Now the parent or guardian: who are you?"
ASK_OTHER_RELATION: Final = "Now the other parent: who are you?"
ONLY_ONE_HERE: Final = "Only one here ›"
RELATIONS: Final[dict[Relation, str]] = {
    "mother": "I am the mother",
    "father": "I am the father",
    "guardian": "I am the legal guardian",
    "other": "Somebody else",
}
"""How whoever signs for a young person is related, in their words."""

ASK_TO_SIGN: Final = "Please sign here with your finger. It says that you have read this."
PAD: Final = "Sign here with your finger"
TYPE_MY_NAME: Final = "Type my name"
CLEAR: Final = "Clear"
SIGN: Final = "Sign ›"
ASK_NAME: Final = "Please type your full name. It says that you have read this."
NAME: Final = "Your full name"
GUARDIANS_NAME: Final = "Guardian's full name"
NOT_YOURS: Final = "This is not the name that we have for you. Is it right?"
NOT_A_GUARDIANS: Final = "The parent or guardian signs with their own first and family name. Is this right?"
OTHER_NAME_ANSWERS: Final = {True: "Yes, it is right", False: "No, change it"}

PAD_IS_FULL: Final = "There is no room for more. Touch Sign, or Clear to begin again."
RELATION_FIRST: Final = "Please say first how you are related."
DRAW_OR_TYPE: Final = "Please write your name with your finger, or type it."
TYPE_FULL_NAME: Final = "Please type your full name to say yes."
ONE_SIGNS_FIRST: Final = "One parent has to sign first."
CLIENTS_OWN: Final = "This consent is the client's own."

EXPLAINED_WELL: Final = "Did we explain this well?"
ASK_IN_THE_ROOM: Final = "Ask me in the room"
SAY_AGAIN: Final = "Let us say it again"
IN_THE_ROOM_TOO: Final = "You can ask us about it in the room."

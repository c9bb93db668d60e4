"""What clients and guardians read around a consent: to sign it, to say no, and whether it was explained well."""

from typing import Final

from kiosk.core.language import tr_later
from kiosk.visits.visit_parts import Relation

READ: Final = tr_later("I have read this ›")
DECLINE: Final = tr_later("I do not want this")

ASK_YOUNG_PERSON: Final = tr_later("This is for you, the young person: do you want this today?")
YOUNG_PERSON_ANSWERS: Final = {True: tr_later("Yes, I do"), False: tr_later("No, I don't")}
ASK_RELATION: Final = tr_later("Now the parent or guardian: who are you?")
ASK_OTHER_RELATION: Final = tr_later("Now the other parent: who are you?")
ONLY_ONE_HERE: Final = tr_later("Only one here ›")
RELATIONS: Final[dict[Relation, str]] = {
    "mother": tr_later("I am the mother"),
    "father": tr_later("I am the father"),
    "guardian": tr_later("I am the legal guardian"),
    "other": tr_later("Somebody else"),
}
"""How whoever signs for a young person is related, in their words."""

ASK_TO_SIGN: Final = tr_later("Please sign here with your finger, to show that you have read this.")
PAD: Final = tr_later("Sign here with your finger")
TYPE_MY_NAME: Final = tr_later("Type my name")
CLEAR: Final = tr_later("Clear")
SIGN: Final = tr_later("Sign ›")
ASK_NAME: Final = tr_later("Please type your full name, to show that you have read this.")
NAME: Final = tr_later("Your full name")
GUARDIANS_NAME: Final = tr_later("Guardian's full name")
NOT_YOURS: Final = tr_later("This is not the name that we have for you. Is it right?")
NOT_A_GUARDIANS: Final = tr_later("The parent or guardian signs with their own first and family name. Is this right?")
OTHER_NAME_ANSWERS: Final = {True: tr_later("Yes, it is right"), False: tr_later("No, change it")}

PAD_IS_FULL: Final = tr_later("There is no room for more. Touch Sign, or Clear to begin again.")
RELATION_FIRST: Final = tr_later("Please say first how you are related.")
DRAW_OR_TYPE: Final = tr_later("Please write your name with your finger, or type it.")
TYPE_FULL_NAME: Final = tr_later("Please type your full name to say yes.")
ONE_SIGNS_FIRST: Final = tr_later("One parent has to sign first.")
CLIENTS_OWN: Final = tr_later("This consent is the client's own.")

EXPLAINED_WELL: Final = tr_later("Did we explain this well?")
ASK_IN_THE_ROOM: Final = tr_later("Ask me in the room")
SAY_AGAIN: Final = tr_later("Let us say it again")
IN_THE_ROOM_TOO: Final = tr_later("You can ask us about it in the room.")

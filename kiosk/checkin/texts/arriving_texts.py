"""What clients read while they say who they are and whether this is their visit, or ask for one without an appointment."""

from typing import Final

from kiosk.core.language import tr_later

HOW_TO_CHECK_IN: Final = tr_later("How would you like to check in?")
BY_NAME_AND_BIRTH: Final = tr_later("With my name and date of birth")

ASK_FAMILY_NAME: Final = tr_later("What is your family name?")
FAMILY_NAME: Final = tr_later("Your family name")
ASK_FIRST_NAME: Final = tr_later("What is your first name?")
FIRST_NAME: Final = tr_later("Your first name")
ASK_CODE: Final = tr_later("What is your booking code?")
CODE: Final = tr_later("Your booking code")
ASK_BIRTH: Final = tr_later("When were you born?")
ASK_LAST_DIGITS: Final = tr_later("What are the last four digits of your telephone number?")
LAST_DIGITS: Final = tr_later("Telephone: last 4")
SKIP: Final = tr_later("Skip ›")
PROOF_SKIPPED: Final = tr_later("You can skip this. Then we ask you all the questions.")

ASK_VISIT: Final = tr_later("Is this your visit today?")
VISIT_ANSWERS: Final = {True: tr_later("Yes, this is my visit"), False: tr_later("No, this is not me")}

ASK_PHONE: Final = tr_later("What is your telephone number?")
PHONE: Final = tr_later("Your telephone number")
ASK_TREATMENT: Final = tr_later("Which treatment would you like?")

TYPE_FAMILY_NAME: Final = tr_later("Please type your family name.")
TYPE_FIRST_NAME: Final = tr_later("Please type your first name.")
TYPE_BOTH_NAMES: Final = tr_later("Please type your first name and your family name.")
TYPE_CODE: Final = tr_later("Please type or scan your booking code.")
TYPE_LAST_DIGITS: Final = tr_later("Please type the last four digits of your telephone number.")
TYPE_PHONE: Final = tr_later("Please type your telephone number. If you have none, touch Help.")
DIGIT_IN_NAME: Final = tr_later("There is a digit in this name. If it is right, touch Continue once more.")
NAME_OR_CODE: Final = tr_later(
    "There is a digit in this name. If it is right, touch Continue once more. For a booking code, touch Back."
)
NO_PHONE: Final = tr_later("There is no telephone number to compare with. Please go on without.")
WRONG_DIGITS: Final = tr_later("These digits do not match. Please try again, or go on without.")
CHOOSE_TREATMENT: Final = tr_later("Please choose one of the treatments on this screen.")
TOO_MANY_WAIT: Final = tr_later("Many people are waiting for an answer already. Please come to the desk.")
WHO_FIRST: Final = tr_later("Please tell us first who you are.")

"""What clients read while they say who they are and whether this is their visit, or ask for one without an appointment."""

from typing import Final

HOW_TO_CHECK_IN: Final = "How would you like to check in?"
BY_NAME_AND_BIRTH: Final = "With my name and date of birth"

ASK_FAMILY_NAME: Final = "What is your family name?"
FAMILY_NAME: Final = "Your family name"
ASK_FIRST_NAME: Final = "What is your first name?"
FIRST_NAME: Final = "Your first name"
ASK_CODE: Final = "What is your booking code?"
CODE: Final = "Your booking code"
ASK_BIRTH: Final = "When were you born?"
ASK_LAST_DIGITS: Final = "What are the last four digits of your telephone number?"
LAST_DIGITS: Final = "Telephone: last 4"
SKIP: Final = "Skip ›"
PROOF_SKIPPED: Final = "You can skip this. Then we ask you all the questions."

ASK_VISIT: Final = "Is this your visit today?"
VISIT_ANSWERS: Final = {True: "Yes, this is my visit", False: "No, this is not me"}

ASK_PHONE: Final = "What is your telephone number?"
PHONE: Final = "Your telephone number"
ASK_TREATMENT: Final = "Which treatment would you like?"

TYPE_FAMILY_NAME: Final = "Please type your family name."
TYPE_FIRST_NAME: Final = "Please type your first name."
TYPE_BOTH_NAMES: Final = "Please type your first name and your family name."
TYPE_CODE: Final = "Please type or scan your booking code."
TYPE_LAST_DIGITS: Final = "Please type the last four digits of your telephone number."
TYPE_PHONE: Final = "Please type your telephone number. If you have none, touch Help."
DIGIT_IN_NAME: Final = "There is a digit in this name. If it is right, touch Continue once more."
NAME_OR_CODE: Final = "There is a digit in this name. Please check it. For a booking code, touch Back."
NO_PHONE: Final = "There is no telephone number to compare with. Please go on without."
WRONG_DIGITS: Final = "These digits do not match. Please try again, or go on without."
CHOOSE_TREATMENT: Final = "Please choose one of the treatments on this screen."
TOO_MANY_WAIT: Final = "Many people are waiting for an answer already. Please come to the desk."
WHO_FIRST: Final = "Please tell us first who you are."

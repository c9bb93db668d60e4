"""What is read on the opening screen before the clinic is open, and at the foot of every screen. Imports nothing, so that it is there at once."""

ONE_MOMENT = "One moment, please."
BY_NAME, BY_CODE = "With my name", "With my booking code"
LARGER, USUAL_SIZE = "Larger text", "Usual text"
NO_APPOINTMENT = "I have no appointment"
BACK, CONTINUE, HELP = "‹ Back", "Continue ›", "Help"
WHO_TO_BE = "Who to be"
"""In a demo alone."""

"""What is read on the opening screen before the clinic is open, and at the foot of every screen. Imports next to nothing, so that it is there at once."""

from kiosk.core.language import tr_later

ONE_MOMENT = tr_later("One moment, please.")
AT_THE_DESK = tr_later("Please go to the desk. This screen will be back soon.")
"""While there is no kiosk, or it waits for the records."""
NOT_JUST_NOW = tr_later("This screen can't go on just now. Please go to the desk. Your answers stay safe.")
"""For as long as the records do not answer."""
TRY_AGAIN_SOON = tr_later("That did not work. Please try again in a moment, or go to the desk.")
"""At what a client tries meanwhile."""
BY_NAME, BY_CODE = tr_later("With my name"), tr_later("With my booking code")
LARGER, USUAL_SIZE = tr_later("Larger text"), tr_later("Usual text")
NO_APPOINTMENT = tr_later("I have no appointment")
BACK, CONTINUE, HELP = tr_later("‹ Back"), tr_later("Continue ›"), tr_later("Help")
ENLARGE = tr_later("Please make this window larger, to {columns} x {rows} or more.")
"""In a window too small for any screen."""
WHO_TO_BE = tr_later("Who to be")
"""In a demo alone."""
NO_SPEECH = tr_later("This screen can't read aloud yet. Our staff can read it to you.")

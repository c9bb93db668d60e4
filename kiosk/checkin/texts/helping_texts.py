"""What clients read while they say who interprets for them, or helps them to answer."""

from typing import Final

from kiosk.core.language import tr_later
from kiosk.visits.visit_parts import AnsweredBy, HelpedBy

ASK: Final[dict[AnsweredBy, str]] = {
    "interpreter": tr_later("Who interprets for you?"),
    "helper": tr_later("Who helps you?"),
}
HELPERS: Final[dict[HelpedBy, str]] = {
    "professional": tr_later("Somebody who does this as a job"),
    "staff": tr_later("Somebody who works here"),
    "family": tr_later("Family or a friend"),
}
SAY_WHO: Final = tr_later("Please say who helps you.")

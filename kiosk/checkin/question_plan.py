"""Which questions a check-in asks, with what the booking and the last visit say already."""

from kiosk.checkin.drafts import Draft
from kiosk.checkin.questionnaire import Questionnaire
from kiosk.checkin.texts import answering_texts, arriving_texts
from kiosk.core.errors import NotAllowed
from kiosk.core.language import tr
from kiosk.visits import recall
from kiosk.visits.books import Books
from kiosk.visits.visit_parts import Json


def lay_out(books: Books, draft: Draft) -> Questionnaire:
    """Return the questions of all treatments of today; past answers are offered only after a second proof."""
    client = draft.client
    protocols = {name: books.protocols[name] for name in draft.treatments if name in books.protocols}
    if len(protocols) < len(draft.treatments):  # taken out of force since the client began
        raise NotAllowed(tr(answering_texts.IN_PERSON))
    if client is None:
        raise NotAllowed(tr(arriving_texts.WHO_FIRST))
    last: dict[str, dict[str, Json]] = {}
    if draft.second_proof:
        visits = books.visits.of_client(client.id)
        ids = [visit.id for visit in draft.visits]
        for treatment, protocol in protocols.items():
            recalled = recall.last_completed(visits, treatment, ids)
            days = books.settings.answers_valid_days
            if recalled and recall.still_counts(recalled, protocol, books.today(), days):
                last[treatment] = recall.offered(recalled, visits)
    fixed = recall.from_booking(draft.visits, protocols)
    several = draft.treatments if len(protocols) > 1 else ()
    words = {treatment: books.library.translations(treatment) for treatment in several}
    return Questionnaire(protocols, books.today(), born=client.date_of_birth, fixed=fixed, last=last, words=words)

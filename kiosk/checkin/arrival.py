"""The first part of the way: who it is, a second proof, and the visit."""

from dataclasses import dataclass

from kiosk.checkin import client_texts, drafts
from kiosk.checkin.admission import Admission, admit
from kiosk.checkin.shapes import Appointment, NoticeKind, Step
from kiosk.checkin.way import Place, Proof, Way
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.people.client_book import Client
from kiosk.people.identify import FREE_TRIES, Identifier, read_birth_date
from kiosk.people.names import digits, name_words, same_given
from kiosk.privacy.restriction import lock_of
from kiosk.records import Reader
from kiosk.visits.visit import Visit, VisitState
from kiosk.visits.visit_book import code_key

_LAST_DIGITS = 4


@dataclass(frozen=True)
class Arrival:
    """From the opening screen to the confirmed visit."""

    place: Place
    way: Way

    @property
    def _identifier(self) -> Identifier:
        return Identifier(self.place.clinic, self.place.clinic.clients)

    # Who

    def by_name(self, family_name: str, day: str | int, month: str | int, year: str | int) -> Step:
        """Look for a client by family name and date of birth."""
        clinic, way = self.place.clinic, self.way
        name = clean(family_name)
        if not name_words(name):
            raise BadInput("Please type your family name.")
        born = read_birth_date(day, month, year, clinic.today())
        if clinic.clock_doubt():
            return self.show("clock")
        wait = self._identifier.wait_seconds(name)
        if wait:
            return self.show("try_later", wait=wait)
        way.typed_name = name
        found = self._identifier.by_name(name, born)
        if not found:
            return self._wrong()
        if len(found) > 1:
            way.candidates = tuple(found)
            return self._go(Step.FIRST_NAME)
        return self._known(found[0], "name")

    def by_first_name(self, text: str) -> Step:
        """Tell two people of one name and date of birth apart."""
        name = clean(text)
        if not name_words(name):
            raise BadInput("Please type your first name.")
        fitting = [
            client for client in self.way.candidates if same_given(name, client.given_name or client.family_name)
        ]
        exact = [client for client in fitting if name_words(client.given_name) == name_words(name)]
        found = exact or fitting
        if not found:
            return self._wrong()
        if len(found) > 1:
            return self.show("desk")
        return self._known(found[0], "name")

    def by_code(self, text: str) -> Step:
        """Look for a visit by its booking code; a correct one never waits."""
        clinic = self.place.clinic
        code = code_key(clean(text, 80))
        if not code:
            raise BadInput("Please type or scan your booking code.")
        if clinic.clock_doubt():
            return self.show("clock")
        visits = [visit for visit in clinic.visits.by_code(code) if visit.day >= clinic.today()]
        owners = {visit.client_id for visit in visits}
        if len(owners) != 1:
            wait = self._identifier.wait_seconds()
            return self.show("try_later", wait=wait) if wait else self._wrong()
        return self._known(clinic.clients.get(owners.pop()), "code")

    def _wrong(self) -> Step:
        count = self._identifier.count_wrong(self.way.typed_name or None, self.place.actor)
        if count < FREE_TRIES:
            return self.show("not_found", tell=False)
        self.show("desk", tell=False)
        self.place.tell_desk(self.way, "try_later")
        return self.way.step

    def _known(self, client: Client, proof: Proof) -> Step:
        way, clinic = self.way, self.place.clinic
        way.client, way.proof = client, proof
        with clinic.records.read() as reader:
            if lock_of(clinic, reader, client.id) is not None:  # what is on record would be asked about again
                return self.show("desk")
            admission = self._admission(client, reader)
        if admission.notice == "not_found":
            return self._wrong() if proof == "name" else self.show("not_found", tell=False)
        if admission.notice:
            return self.show(admission.notice, admission)
        way.visits = admission.visits
        if any(visit.proof == "staff" for visit in way.visits):
            way.proof = "staff"
        if way.proof == "name" and client.phone_last4 and not self._proof_is_closed(client):
            return self._go(Step.PROOF)
        return self._go(Step.VISIT)

    def _admission(self, client: Client, reader: Reader) -> Admission:
        clinic = self.place.clinic
        busy = {
            visit_id
            for terminal in clinic.terminals.all()
            if terminal.name != clinic.terminal and terminal.state == "busy" and not clinic.terminals.is_gone(terminal)
            for visit_id in terminal.visit_ids
        }
        visits = clinic.visits.of_client(client.id, reader)
        return admit(visits, clinic.now(), clinic.settings, lambda visit: visit.id in busy and not visit.stopped)

    # Second proof

    def prove(self, last4: str) -> Step:
        """Take the last four digits of the telephone on record."""
        client = self.way.client
        if client is None or client.phone_last4 is None:
            raise NotAllowed("There is no telephone number to compare with. Please go on without.")
        typed = digits(clean(last4, 40))
        if len(typed) != _LAST_DIGITS:
            raise BadInput("Please type the last four digits of your telephone number.")
        if typed == client.phone_last4:
            self.way.proof = "phone"
            return self._go(Step.VISIT)
        self._identifier.count_wrong(_proof_key(client), self.place.actor)
        if self._proof_is_closed(client):
            return self._go(Step.VISIT)
        raise BadInput("These digits do not match. Please try again, or go on without.")

    def _proof_is_closed(self, client: Client) -> bool:
        return self._identifier.wrong_of(_proof_key(client)) >= FREE_TRIES

    # The visit

    def appointments(self) -> tuple[Appointment, ...]:
        """Return the appointments of today, with no more than this client has proven to know."""
        way, titles = self.way, self.place.clinic.titles()
        if way.client is None:
            return ()
        return tuple(
            Appointment(
                visit_id=visit.id,
                time=visit.start,
                initials=way.client.initials,
                treatment=titles.get(visit.treatment, visit.treatment) if way.second_proof else None,
                practitioner=visit.practitioner if way.second_proof and visit.practitioner else None,
            )
            for visit in way.visits
        )

    def confirm(self) -> Step:
        """Yes, this is my visit: the client has arrived, and a draft is begun."""
        way, clinic = self.way, self.place.clinic
        client = way.client
        if client is None:
            raise NotAllowed("Please tell us first who you are.")
        now = clinic.clock.now()
        with clinic.records.write(self.place.actor) as writer:
            admission = self._admission(client, writer)
            if not admission.notice and all(visit.treatment in clinic.protocols for visit in admission.visits):
                drafts.throw_away_old(clinic, writer)
                if any(visit.proof == "staff" for visit in admission.visits):
                    way.proof = "staff"
                way.visits = tuple(
                    clinic.visits.write(writer, self._arrived(visit), "visit.arrive") for visit in admission.visits
                )
                way.arrived, way.started_at = True, way.started_at or now
                drafts.keep(clinic, writer, way)
        if admission.notice:
            return self.show(admission.notice, admission)
        if not way.arrived:
            return self.show("desk", admission)
        way.needs_guardian = client.age(clinic.today()) < clinic.settings.age_of_consent
        return self._go(Step.GUARDIAN if way.needs_guardian else Step.PRIVACY)

    def _arrived(self, visit: Visit) -> Visit:
        """Return the visit being answered; what the desk did before can't be taken back under the client's hands."""
        here = visit if visit.state is VisitState.arrived else visit.arrive(self.place.clinic.clock.now())
        return here.model_copy(update={"stopped": False, "proof": self.way.proof, "desk_steps": ()})

    def show(self, kind: NoticeKind, admission: Admission | None = None, *, wait: int = 0, tell: bool = True) -> Step:
        """Show a notice, and tell the desk."""
        way = self.way
        way.notice = client_texts.notice(kind, opens=admission.opens if admission else None, wait=wait)
        way.step = Step.NOTICE
        if tell and kind not in ("try_later", "not_found"):
            self.place.tell_desk(way, kind, admission.about if admission else ())
        return way.step

    def _go(self, step: Step) -> Step:
        self.way.step = step
        return step


def _proof_key(client: Client) -> str:
    return f"proof {client.id}"

"""Who signs in the room, and what only a signature closes: a spot that no doctor has looked at."""

from kiosk.core.clean import clean_note
from kiosk.core.errors import BadInput, NotAllowed, StaleWrite
from kiosk.people.staff import StaffMember
from kiosk.room.room_view import RoomView
from kiosk.visits import bring_back
from kiosk.visits.visit import Visit


class RoomSigning(RoomView):
    """One practitioner who signs."""

    def _may_treat(self, visit: Visit) -> None:
        if not self._gives(visit.treatment):
            title = self._clinic.judge.rules_of(visit).title
            raise NotAllowed(f"{self.staff.name} does not give {title}. Ask the desk to reassign the visit.")

    def _signer(self, pin_checked: StaffMember, visit: Visit) -> None:
        if pin_checked.id != self.staff.id:
            raise NotAllowed(f"{self.staff.name} is signed in here, so only {self.staff.name} can sign.")
        self._may_treat(visit)

    def _seen(self, visit: Visit, seen_sha: str) -> None:
        if seen_sha != visit.content_sha:
            raise StaleWrite(
                "This visit changed after it was shown, so nothing was signed. Look at it again, then decide."
            )

    def _save(self, visit: Visit, what: str) -> Visit:
        return self._revisit.save(visit, what)

    # A spot that no doctor has looked at

    def advise(self, visit: Visit, *, pin_checked: StaffMember) -> Visit:
        """Note that the client was advised to see a doctor and was given the slip: only so is such a finding closed."""
        self._signer(pin_checked, visit)
        if visit.id not in {each.id for each in self.to_bring_back(visit)}:
            raise NotAllowed("The client mentioned no spot that a doctor should look at.")
        return self._save(visit.signed(self._revisit.signoff("advised", visit)), "visit.advised")

    def doctor_saw(self, visit: Visit, words: str, *, pin_checked: StaffMember) -> Visit:
        """Note that a doctor has looked, and what is said of it; the visit leaves the bring-back list."""
        self._signer(pin_checked, visit)
        said = clean_note(words, 500)
        if not said:
            raise BadInput("Write who looked and what they said.")
        if not bring_back.is_advised(visit):
            raise NotAllowed("Note first that the client was advised to see a doctor and was given the slip.")
        return self._save(visit.signed(self._revisit.signoff("doctor_saw", visit, said)), "visit.doctor_saw")

    def _lesion_closed(self, visit: Visit) -> None:
        if bring_back.tells(visit) and not bring_back.is_advised(visit):
            raise NotAllowed(
                "The client mentioned a spot that no doctor has looked at. Advise to see a doctor, give the slip, and note it "
                "first."
            )

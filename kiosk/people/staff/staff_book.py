"""The clinic's staff: adding, disabling, signing in."""

from collections.abc import Iterable
from typing import Any, Final, get_args

from kiosk.core.actor import Actor
from kiosk.core.clean import clean
from kiosk.core.clock import Clock
from kiosk.core.errors import BadInput, NotAllowed, NotFound, WrongPin
from kiosk.people.staff import pins
from kiosk.people.staff.lockout import Lockout, forget_everywhere, locked_names, refusal
from kiosk.people.staff.member import StaffMember, StaffRole
from kiosk.people.staff.pins import Cost, hash_pin, is_pin, refuse_weak
from kiosk.records import Kind, Reader, Records, new_id

_NAME_LIMIT: Final = 80
_WRONG: Final = "The name and PIN do not match: try again."


class StaffBook:
    """The members of staff in a clinic's records. Safe to use from any thread.

    `cost` is what a PIN's hash costs, and the least that one must have cost to count: `pins.SECRET` unless told otherwise.
    `machine` says where wrong PINs are counted: several machines may share the records.
    """

    def __init__(
        self, records: Records, pepper: bytes, clock: Clock, *, cost: Cost | None = None, machine: str = "here"
    ) -> None:
        self._records = records
        self._pepper = pepper
        self._clock = clock
        self._cost = cost or pins.SECRET
        self._machine = machine
        self._nobody: str | None = None

    def add(self, name: str, role: StaffRole, pin: str, *, treatments: Iterable[str] = (), actor: Actor) -> StaffMember:
        """Add somebody. Raises `BadInput` (name taken, weak PIN, unknown role) or `NotAllowed` (not a lead)."""
        _only_a_lead(actor)
        name = clean(name, _NAME_LIMIT)
        if not name:
            raise BadInput("A member of staff needs a name: type one.")
        if role not in get_args(StaffRole):
            raise BadInput(f"There is no role {clean(role, 30)}: it is one of {', '.join(get_args(StaffRole))}.")
        refuse_weak(pin, self._cost)
        member = StaffMember(
            id=new_id("S"), name=name, role=role, treatments=tuple(treatments), created_at=self._clock.now()
        )
        kept = hash_pin(pin, self._pepper, self._cost)
        with self._records.write(actor) as writer:
            if writer.find(Kind.STAFF, name_key=_key(name)):
                raise BadInput(f"{name} is on the staff list already: choose a name that tells them apart.")
            document = {**member.model_dump(mode="json"), "name_key": _key(name), "pin": kept}
            writer.put(Kind.STAFF, document)
            writer.audit("staff_added", subject=member.id, detail={"role": role})
        return member

    def all(self) -> tuple[StaffMember, ...]:
        """Return everybody, disabled people too, in the order they came."""
        with self._records.read() as reader:
            return tuple(StaffMember.model_validate(document) for document in reader.all(Kind.STAFF))

    def by_name(self, name: str) -> StaffMember:
        """Return somebody by name, whatever its case. Raises `NotFound`."""
        with self._records.read() as reader:
            return StaffMember.model_validate(_found(reader, name))

    def meant(self, typed: str) -> str:
        """Return the name of the one person that a part of a name means; if it means nobody, or several, what was typed."""
        words = _key(typed).split()
        names = [member.name for member in self.all() if member.active]
        found = [name for name in names if words and _begin(words, _key(name).split())]
        return found[0] if len(found) == 1 else typed

    def get(self, staff_id: str) -> StaffMember | None:
        with self._records.read() as reader:
            document = reader.get(Kind.STAFF, staff_id)
        return None if document is None else StaffMember.model_validate(document)

    def disable(self, name: str, actor: Actor) -> StaffMember:
        """Stop somebody from signing in; what they did stays under their name. NotAllowed for the last lead."""
        return self._set_active(name, actor, active=False)

    def enable(self, name: str, actor: Actor) -> StaffMember:
        """Let somebody sign in again."""
        return self._set_active(name, actor, active=True)

    def name_prescriber(self, name: str, actor: Actor, *, named: bool = True) -> StaffMember:
        """Name a practitioner as one who may sign besides another, or take that back. Only a lead may."""
        _only_a_lead(actor)
        with self._records.write(actor) as writer:
            document = _found(writer, name)
            if document["role"] != "practitioner":
                raise BadInput(
                    f"{document['name']} is a {document['role']}: only a practitioner is named as a prescriber."
                )
            writer.put(Kind.STAFF, {**document, "prescriber": named}, expect=document["revision"])
            writer.audit("prescriber_named" if named else "prescriber_no_more", subject=document["id"])
        return StaffMember.model_validate({**document, "prescriber": named})

    def reset_pin(self, name: str, pin: str, actor: Actor) -> StaffMember:
        """Give somebody a new PIN and forget the wrong ones: by a lead, or by themselves once signed in."""
        refuse_weak(pin, self._cost)
        kept = hash_pin(pin, self._pepper, self._cost)
        with self._records.write(actor) as writer:
            document = _found(writer, name)
            if actor.staff_id != document["id"]:
                _only_a_lead(actor)
            writer.put(Kind.STAFF, {**document, "pin": kept}, expect=document["revision"])
            forget_everywhere(writer, document["name_key"])
            writer.audit("pin_reset", subject=document["id"])
        return StaffMember.model_validate(document)

    def unlock(self, name: str, actor: Actor) -> StaffMember:
        """Forget somebody's wrong PINs everywhere, so that they may try at once."""
        _only_a_lead(actor)
        with self._records.write(actor) as writer:
            document = _found(writer, name)
            terminals = forget_everywhere(writer, document["name_key"])
            writer.audit("unlocked", subject=document["id"], detail={"terminals": terminals})
        return StaffMember.model_validate(document)

    def locked(self) -> tuple[StaffMember, ...]:
        """Return who may not try a PIN just now, at whichever terminal."""
        with self._records.read() as reader:
            names = locked_names(reader, self._clock.now())
            found = [document for document in reader.all(Kind.STAFF) if document["name_key"] in names]
        return tuple(StaffMember.model_validate(document) for document in found)

    def check_pin(self, name: str, pin: str, *, terminal: str, client_terminal: bool = False) -> StaffMember:
        """Return who signs in at a terminal. Takes about 50 ms: call it in a thread.

        Raises `WrongPin`, `LockedOut` (with ``until``) or `NotAllowed` (disabled). `client_terminal` is kept in the
        audit entry: there a PIN opens no records.
        """
        lockout = Lockout(_key(name), self._machine, client_terminal)
        stranger = Actor(name="somebody", role="system", terminal=terminal)
        where = {"client_terminal": client_terminal}
        # Counted as wrong before it is looked at: many tries at the same moment are then many tries.
        with self._records.write(stranger) as writer:
            now = self._clock.now()
            until = lockout.locked_until(writer, now)
            wrong = lockout.count(writer, now) if until is None else 0
            found = writer.find(Kind.STAFF, name_key=_key(name))
        if until is not None:
            raise refusal(until, now)
        # A name that is not on the list takes as long as one that is.
        document: dict[str, Any] = found[0] if found else {"id": "", "pin": self._somebody(), "active": False}
        right = is_pin(pin, document["pin"], self._pepper, self._cost) and bool(found)
        if not right:
            with self._records.write(stranger) as writer:
                writer.audit("pin_wrong", subject=document["id"], detail={**where, "wrong": wrong})
            raise WrongPin(_WRONG)
        member = StaffMember.model_validate(document)
        with self._records.write(member.actor(terminal)) as writer:
            lockout.forget(writer)
            writer.audit("sign_in" if member.active else "sign_in_refused", subject=member.id, detail=where)
        if not member.active:
            raise NotAllowed(f"{member.name} may no longer sign in: ask a lead.")
        return member

    def _set_active(self, name: str, actor: Actor, *, active: bool) -> StaffMember:
        _only_a_lead(actor)
        with self._records.write(actor) as writer:
            document = _found(writer, name)
            leads = [each["id"] for each in writer.find(Kind.STAFF, role="lead") if each["active"]]
            if not active and leads == [document["id"]]:
                raise NotAllowed(f"{document['name']} is the only lead: add another lead first.")
            writer.put(Kind.STAFF, {**document, "active": active}, expect=document["revision"])
            writer.audit("staff_enabled" if active else "staff_disabled", subject=document["id"])
        return StaffMember.model_validate({**document, "active": active})

    def _somebody(self) -> str:
        if self._nobody is None:
            self._nobody = hash_pin("", self._pepper, self._cost)
        return self._nobody


def _key(name: str) -> str:
    return clean(name, _NAME_LIMIT).casefold()


def _begin(words: list[str], name: list[str]) -> bool:
    """Tell whether each word begins another word of the name, or both are the same."""
    left = list(name)
    for word in words:
        begun = next((part for part in left if part.startswith(word)), None)
        if begun is None:
            return False
        left.remove(begun)
    return True


def _found(reader: Reader, name: str) -> dict[str, Any]:
    found = reader.find(Kind.STAFF, name_key=_key(name))
    if not found:
        raise NotFound("Nobody with that name is on the staff list: see kiosk staff list.")
    return found[0]


def _only_a_lead(actor: Actor) -> None:
    if actor.role not in {"lead", "system"}:
        raise NotAllowed("Only a lead may change the staff list: ask one to sign in.")

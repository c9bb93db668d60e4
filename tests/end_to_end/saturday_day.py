"""The simulated Saturday: a kiosk, a desk and two rooms, driven as the hours go, and at the same time where a clinic works so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from functools import partial
from itertools import groupby

from tests.end_to_end.at_the_kiosk import REVIEW
from tests.end_to_end.saturday_clients import SATURDAY, ClientOfTheDay
from tests.end_to_end.saturday_clinic import MORNING, DayHouse, opened
from tests.end_to_end.saturday_desk import AtTheDesk
from tests.end_to_end.saturday_kiosk import AtTheKiosk
from tests.end_to_end.saturday_room import InTheRoom
from tests.end_to_end.staff_hands import StaffByKeys, StaffByTouch


class Saturday:
    """The four terminals, and whoever sits at each."""

    def __init__(self, house: DayHouse, *, touch: bool) -> None:
        self._clock, self._touch = house.clock, touch
        self._house = house
        self.calls_taken: list[tuple[str, str | None]] = []
        """When each call for help was made, and who went."""
        self._clients: Sequence[ClientOfTheDay] = ()
        self._kiosk = house.open("client", name="Kiosk 1")
        hands = StaffByTouch if touch else StaffByKeys
        desk = hands(house.open("reception", columns=120, rows=40, name="Desk 1"), "Nadia Petrov")
        rooms = [
            hands(house.open("practitioner", columns=100, rows=30, name=f"Room {place}"), name)
            for place, name in enumerate(("Dr Moss", "R. Adeyemi"), start=1)
        ]
        for each in (desk, *rooms):
            each.sign_in("booked ·")
        self._desk = AtTheDesk(desk)
        self._rooms = {each.name: InTheRoom(each) for each in rooms}

    def play(self, clients: Sequence[ClientOfTheDay]) -> None:
        """Let the day go from its first appointment to its last."""
        self._clients = clients
        before: Sequence[ClientOfTheDay] = ()
        for hour, booked in groupby(clients, key=lambda each: each.at):
            before = self._play(hour, tuple(booked), before)
        self._go_home(before)

    def _go_home(self, before: Sequence[ClientOfTheDay]) -> None:
        """Let the last ones go, and somebody call in the evening."""
        self._at(before[0].at, 14)
        self._at_once(self._finishing(before))
        self._at(before[0].at, 16)
        self._note_no_shows(before)
        self._at("19:30")
        for who in self._clients:
            if who.happens == "reports":
                self._desk.note_reaction(who)

    def _play(
        self, hour: str, clients: Sequence[ClientOfTheDay], before: Sequence[ClientOfTheDay]
    ) -> Sequence[ClientOfTheDay]:
        """Let those come who are booked for an hour, to the kiosk, past the desk and into the rooms, and those before them go."""
        self._at(hour, -10)
        self._at_once([partial(self._come, clients), *self._finishing(before)])
        self._at(hour, -5)
        treated = [who for who in clients if who.does]
        for who in treated:
            self._desk.pass_on(who)
        self._at(hour, -4)
        self._note_no_shows(before)
        self._at(hour)
        self._at_once(partial(self._rooms[who.room].decide, who) for who in treated)
        return clients

    def _at_once(self, deeds: Iterable[Callable[[], None]]) -> None:
        """Let all of it happen at the same time; one after the other where a finger has to hit lines that others move."""
        if self._touch:
            for deed in deeds:
                deed()
            return
        with ThreadPoolExecutor() as together:
            for begun in [together.submit(deed) for deed in deeds]:
                begun.result()

    def _finishing(self, clients: Iterable[ClientOfTheDay]) -> list[Callable[[], None]]:
        """Return how the sessions of these are finished, each in a room of its own."""
        return [partial(self._rooms[who.room].finish, who) for who in clients if who.does and who.ends == "finished"]

    def _note_no_shows(self, clients: Iterable[ClientOfTheDay]) -> None:
        for who in clients:
            if who.happens == "no-show":
                self._desk.no_show(who)

    def _come(self, clients: Iterable[ClientOfTheDay]) -> None:
        for who in clients:
            self._comes(who)

    def _comes(self, who: ClientOfTheDay) -> None:
        """Let somebody come, or not come, in the way of the table."""
        desk = self._desk
        match who.happens:
            case "cancels":
                desk.cancel(who)
            case "moves":
                desk.move(who)
            case "asks for a time":
                self._client(who).ask_for_a_time()
                desk.take_in(who)
            case "walks in":
                desk.walks_in(who)
        if who.comes == "paper":
            desk.enter_paper(who)
        elif who.comes:
            self._checks_in(who)
        if who.happens == "leaves":
            desk.has_left(who)

    def _checks_in(self, who: ClientOfTheDay) -> None:
        client = self._client(who)
        if who.happens == "stops":
            client.come()
            client.answer_half()
            self._desk.hand_back(who)
            client.go_on()
        elif who.happens == "asks for help":
            client.come()
            self._desk.open_for_a_while(self._next_after(who))
            client.call_for_help()
            self._desk.take_the_call(self._next_after(who))
            self._note_who_came()
            client.is_helped(client.asked[0][0])
            client.answer(client.asked, REVIEW)
            client.sign()
        else:
            client.check_in()

    def _note_who_came(self) -> None:
        """Look who took the call, and since when it was open."""
        with opened(self._house.home.parent, self._clock, "Somebody who looks") as clinic:
            kiosk = next(each for each in clinic.terminals.all() if each.name == "Kiosk 1")
        assert kiosk.help_since is not None
        self.calls_taken.append((f"{kiosk.help_since:%H:%M}", kiosk.help_answered_by))

    def _client(self, who: ClientOfTheDay) -> AtTheKiosk:
        return AtTheKiosk(self._kiosk, self._clock, who, touch=self._touch)

    def _next_after(self, who: ClientOfTheDay) -> ClientOfTheDay:
        """Return the client of the hour after, who is not there yet."""
        return next(each for each in self._clients if each.at > who.at and each.code)

    def _at(self, hour: str, minutes: int = 0) -> None:
        """Let the day go on to so many minutes after an hour."""
        moment = datetime.combine(SATURDAY, time.fromisoformat(hour), tzinfo=MORNING.tzinfo)
        self._clock.skip_to(moment + timedelta(minutes=minutes))

"""The same on PostgreSQL: terminals that are killed, and a server that is killed and started again under them."""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk.core.clock import SystemClock
from kiosk.records import Records
from tests.faults import kills, patient
from tests.faults.disks import let_others_through, on_a_small_disk
from tests.faults.processes import PATIENCE, Terminal, any_moment, environment, killed_at_the_end, lacking
from tests.faults.telling import KEY, Kept
from tests.kiosk.records.postgresql.server import Server

POOR_SERVER = Path(__file__).with_name("poor_server.py")


def killed_terminals(place: Path, times: int) -> Sequence[Kept]:
    """Kill terminals that work on a server."""
    return _on_a_server(lambda server: kills.random_kills(place, times, store=_new_store(server)))


def eight_writers(place: Path, times: int) -> Sequence[Kept]:
    """Let eight terminals change two visits on a server."""
    return _on_a_server(lambda server: kills.eight_writers(place, times, store=_new_store(server)))


def killed_server(place: Path, times: int) -> Sequence[Kept]:
    """Kill the server in the middle of three terminals' work and start it again; they go on, each in its process."""
    return _on_a_server(lambda server: _killed_server(server, place, times))


def full_server(place: Path, times: int) -> Sequence[Kept]:
    """Fill the disk of a server's tables, and one that holds its log too, and make room again."""
    let_others_through(place)  # for the account that runs the server
    fewer = max(1, times // 4)
    return [
        _full(place / "tables", "PostgreSQL's tables full, then room", "tables", times, 14 + times),
        _full(place / "log", "PostgreSQL's log full, then room", "log", fewer, 90 + 40 * fewer),
    ]


def _full(place: Path, name: str, what: str, times: int, megabytes: int) -> Kept:
    place.mkdir(mode=0o755)
    small = place / "small"
    small.mkdir(mode=0o755)
    words = [sys.executable, str(POOR_SERVER), str(place), what, str(times)]
    command = [*on_a_small_disk(small, megabytes << 20, 0o755), *words]
    done = subprocess.run(command, env=environment(), stdout=subprocess.PIPE, timeout=PATIENCE * 3, check=True)
    told = json.loads(done.stdout)
    return Kept(name, told["acknowledged"], told["lost"], f"{times} times")


def _killed_server(server: Server, place: Path, times: int) -> Sequence[Kept]:
    rand = random.Random(times)  # noqa: S311
    folder, store = place / "clinic", _new_store(server)
    Records.create(folder, KEY, store=store, clock=SystemClock()).close()

    def started(number: int) -> Terminal:
        return Terminal(patient.work, folder, place / f"said-{number}", f"kiosk-{number}", store=store)

    with killed_at_the_end([started(number) for number in range(kills.WRITERS)]) as terminals:
        for _ in range(times):
            for terminal in terminals:  # all of them work again
                terminal.wait_for(len(terminal.told()) + 1)
            any_moment(rand)
            server.kill()
            any_moment(rand)
            server.start()
        for terminal in terminals:
            terminal.wait_for(len(terminal.told()) + 1)
    said = [line for terminal in terminals for line in terminal.told()]
    return [Kept("PostgreSQL killed, 3 writers", len(said), lacking(folder, said, store), f"{times} times")]


def _new_store(server: Server) -> str:
    return server.url(server.new_database())


def _on_a_server(run: Callable[[Server], Sequence[Kept]]) -> Sequence[Kept]:
    server = Server()
    try:
        server.start()
        return run(server)
    finally:
        server.end()

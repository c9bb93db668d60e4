"""Power that fails at any moment of a clinic's work, on a disk that kept only what it had to."""

import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kiosk.core.clock import SystemClock
from kiosk.core.errors import KioskError
from kiosk.records import Records
from kiosk.records.audit.verification import verify
from kiosk.records.backup.restoration import restore
from kiosk.records.embedded.snapshot_file import inspect
from kiosk.records.keys.key_sources import find_key
from tests.faults.platter import Disk, Luck
from tests.faults.powered import DESK, key_of
from tests.faults.processes import PATIENCE, environment
from tests.faults.telling import DAY, Kept
from tests.faults.traced import Replay, strace

PROGRAM = Path(__file__).with_name("powered.py")
MISSING = "strace is missing: install it with  apt-get install strace"
_COMMITS = 80
_REBUILT_BY_SQLITE = "-shm"
_SHM_BYTES = 32768


@dataclass(frozen=True)
class Cut:
    """What a machine finds after one power cut, and what had been acknowledged before it."""

    found: dict[PurePosixPath, bytes | None]
    said: Sequence[str]
    where: str


def power_cuts(place: Path, times: int) -> Sequence[Kept]:
    """Let a clinic work once, and cut the power at so many moments of that work."""
    root = place / "root"
    root.mkdir(mode=0o700)
    trace = place / "trace"
    rand = random.Random(times)  # noqa: S311
    acknowledged = 0
    lost: list[str] = []
    for cut in cuts(worked(root, trace), root, times, rand):
        again = place / "again"
        put_down(cut, root, again, rand)
        acknowledged += len([word for word in cut.said if word.startswith("V-")])
        lost += [f"{what} ({cut.where})" for what in lacking(again, cut.said)]
        shutil.rmtree(again)
    return [Kept("power cut, embedded store", acknowledged, lost, f"{times} cuts")]


def worked(root: Path, trace: Path) -> Path:
    """Let the clinic work below `root`, and write down all it does to its files."""
    program = shutil.which("strace")
    if program is None:
        raise RuntimeError(MISSING)
    command = [*strace(program, trace), sys.executable, str(PROGRAM), str(root), str(_COMMITS)]
    subprocess.run(command, env=environment(), stdout=subprocess.DEVNULL, timeout=PATIENCE * 2, check=True)
    return trace


def cuts(trace: Path, root: Path, times: int, rand: random.Random) -> Iterator[Cut]:
    """Return what is found after cuts at moments all over the trace, in turn with all kinds of luck."""
    chosen = Counter(_moments(_replay(trace, root), times, rand))
    lucks = 0
    replay = _replay(trace, root)
    for number, _ in enumerate(replay.steps()):
        for _ in range(chosen[number]):
            luck = list(Luck)[lucks % len(Luck)]
            lucks += 1
            yield Cut(replay.disk.found(luck, rand), tuple(replay.said), f"line {number}, {luck.value}")
    mapped = {name for name in replay.mapped if not name.endswith(_REBUILT_BY_SQLITE)}
    if mapped:
        raise RuntimeError(f"What is written to {', '.join(sorted(mapped))} by mapping is not seen here.")


def _moments(replay: Replay, times: int, rand: random.Random) -> Sequence[int]:
    """Choose moments: each step of the whole that was acknowledged, with all kinds of luck, and others at random."""
    moments: list[int] = []
    renamed: list[int] = []
    ended: list[int] = []
    told = unsure = 0
    for number, matters in enumerate(replay.steps()):
        if matters:
            moments.append(number)
            if replay.disk.uncertain_names not in {0, unsure}:
                renamed.append(number)
            unsure = replay.disk.uncertain_names
            if len(replay.said) > told and not replay.said[-1].startswith("V-"):
                ended += [number] * len(Luck)
            told = len(replay.said)
    others = times - len(ended)
    # Half of them where a name has just changed: there are few such moments, and much hangs on each.
    return ended + rand.choices(renamed, k=others // 2) + rand.choices(moments, k=others - others // 2)


def put_down(cut: Cut, root: Path, again: Path, rand: random.Random) -> None:
    """Make the files that the machine finds."""
    for path, content in cut.found.items():
        target = again / path.relative_to(root)
        if content is None:
            target.mkdir(mode=0o700)
            continue
        if path.name.endswith(_REBUILT_BY_SQLITE):  # is mapped, so anything may have reached the disk
            content = rand.choice([content, bytes(_SHM_BYTES), rand.randbytes(_SHM_BYTES)])  # noqa: PLW2901
        target.write_bytes(content)
        target.chmod(0o600)


def lacking(place: Path, said: Sequence[str]) -> list[str]:
    """Return what was acknowledged and is not there, and what is called damaged though nothing is lost."""
    if "made" not in said:
        return []
    folder, key_file = place / "clinic", key_of(place)
    try:
        key = find_key("C-1", file=key_file, folder=folder)
        wrong = [f"{what} in the clinic" for what in _lacking(folder, key, said)]
        if "backup" not in said:
            return wrong
        inspect(place / "backup", key)
        elsewhere = place / "elsewhere"
        if "restored" not in said or ("spoiling" in said and "mended" not in said):  # was stopped, so it is run again
            restore(place / "backup", elsewhere, key, actor=DESK, clock=SystemClock())
        elif "mended" in said and not list(elsewhere.glob("damaged-*/records.db")):
            wrong.append("what was put aside")
        before = said[: said.index("backup")]
        return wrong + [f"{what} in the restored clinic" for what in _lacking(elsewhere, key, before)]
    except KioskError as error:
        return [error.sentence]


def _lacking(folder: Path, key: bytes, said: Sequence[str]) -> list[str]:
    with Records.open(folder, key, clock=SystemClock()) as records:
        with records.read() as reader:
            there = {visit["id"] for visit in reader.all("visit", DAY)}
        wrong = [id_ for id_ in said if id_.startswith("V-") and id_ not in there]
        wrong += [problem.sentence for problem in verify(records)]
        with records.write(DESK) as writer:  # and the work goes on
            writer.put("visit", {"id": "V-next"}, partition=DAY)
    return wrong


def _replay(trace: Path, root: Path) -> Replay:
    return Replay(trace, Disk(PurePosixPath(root)))

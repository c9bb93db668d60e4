"""`python -m tests.mutants [--every] [--note] [WORD ...]`: seed each fault (in whose name the words stand) and see what notices it.

Each mutant is made in a copy of the project and judged there until something notices it, what costs least first: the loader,
the worked examples, the prover, the oracle, the tests of the rules. Where only the last two noticed one before, what did so is
asked first (noticed_by.json, which `--note` writes); if it notices nothing, all are asked. With `--every` all are asked in their
order, and the prover and the oracle judge what an example noticed, too.
Exit status: 0 if all are noticed or explained, 1 if one survives unexplained, 2 if something fails without any mutant.
"""

import compileall
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from py_compile import PycInvalidationMode
from queue import SimpleQueue

from tests.mutants import in_engine, in_protocols, in_second_evaluation
from tests.mutants.judge import EVERY, ORACLE
from tests.mutants.seeding import Mutant, NotSeededError, chosen, seeded

ROOT = Path(__file__).resolve().parents[2]
MUTANTS = (*in_protocols.MUTANTS, *in_engine.MUTANTS, *in_second_evaluation.MUTANTS)
COPIED = (
    "rules",
    "kiosk",
    "tests/__init__.py",
    "tests/random_cases.py",
    "tests/rules",
    "tests/mutants",
    "pyproject.toml",
)
NAMES = ("loader", "check", "oracle", "cases", "tests")
SECONDS = 300
SLOW = ("test_cases.py", "test_diff.py", "test_kinds.py", "test_loader.py", "test_properties.py", "test_schema.py")
ASKED_BEFORE = "test_oracle.py"
OF_CHECKS = ("prover", "lint")
"""The folders of tests of what judges protocols: it judges each mutant itself."""
FAILED = 1
"""What pytest ends with where a test failed; with another number where it found no test of that name."""
NOTE = "--note"
NOTICED_BY = Path(__file__).with_name("noticed_by.json")
"""What noticed a mutant that neither the loader nor an example nor the prover does: the oracle, or one test."""
HEALTHY = Mutant("nothing changed", ())


@dataclass(frozen=True, slots=True)
class Seen:
    """What noticed a mutant: the loader, the worked examples, the check, the oracle, the tests; with what each said."""

    mutant: Mutant
    by: dict[str, str]
    seconds: float
    not_seeded: str | None = None

    @property
    def alive(self) -> str | None:
        """What is wrong: it survives unexplained, or could not be made; None if nothing is."""
        if self.not_seeded:
            return f"CAN'T BE MADE: {self.mutant.name}. {self.not_seeded}"
        return None if self.by or self.mutant.survives else f"SURVIVES: {self.mutant.name}."


class Copies:
    """The project as it is now, and a copy of that for each worker, put back as it was after each mutant."""

    def __init__(self, folder: Path, count: int) -> None:
        self.whole = folder / "whole"
        for name in COPIED:
            source, target = ROOT / name, self.whole / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)
        # Compiled once. Whether byte code fits its file is told by the file's content: the time of a file that is changed
        # twice in a second tells nothing.
        compileall.compile_dir(self.whole, quiet=1, workers=0, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
        self._free: SimpleQueue[Path] = SimpleQueue()
        for number in range(count):
            shutil.copytree(self.whole, folder / str(number))
            self._free.put(folder / str(number))

    @contextmanager
    def with_files(self, files: dict[str, str]) -> Iterator[Path]:
        copy = self._free.get()
        try:
            for name, text in files.items():
                (copy / name).write_text(text, encoding="utf-8")
            yield copy
        finally:
            for name in files:
                shutil.copy(self.whole / name, copy / name)
            self._free.put(copy)


def judged(mutant: Mutant, copies: Copies, *how: str) -> Seen:
    """Seed a mutant in a copy and see what notices it."""
    start = time.monotonic()
    try:
        files = seeded(mutant, copies.whole)
    except NotSeededError as error:
        return Seen(mutant, {}, 0.0, str(error))
    with copies.with_files(files) as copy:
        by = {} if how else noticed_as_before(mutant, copy)
        return Seen(mutant, by or noticed(mutant, copy, *how), time.monotonic() - start)


def noticed(mutant: Mutant, copy: Path, *how: str) -> dict[str, str]:
    """Return what notices the mutant that stands in a copy."""
    return _judged(mutant, copy, *(word for word in how if word == EVERY)) or _tested(copy, *_tests(copy))[1]


def noticed_as_before(mutant: Mutant, copy: Path) -> dict[str, str]:
    """Ask what was the first to notice the mutant before, where that comes late; {} says that all have to be asked."""
    before = late().get(mutant.name)
    if before is None or before == "oracle":
        return _judged(mutant, copy, ORACLE) if before else {}
    code, by = _tested(copy, before)
    return by if code == FAILED else {}


@cache
def late() -> dict[str, str]:
    """Return what noticed a mutant that is noticed late, by the mutant's name."""
    return dict(json.loads(NOTICED_BY.read_text(encoding="utf-8"))) if NOTICED_BY.exists() else {}


def _judged(mutant: Mutant, copy: Path, *how: str) -> dict[str, str]:
    code, out, err = _run(copy, "-m", "tests.mutants.judge", *how, *mutant.protocols)
    if code != 0:
        return {"check": (err.strip().splitlines() or ["it does not end"])[-1]}
    return dict(json.loads(out))


def _tested(copy: Path, *tests: str) -> tuple[int, dict[str, str]]:
    code, out, _ = _run(copy, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--hypothesis-profile=full", *tests)
    failed = [line for line in out.splitlines() if line.startswith(("FAILED", "ERROR"))]
    if code == 0:
        return code, {}
    return code, {"tests": failed[0].split(" - ")[0].split(" ", 1)[1] if failed else "they do not end"}


def _tests(copy: Path) -> list[str]:
    """Name the tests of the rules, the quick ones first; those of the prover judge the prover, not the rules."""
    found = (copy / "tests" / "rules").rglob("test_*.py")
    files = sorted(found, key=lambda file: (file.name in SLOW, file.name))
    return [
        str(file.relative_to(copy)) for file in files if file.name != ASKED_BEFORE and file.parent.name not in OF_CHECKS
    ]


def _run(copy: Path, *words: str) -> tuple[int, str, str]:
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=copy,
            env=environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return 1, "", f"still running after {SECONDS} seconds"
    return done.returncode, done.stdout, done.stderr


def row(seen: Seen, width: int) -> str:
    """Say in a line what noticed a mutant, and what the first to do so said."""
    by = ", ".join(name for name in NAMES if name in seen.by) or "NOTHING"
    first = next((seen.by[name] for name in NAMES if name in seen.by), seen.mutant.survives or "")
    return f"{seen.mutant.name:{width}}  {by:13}  {first[:110]}"


def ending(seen: list[Seen], seconds: float) -> int:
    """Print what noticed how many, what survives and why; return 1 if one survives unexplained."""
    counts = ", ".join(f"{name} {sum(name in each.by for each in seen)}" for name in NAMES)
    print(f"\n{len(seen)} mutants in {seconds:.0f} s; noticed by: {counts}.")
    for each in seen:
        if not each.by and each.mutant.survives:
            print(f"Survives, and is explained: {each.mutant.name}. {each.mutant.survives}")
        elif each.by and each.mutant.survives:
            print(f"Was thought to survive, and is noticed: {each.mutant.name}.")
    alive = [each.alive for each in seen if each.alive]
    print(*alive, f"{len(alive)} unexplained.", sep="\n")
    return 1 if alive else 0


def note(seen: Iterable[Seen]) -> None:
    """Keep what noticed the mutants that are noticed late."""
    by = {each.mutant.name: "oracle" if "oracle" in each.by else each.by.get("tests") for each in seen}
    noted = {name: what for name, what in by.items() if what is not None}
    NOTICED_BY.write_text(json.dumps(noted, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def main(words: list[str]) -> int:
    how = [word for word in words if word in (EVERY, NOTE)]
    mutants = chosen(MUTANTS, [word for word in words if word not in how])
    if not mutants:
        print(f"No mutant has {' '.join(words)} in its name.", file=sys.stderr)
        return 2
    start = time.monotonic()
    workers = min(os.cpu_count() or 1, len(mutants))
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder, ThreadPoolExecutor(workers) as pool:
        copies = Copies(Path(folder), workers)
        unchanged = pool.submit(judged, HEALTHY, copies)
        found = [pool.submit(judged, mutant, copies, *how) for mutant in mutants]
        if unchanged.result().by:
            pool.shutdown(cancel_futures=True)
            print(
                "Without any mutant something fails already; mend that first:",
                *unchanged.result().by.values(),
                sep="\n  ",
            )
            return 2
        width = max(len(mutant.name) for mutant in mutants)
        print(f"{'mutant':{width}}  noticed by", flush=True)
        seen: list[Seen] = []
        for each in found:
            print(row(each.result(), width), flush=True)
            seen.append(each.result())
    if NOTE in how and len(seen) == len(MUTANTS):
        note(seen)
    return ending(seen, time.monotonic() - start)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

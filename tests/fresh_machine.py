"""`python -m tests.fresh_machine [VERSION ...]`: what the README promises, where the project was never seen before.

A clone of its own, an empty home, nothing installed: `make demo` has to open the kiosk with what running needs alone, and
`make test` to add the rest and pass a sample. Once for each Python that is named, by default all that are supported.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.end_to_end.terminal import Terminal

ROOT = Path(__file__).parents[1]
VERSIONS = ("3.11", "3.12", "3.13")
SAMPLE = "tests/any_day tests/test_locks.py tests/test_time_is_handed_down.py"
PATIENCE = 600.0
CTRL_Q = "\x11"


def interpreter(version: str) -> Path:
    """Return an interpreter of that version, from the search path or pyenv; ends with a sentence if there is none."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    named = [shutil.which(f"python{version}"), *sorted(pyenv.glob(f"{version}*/bin/python{version}"))]
    for each in filter(None, named):
        asked = subprocess.run([each, "--version"], capture_output=True, check=False)
        if asked.returncode == 0:
            return Path(each)
    sys.exit(f"There is no Python {version} here: install it, as with `pyenv install {version}`.")


def environment(home: Path) -> dict[str, str]:
    """Return this environment with an empty home, and without what would lend the clone anything of ours."""
    lent = ("VIRTUAL_ENV", "PYTHON", "XDG_", "KIOSK_", "MAKE", "MFLAGS", "COV_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(lent)}
    return {**kept, "HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}


def demo(clone: Path, python: Path, variables: dict[str, str]) -> None:
    """Run `make demo` until the opening screen stands, and leave."""
    command = ["make", "-C", clone, f"PYTHON={python}", "demo"]
    terminal = Terminal(command, environment=variables)
    try:
        terminal.see("Check in here", "DEMO", patience=PATIENCE)
        while terminal.alive():
            terminal.press(CTRL_Q)
            with contextlib.suppress(AssertionError):
                terminal.wait_for_end(patience=1)
        if terminal.status != 0:
            sys.exit(f"make demo ended with {terminal.status}:\n{terminal.text}")
    finally:
        terminal.close()


def installed(clone: Path) -> set[str]:
    """Return the names of what the clone's environment holds."""
    listed = subprocess.run(
        [clone / ".venv/bin/python", "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True, check=True
    )
    return {line.partition("==")[0].lower() for line in listed.stdout.splitlines()}


def main(versions: list[str]) -> None:
    for version in versions or VERSIONS:
        python = interpreter(version)
        with tempfile.TemporaryDirectory(prefix="fresh-") as place:
            clone, home = Path(place) / "clone", Path(place) / "home"
            home.mkdir(mode=0o700)
            subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, clone], check=True)
            variables = environment(home)
            demo(clone, python, variables)
            if developers := installed(clone) & {"pytest", "mypy", "ruff", "hypothesis"}:
                sys.exit(f"make demo installed what only developers need: {', '.join(sorted(developers))}.")
            print(f"Python {version}: make demo opened the kiosk", flush=True)
            subprocess.run(["make", "-C", clone, f"PYTHON={python}", "test", f"T={SAMPLE}"], env=variables, check=True)
            print(f"Python {version}: make test passed a sample", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

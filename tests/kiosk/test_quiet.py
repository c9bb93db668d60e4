"""An error that nobody foresaw shows its kind and its place, and nobody's data, wherever it happens."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[2]
NAME = "Łuczak"
PROGRAM = """
import gc, logging, sys, threading
{hooks}
def fail(name=None):
    raise ValueError("no " + (name or "{name}"))
class Falling:
    def __del__(self):
        fail()
if sys.argv[1] == "program":
    fail()
elif sys.argv[1] == "thread":
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
elif sys.argv[1] == "clearing up":
    Falling()
    gc.collect()
else:
    try:
        fail()
    except ValueError:
        logging.getLogger("library").exception("no {name}")
"""
HOOKS = {
    "commands": "from kiosk import quiet; from kiosk.commands import _unforeseen; quiet.tell_by(_unforeseen)",
    "screens": "from screens.lockdown import install_quiet_excepthook; install_quiet_excepthook()",
}


def said(front: str, where: str, tmp_path: Path) -> str:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.format(hooks=HOOKS[front], name=NAME))
    ran = subprocess.run(
        [sys.executable, str(program), where],
        env={"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.stdout == ""
    assert "Traceback" not in ran.stderr
    assert NAME not in ran.stderr
    return ran.stderr


@pytest.mark.parametrize("front", HOOKS)
@pytest.mark.parametrize("where", ["program", "thread", "clearing up"])
def test_an_error_tells_its_kind_and_place_and_nothing_else(front: str, where: str, tmp_path: Path) -> None:
    told = said(front, where, tmp_path)
    assert "ValueError" in told
    assert "program.py" in told


@pytest.mark.parametrize("front", HOOKS)
def test_what_a_library_logs_goes_nowhere(front: str, tmp_path: Path) -> None:
    assert said(front, "library", tmp_path) == ""

"""An error that nobody foresaw shows its kind and its place, and nobody's data, wherever it happens."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[3]
NAME = "Łuczak"
PROGRAM = """
import gc, logging, sys, threading
{hooks}
def fail(name=None):
    raise ValueError("no " + (name or "{name}"))
class Falling:
    def __del__(self):
        fail()
try:
    fail()
except ValueError:
    logging.getLogger("library").exception("no {name}")
thread = threading.Thread(target=fail)
thread.start()
thread.join()
Falling()
gc.collect()
fail()
"""
HOOKS = {
    "commands": "from kiosk.core import uncaught; from kiosk.commands import _unforeseen; uncaught.tell_by(_unforeseen)",
    "screens": "from screens.lockdown import install_sparing_excepthook; install_sparing_excepthook()",
}


@pytest.mark.parametrize("front", HOOKS)
def test_an_error_tells_its_kind_and_place_and_what_a_library_logs_goes_nowhere(front: str, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.format(hooks=HOOKS[front], name=NAME))
    ran = subprocess.run(
        [sys.executable, str(program)],
        env={"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ran.stdout == ""
    assert "Traceback" not in ran.stderr
    assert NAME not in ran.stderr
    assert ran.stderr.count("ValueError") == 3  # a thread, clearing up, the program: and not the library
    assert ran.stderr.count("program.py") >= 3

"""Papers to the printer of this machine, by `lp`: on standard input, so that no file is left, and under a name that says nobody."""

import re
import shutil
import subprocess
from typing import Final

from kiosk.core.clean import clean
from kiosk.core.errors import NotFound, NotPrinted
from kiosk.core.printer_settings import Printing
from kiosk.handouts.page import Paper
from kiosk.handouts.pdf import to_pdf

_PATIENCE: Final = 20.0
"""Seconds after which a printer that does not take a paper has failed."""
_OWN_NAME: Final = re.compile(r"(\S*/)?lp: ")
"""How `lp` begins what it says: by the name it was called by."""
_SAVE: Final = "or save the paper as PDF"


def print_paper(paper: Paper, printing: Printing, printer: str = "", *, otherwise: str = _SAVE) -> str:
    """Send a paper to `printer`, or to the one that is set; return the printer's name. A refusal offers what there is otherwise.

    In the queue it is called by its kind, such as "After-care": whose it is only the paper itself says.
    """
    name = printer or printing.printer
    if not name:
        raise NotFound(f"No printer is set on this machine: write printing.printer in clinic.toml, {otherwise}.")
    command = shutil.which("lp")
    if command is None:
        raise NotPrinted(f"There is no `lp` on this machine, so nothing can be printed: install CUPS, {otherwise}.")
    media = ("-o", "media=A5") if paper.size == "A5" and printing.a5_paper else ()
    try:
        done = subprocess.run(  # noqa: S603 - the words are ours and the clinic's, and no shell reads them
            [command, "-s", "-d", name, "-t", paper.kind, *media, "-"],
            input=to_pdf(paper),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotPrinted(f"The printer “{name}” does not answer: look whether it is on, {otherwise}.") from None
    except OSError:
        raise NotPrinted(f"`lp` can't be started, so nothing was printed: check CUPS, {otherwise}.") from None
    if done.returncode != 0:
        said = _said(done.stderr)
        raise NotPrinted(
            f"The printer “{name}” did not take it{f' ({said})' if said else ''}: check its name with `lpstat -e` and that it is "
            f"on, {otherwise}."
        )
    return name


def _said(stderr: bytes) -> str:
    """Return the last line in which `lp` complains, without its own name."""
    lines = [clean(line, 120) for line in stderr.decode(errors="replace").splitlines() if line.strip()]
    return _OWN_NAME.sub("", lines[-1]).rstrip(".") if lines else ""


def printers() -> tuple[str, ...] | None:
    """Return the names of the printers that this machine knows; None where it has no CUPS or can't say."""
    command = shutil.which("lpstat")
    if command is None or shutil.which("lp") is None:
        return None
    try:
        done = subprocess.run([command, "-e"], capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603 - as above
    except (subprocess.TimeoutExpired, OSError):
        return None
    return tuple(done.stdout.decode(errors="replace").split())

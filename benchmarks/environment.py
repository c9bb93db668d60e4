"""The peers' own environment, .venv-bench: what is measured against never comes near what is shipped."""

import subprocess
import sys
import venv
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK = Path(__file__).with_name("requirements.lock")
FOLDER = ROOT / ".venv-bench"
PYTHON = FOLDER / "bin" / "python"
_READY = FOLDER / ".ready"


def peers_python() -> Path:
    """Return the peers' interpreter, set up from requirements.lock if it is not, or is another one's."""
    wanted = f"{sha256(LOCK.read_bytes()).hexdigest()} {sys.version}"
    if not _READY.exists() or _READY.read_text("utf-8") != wanted:
        print("Setting up .venv-bench with the peers (once) ...", file=sys.stderr, flush=True)
        venv.create(FOLDER, with_pip=True, clear=True)
        (FOLDER / ".gitignore").write_text("*\n", "utf-8")
        subprocess.run(
            [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", LOCK],
            check=True,
        )
        _READY.write_text(wanted, "utf-8")
    return PYTHON

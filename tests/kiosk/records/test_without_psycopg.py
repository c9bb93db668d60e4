"""A clinic that keeps its records in its folder needs nothing of PostgreSQL."""

import subprocess
import sys
from pathlib import Path

import pytest

import kiosk

KIOSK = Path(kiosk.__file__).parent
CODE = """
import importlib, sys
sys.modules["psycopg"] = None  # as if it were not installed
from pathlib import Path
for name in sys.argv[2:]:
    importlib.import_module(name)
from kiosk.core.clock import SystemClock
from kiosk.core.errors import BadInput
from kiosk.records import Records
folder = Path(sys.argv[1])
Records.create(folder, bytes(32), clock=SystemClock()).close()
print([name for name in sys.modules if name.startswith("kiosk.records.postgresql")])
try:
    Records.create(folder, bytes(32), clock=SystemClock(), store="postgresql://host/database")
except BadInput as refused:
    print(refused)
"""


@pytest.mark.thorough
@pytest.mark.process
def test_only_who_chooses_postgresql_needs_psycopg(tmp_path: Path) -> None:
    files = [
        file.relative_to(KIOSK.parent) for file in KIOSK.rglob("*.py") if file.stem not in {"__init__", "__main__"}
    ]
    names = [".".join(file.with_suffix("").parts) for file in files if file.parent != Path("kiosk/records/postgresql")]
    assert "kiosk.records.store_choice" in names
    done = subprocess.run(
        [sys.executable, "-c", CODE, tmp_path / "clinic", *names], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    loaded, refusal = done.stdout.splitlines()
    assert loaded == "[]"
    assert refusal == (
        "These records are on PostgreSQL, which needs the package psycopg: install it with pip install "
        '"clinic-kiosk[postgresql]".'
    )

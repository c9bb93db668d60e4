"""A printer's queue that keeps what it is sent, for tests: `lp` on a path of its own."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

_SCRIPT = """#!/bin/sh
printf '%s\\n' "$*" >> "{folder}/arguments"
n=$(wc -l < "{folder}/arguments")
cat > "{folder}/$((n)).pdf"
if [ -s "{folder}/complaint" ]; then cat "{folder}/complaint" >&2; exit 1; fi
"""


@dataclass(frozen=True)
class Queue:
    """What was sent to the printer, in order."""

    folder: Path

    @property
    def arguments(self) -> list[str]:
        file = self.folder / "arguments"
        return file.read_text().splitlines() if file.exists() else []

    @property
    def papers(self) -> list[bytes]:
        return [(self.folder / f"{number}.pdf").read_bytes() for number in range(1, len(self.arguments) + 1)]

    def refuse(self, complaint: str) -> None:
        """Take nothing from now on, and say why; "" takes everything again."""
        (self.folder / "complaint").write_text(complaint)


def fake_lp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Queue:
    folder = tmp_path / "queue"
    folder.mkdir()
    script = folder / "lp"
    script.write_text(_SCRIPT.format(folder=folder))
    script.chmod(0o700)
    lists = folder / "lpstat"
    lists.write_text("#!/bin/sh\necho desk\n")
    lists.chmod(0o700)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return Queue(folder)

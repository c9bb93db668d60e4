"""`python -m benchmarks [NAME...]`: run these benchmarks, or all of them, one after the other."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(wanted: list[str]) -> int:
    there_are = sorted(entry.parent.name for entry in HERE.glob("*/__main__.py"))
    unknown = [name for name in wanted if name not in there_are]
    if unknown:
        print(f"There is no benchmark {unknown[0]}; there are: {', '.join(there_are)}.", file=sys.stderr)
        return 2
    failed = [name for name in wanted or there_are if _run(name) != 0]
    if failed:
        print(f"Failed: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def _run(name: str) -> int:
    print(f"== {name}", flush=True)
    return subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=HERE.parent, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

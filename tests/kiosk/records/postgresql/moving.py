"""moving.py FOLDER KEY_FILE URL STEP: moves a clinic to a server and is killed right after a step, or at none."""

import os
import signal
import sys
from pathlib import Path

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.records.keys.key_files import read_key
from kiosk.records.move_to_server import move_in_steps

if __name__ == "__main__":
    folder, key_file, url, last = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
    actor = Actor(name="tests", role="system")
    key = read_key(key_file)
    print("begun", flush=True)
    for step in move_in_steps(folder, key, url, actor=actor, clock=SystemClock()):
        if step == last:
            os.kill(os.getpid(), signal.SIGKILL)

"""changing_the_key.py FOLDER KEY_FILE STEP: changes the clinic's key and is killed right after a step, or at none."""

import os
import signal
import sys
from pathlib import Path

from kiosk.records.keys.key_change import change_in_steps
from kiosk.records.keys.key_files import read_key

if __name__ == "__main__":
    folder, key_file, last = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    print("begun", flush=True)
    for step in change_in_steps(folder, read_key(key_file), key_file):
        if step == last:
            os.kill(os.getpid(), signal.SIGKILL)

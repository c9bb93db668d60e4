"""Key files: in the account's configuration folder, for their owner only, named by the clinic's id.

So a second clinic on the same machine has a second key, and setting it up touches nobody else's. A key is written as 64
hexadecimal digits.
"""

import os
import re
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Final

from kiosk.core.errors import KeyMissing, command
from kiosk.core.paths import home
from kiosk.records.location import check_private, make_private_folder, write_once
from kiosk.records.secrets import KEY_BYTES, new_secret

_KEY: Final = re.compile(rf"[0-9a-f]{{{2 * KEY_BYTES}}}")


def key_folder() -> Path:
    """Return where this account keeps the keys of its clinics."""
    configured = os.environ.get("XDG_CONFIG_HOME", "")
    base = Path(configured) if Path(configured).is_absolute() else home() / ".config"
    return base / "clinic-kiosk"


def key_file(clinic_id: str) -> Path:
    """Return the file that holds, or will hold, a clinic's key."""
    return key_folder() / f"{clinic_id}.key"


def create_key(clinic_id: str, *, file: Path | None = None) -> bytes:
    """Make a clinic's key, keep it in its key file (or in `file`) and return it. Never replaces one that is there."""
    key = new_secret()
    keep_key(clinic_id, key, file=file)
    return key


def read_key(source: Path, folder: Path | None = None) -> bytes:
    """Return the key in a key file. With the clinic's `folder`, a sentence says how the file comes back."""
    check_private(source)
    mend = "look for the right file"
    if folder is not None:
        mend = f"{command(folder, 'recovery restore')} brings it back by the words of the recovery sheet"
    try:
        return parse_key(source.read_text(encoding="ascii", errors="replace"), str(source), mend)
    except FileNotFoundError:
        raise KeyMissing(
            f"The clinic's key is missing ({source}): {mend}; or run the kiosk under the account that set the clinic up."
        ) from None
    except OSError as error:
        raise KeyMissing(f"The clinic's key {source} cannot be read: {error.strerror}.") from None


def keep_key(clinic_id: str, key: bytes, *, file: Path | None = None) -> Path:
    """Keep a key that came back from a recovery sheet; return its file. Never replaces one that is there."""
    target = file or key_file(clinic_id)
    make_private_folder(target.parent)
    write_once(target, key.hex() + "\n")
    return target


def new_key_file(source: Path) -> Path:
    """Return where a new key waits beside the old one until the records are written under it."""
    return source.with_name(source.name + ".new")


def former_key_files(source: Path) -> list[Path]:
    """Return where keys that were replaced are kept, beside the one in use and oldest first: older backups open with them."""
    return sorted(source.parent.glob(f"{source.stem}.former-*.key"), key=lambda file: (_number(file), file.name))


def retired(source: Path, key: bytes) -> Path:
    """Return the file in which a key is kept as a former one. Raises `KeyMissing` if it is kept in none."""
    for file in reversed(former_key_files(source)):
        with suppress(KeyMissing):  # one that is spoiled says nothing about the others
            if read_key(file) == key:
                return file
    raise KeyMissing(f"The former key is kept in no file beside {source}: use the recovery sheet of that time.")


def retire_key(source: Path) -> Path:
    """Keep the key in a file as a former one, unless it is kept so already; the file itself stays. Return where."""
    key = read_key(source)
    current = source.with_name(source.name.removesuffix(".new"))
    with suppress(KeyMissing):
        return retired(current, key)
    number = max(map(_number, former_key_files(current)), default=0) + 1
    return keep_key("", key, file=current.with_name(f"{current.stem}.former-{number}.key"))


def _number(former: Path) -> int:
    """Return the number of the former key that a file holds; 0 if its name has none."""
    number = former.stem.rpartition("-")[2]
    return int(number) if number.isdecimal() else 0


def rename_unusable(source: Path) -> Path | None:
    """Give what is in a key's place another name, so that the key can come back; return it, if there was anything."""
    if not os.path.lexists(source):
        return None
    for number in count(1):
        unusable = source.with_name(f"{source.stem}.unusable-{number}")
        if not os.path.lexists(unusable):
            break
    source.rename(unusable)
    return unusable


def put_in_place(waiting: Path, source: Path) -> None:
    """Let a new key take the place of the one in use, which is kept as a former one."""
    if source.exists():
        retire_key(source)
    waiting.replace(source)


def parse_key(text: str, where: str, mend: str = "bring back the right file") -> bytes:
    """Return the key written as hexadecimal digits; `mend` says in a sentence what to do if it is not one."""
    digits = text.strip().lower()
    if not _KEY.fullmatch(digits):
        raise KeyMissing(f"{where} does not hold a key ({2 * KEY_BYTES} hexadecimal digits): {mend}.")
    return bytes.fromhex(digits)

"""The clinic's key, and the clinic's id by which it is found. The key never lies in the clinic's folder.

It is looked for in three places, and the first that is there decides:

1. a systemd credential named ``<clinic id>.key`` or ``clinic-kiosk.key`` (``LoadCredentialEncrypted=`` in the unit);
2. the open file descriptor whose number stands in the environment variable ``KIOSK_KEY_FD``;
3. the key file in the account's configuration folder, for its owner only, named by the clinic's id: so a second clinic
   on the same machine has a second key, and setting it up touches nobody else's.

A key is written as 64 hexadecimal digits.
"""

import functools
import os
import re
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Final, Literal

from kiosk.errors import BadInput, KeyMissing, NotFound, command
from kiosk.records.ids import new_id
from kiosk.records.place import OWN_FILES, check_private, make_private_folder, sync_folder
from kiosk.records.secrets import KEY_BYTES, new_secret

ID_FILE: Final = "clinic.id"
_ID: Final = re.compile(r"C-[0-9A-Z]{10}")
_MOST_KEY_BYTES: Final = 4096
_MOST_DIGITS: Final = 9  # of the number of a file descriptor
_KEY: Final = re.compile(rf"[0-9a-f]{{{2 * KEY_BYTES}}}")


def new_clinic_id(folder: Path) -> str:
    """Give the clinic in a folder its id, and return it."""
    make_private_folder(folder)
    if (folder / ID_FILE).exists():
        raise BadInput(f"There is a clinic in {folder} already: choose another folder.")
    clinic_id = new_id("C")
    _write_new(folder / ID_FILE, clinic_id + "\n")
    return clinic_id


def clinic_id(folder: Path) -> str:
    """Return the id of the clinic in a folder."""
    file = folder / ID_FILE
    try:
        text = file.read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        if any((folder / name).exists() for name in OWN_FILES):
            raise NotFound(f"{file} is missing: {command(folder, 'recovery restore')} writes it again.") from None
        raise NotFound(
            f"There is no clinic in {folder} ({ID_FILE} is missing): make one with kiosk setup, or choose another folder "
            "with --data."
        ) from None
    if not _ID.fullmatch(text):
        raise BadInput(f"{file} does not hold a clinic's id: {command(folder, 'recovery restore')} writes it again.")
    return text


def is_id(content: bytes) -> bool:
    """Tell whether this is what a file with a clinic's id holds."""
    return _ID.fullmatch(content.decode("ascii", errors="replace").strip()) is not None


def write_clinic_id(folder: Path, clinic_id: str) -> None:
    """Write the id of the clinic in a folder again; what stands there instead of one goes."""
    (folder / ID_FILE).unlink(missing_ok=True)
    _write_new(folder / ID_FILE, clinic_id + "\n")


def id_in(text: str) -> str | None:
    """Return the first clinic's id in a text, such as what the QR code of a recovery sheet says."""
    found = _ID.search(text.upper())
    return found[0] if found else None


def key_folder() -> Path:
    """Return where this account keeps the keys of its clinics."""
    configured = os.environ.get("XDG_CONFIG_HOME", "")
    base = Path(configured) if Path(configured).is_absolute() else Path.home() / ".config"
    return base / "clinic-kiosk"


def key_file(clinic_id: str) -> Path:
    """Return the file that holds, or will hold, a clinic's key."""
    return key_folder() / f"{clinic_id}.key"


def create_key(clinic_id: str, *, file: Path | None = None) -> bytes:
    """Make a clinic's key, keep it in its key file (or in `file`) and return it. Never replaces one that is there."""
    key = new_secret()
    keep_key(clinic_id, key, file=file)
    return key


def find_key(clinic_id: str, *, file: Path | None = None, folder: Path | None = None) -> bytes:
    """Return a clinic's key: from `file` if it is given, else from the first source that is there.

    With the clinic's `folder`, a change of key that was interrupted is brought to its end first.
    Raises `KeyMissing`, or `NotAllowed` if others can read the key.
    """
    if file is None:
        credential = _credential(clinic_id)
        if credential is not None:
            return credential
        descriptor = os.environ.get("KIOSK_KEY_FD")
        if descriptor is not None:
            return _from_descriptor(descriptor)
    source = file or key_file(clinic_id)
    if folder is not None and new_key_file(source).exists():
        from kiosk.records.rekey import finish  # noqa: PLC0415  (which stands on this module)

        finish(folder, source)
    return read_key(source, folder)


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
    _write_new(target, key.hex() + "\n")
    return target


def new_key_file(source: Path) -> Path:
    """Return where a new key waits beside the old one until the records are written under it."""
    return source.with_name(source.name + ".new")


def former_key_files(source: Path) -> list[Path]:
    """Return where keys that were replaced are kept, beside the one in use and oldest first: older backups open by them."""
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
    """Return the how-manieth former key a file holds; 0 for a file that somebody named otherwise."""
    number = former.stem.rpartition("-")[2]
    return int(number) if number.isdecimal() else 0


def put_aside(source: Path) -> Path | None:
    """Give what stands in a key's place another name, so that the key can come back; return it, if there was anything."""
    if not os.path.lexists(source):
        return None
    for number in count(1):
        aside = source.with_name(f"{source.stem}.unusable-{number}")
        if not os.path.lexists(aside):
            break
    source.rename(aside)
    return aside


def put_in_place(waiting: Path, source: Path) -> None:
    """Let a new key take the place of the one in use, which is kept as a former one."""
    if source.exists():
        retire_key(source)
    waiting.replace(source)


def parse_key(text: str, where: str, mend: str = "bring back the right file") -> bytes:
    """Return the key written as hexadecimal digits; `mend` says in a sentence what to do if it is none."""
    digits = text.strip().lower()
    if not _KEY.fullmatch(digits):
        raise KeyMissing(f"{where} does not hold a key ({2 * KEY_BYTES} hexadecimal digits): {mend}.")
    return bytes.fromhex(digits)


def source(clinic_id: str) -> Literal["credential", "descriptor", "file"]:
    """Return where a clinic's key comes from, if no file is named: the first of the places at which there is one."""
    if _credential_file(clinic_id) is not None:
        return "credential"
    return "descriptor" if "KIOSK_KEY_FD" in os.environ else "file"


def _credential_file(clinic_id: str) -> Path | None:
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    names = () if folder is None else (f"{clinic_id}.key", "clinic-kiosk.key")
    files = (Path(folder or "") / name for name in names)
    return next((file for file in files if os.path.lexists(file)), None)


def _credential(clinic_id: str) -> bytes | None:
    file = _credential_file(clinic_id)
    if file is None:
        return None
    try:
        # systemd itself guards this folder, and the files in it may belong to root.
        return parse_key(file.read_text(encoding="ascii", errors="replace"), f"The credential {file.name}")
    except OSError as error:
        raise KeyMissing(f"The credential {file.name} cannot be read: {error.strerror}.") from None


@functools.cache  # a pipe gives the key once
def _from_descriptor(number: str) -> bytes:
    if not (number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS):
        raise KeyMissing("KIOSK_KEY_FD does not hold the number of a file descriptor: correct it, or leave it out.")
    try:
        with os.fdopen(int(number), "rb") as handle:
            text = handle.read(_MOST_KEY_BYTES)
    except OSError as error:
        raise KeyMissing(f"The file descriptor {number} of KIOSK_KEY_FD cannot be read: {error.strerror}.") from None
    return parse_key(text.decode("ascii", errors="replace"), f"The file descriptor {number} of KIOSK_KEY_FD")


def _write_new(file: Path, text: str) -> None:
    """Write a file that is whole from the first moment it has its name, even if the power is cut."""
    part = file.with_name(file.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    try:
        file.hardlink_to(part)
    except FileExistsError:
        raise BadInput(f"{file} is there already and is left as it is: move it away first.") from None
    finally:
        part.unlink()
    sync_folder(file.parent)

"""The clinic's settings: one TOML file in the clinic's folder, checked when it is read.

Where several machines share the records on a server, the clinic's settings are in the records, with a copy in `COPY` for what is
shown before the server answers; each machine's own file says what belongs to that machine (marked `MACHINE`).
"""

import json
import re
import tomllib
import zoneinfo
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, ValidationError, field_validator

from kiosk.core.clean import clean
from kiosk.core.errors import BadInput, NotFound, command
from kiosk.core.monitoring_settings import Monitoring
from kiosk.core.opening_hours import OpeningHours
from kiosk.core.printer_settings import Printing
from kiosk.core.refused_setting import allowed_in_words, setting_refusal
from kiosk.core.schedule_settings import ScheduleReading, Words
from kiosk.core.setting_owners import MACHINE, merged, parted
from kiosk.core.site_settings import Address, SiteName, SiteSettings, Telephone
from kiosk.core.whole_file import write_whole

FILE: Final = "clinic.toml"
COPY: Final = "records.settings"
EMBEDDED: Final = "embedded"
"""The setting ``store`` of a clinic whose records are in its own folder."""
_OTHERS: Final = ("records.db", "records.counter", "clinic.id")
"""Other files that only a clinic's folder has."""
_IN_DAYS: Final = "keep_visits_days"
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
"""A key that TOML takes without quotation marks."""
_UNNAMED: Final = "The clinic"

Minutes = Annotated[StrictInt, Field(ge=0, le=1440)]
Seconds = Annotated[StrictInt, Field(ge=10, le=3600)]
Days = Annotated[StrictInt, Field(ge=1, le=3650)]
LongDays = Annotated[StrictInt, Field(ge=1, le=36500)]


class Settings(BaseModel):
    """What a clinic decides for itself. Every field is explained in docs/settings.md."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    clinic_name: StrictStr = Field(json_schema_extra={"allowed": "a name of 1 to 80 characters, in quotes"})
    time_zone: StrictStr = Field(json_schema_extra={"allowed": 'a time zone such as "Europe/Madrid", in quotes'})
    date_order: Literal["ymd", "dmy", "mdy"] = "dmy"
    too_early_minutes: Minutes = 60
    too_late_minutes: Minutes = 15
    age_of_consent: Annotated[StrictInt, Field(ge=0, le=30)] = 18
    age_of_own_answers: Annotated[StrictInt, Field(ge=0, le=30)] = 14
    both_parents: StrictBool = False
    idle_seconds: Seconds = 120
    question_idle_seconds: Seconds = 75
    reading_idle_seconds: Seconds = 150
    typed_name_seconds: Seconds = 30
    countdown_seconds: Annotated[StrictInt, Field(ge=5, le=600)] = 30
    staff_idle_seconds: Seconds = 300
    answers_valid_days: Days = 90
    finding_valid_days: Days = 90
    call_ahead_days: Days = 14
    continue_at_once: StrictBool = True
    long_wait_minutes: Minutes = 15
    first_desk: StrictStr = Field(default="", json_schema_extra={"allowed": "the name of a terminal, in quotes"})
    help_sound: Annotated[Literal["bell", "none"] | Words, MACHINE] = Field(
        default="bell", json_schema_extra={"allowed": '"bell", "none", or a command as a list of words'}
    )
    product_lots: StrictBool = False
    board_names: Literal["full", "short"] = "full"
    second_pin: StrictBool = True
    desk_may_rebook: StrictBool = False
    desk_sees_conditions: StrictBool = False
    reduced_motion: StrictBool = False
    clinic_phone: Telephone | None = Field(
        default=None,
        json_schema_extra={"allowed": "a telephone number of at most 40 characters, in quotes, or nothing"},
    )
    clinic_address: Address | None = Field(
        default=None, json_schema_extra={"allowed": "an address of at most 120 characters, in quotes, or nothing"}
    )
    accent: StrictStr | None = Field(
        default=None, json_schema_extra={"allowed": 'a colour such as "#2f6f62", in quotes, or nothing'}
    )
    minutes_estimate_default: Annotated[StrictInt, Field(ge=1, le=60)] = 4
    privacy_contact: StrictStr | None = Field(
        default=None, json_schema_extra={"allowed": "a sentence of at most 200 characters, in quotes, or nothing"}
    )
    keep_years: Annotated[StrictInt, Field(ge=1, le=100)] = 10
    keep_drafts_hours: Annotated[StrictInt, Field(ge=1, le=24)] = 24
    keep_audit_days: LongDays = 4015
    keep_put_aside_days: Days = 90
    keep_erased_days: Annotated[StrictInt, Field(ge=0, le=3650)] = 365
    local_file_systems: Annotated[tuple[StrictStr, ...], MACHINE] = Field(
        default=(), json_schema_extra={"allowed": 'a list of kinds of file systems, such as ["fuse.mergerfs"]'}
    )
    store: Annotated[StrictStr, MACHINE] = Field(
        default=EMBEDDED,
        json_schema_extra={
            "allowed": '"embedded", or "postgresql://..." without a password (libpq\'s passfile holds it)'
        },
    )

    drop_folder: Annotated[StrictStr, MACHINE] = Field(
        default="", json_schema_extra={"allowed": "the path of a folder, in quotes, or an empty text"}
    )
    site: Annotated[StrictStr, MACHINE] = Field(
        default="", json_schema_extra={"allowed": "the name of one of the clinic's sites, in quotes"}
    )
    sites: dict[SiteName, SiteSettings] = Field(
        default={}, json_schema_extra={"allowed": "a table for each site, as docs/settings.md shows it"}
    )
    opening: OpeningHours = OpeningHours()
    printing: Annotated[Printing, MACHINE] = Printing()
    monitoring: Annotated[Monitoring, MACHINE] = Monitoring()
    schedule: ScheduleReading = ScheduleReading()

    @property
    def longest_idle_seconds(self) -> int:
        """Seconds without a touch after which every client screen has begun its countdown."""
        return max(self.idle_seconds, self.question_idle_seconds, self.reading_idle_seconds)

    def at_site(self) -> Self:
        """Return what counts at the site of this machine. Raises `BadInput` if the clinic has no such site."""
        if not self.site:
            return self
        if self.site not in self.sites:
            known = ", ".join(self.sites) or "it has none yet"
            raise BadInput(f'{FILE}: site = "{clean(self.site, 40)}" is none of the clinic\'s sites: {known}.')
        return self.model_copy(update=self.sites[self.site].says)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The clinic's time zone."""
        return zoneinfo.ZoneInfo(self.time_zone)

    @field_validator("clinic_name")
    @classmethod
    def _is_a_name(cls, value: str) -> str:
        if not value.strip() or clean(value, 80) != value:
            raise ValueError
        return value

    @field_validator("privacy_contact")
    @classmethod
    def _is_a_sentence(cls, value: str | None) -> str | None:
        if value is not None and (not value.strip() or clean(value, 200) != value):
            raise ValueError
        return value

    @field_validator("time_zone")
    @classmethod
    def _is_a_time_zone(cls, value: str) -> str:
        try:
            zoneinfo.ZoneInfo(value)
        except (zoneinfo.ZoneInfoNotFoundError, OSError):
            raise ValueError from None
        return value

    @field_validator("accent")
    @classmethod
    def _is_a_colour(cls, value: str | None) -> str | None:
        if value is not None and not _COLOUR.fullmatch(value):
            raise ValueError
        return value

    @field_validator("store")
    @classmethod
    def _is_a_store(cls, value: str) -> str:
        if value == EMBEDDED:
            return value
        parts = urlsplit(value)
        if parts.scheme not in {"postgresql", "postgres"} or parts.password is not None or "password=" in parts.query:
            raise ValueError
        return value

    @classmethod
    def checked(cls, values: dict[str, Any], where: str = FILE) -> Self:
        """Return settings from plain values; `where` names the file in the sentence of a `BadInput`."""
        try:
            return cls.model_validate(_as_years(values))
        except ValidationError as error:
            raise BadInput(setting_refusal(cls, error, where)) from None


def _as_years(values: dict[str, Any]) -> dict[str, Any]:
    """Read the former setting, in days, as years, rounded up."""
    days = values.get(_IN_DAYS)
    if not isinstance(days, int) or "keep_years" in values:
        return values
    years = min(100, max(1, -(-days * 4 // (4 * 365 + 1))))
    return {name: value for name, value in values.items() if name != _IN_DAYS} | {"keep_years": years}


def load(folder: Path, shared: Mapping[str, Any] | None = None) -> Settings:
    """Read the settings in a clinic's folder. Raises `BadInput` naming file, key, value and what is allowed.

    Where machines share the records, the clinic's settings are those in the records (`shared`), or as last copied from there.
    """
    values = said = file_values(folder)
    if values.get("store", EMBEDDED) != EMBEDDED:
        kept = shared if shared is not None else copied(folder)
        values = merged(kept or clinics(values), machines(values))
        values = {"clinic_name": _UNNAMED, "time_zone": "UTC", **values}
        if _names(said, site := values.get("site")) and not _names(values, site):
            values["site"] = ""  # one that this file names as new: it counts once a lead has taken that over
    return Settings.checked(values, str(folder / FILE))


def _names(values: Mapping[str, Any], site: object) -> bool:
    sites = values.get("sites")
    return isinstance(sites, dict) and site in sites


def copied(folder: Path) -> dict[str, Any]:
    """Return the clinic's settings as they were last copied from the records; nothing if they never were."""
    with suppress(OSError, ValueError, RecursionError):
        return tomllib.loads((folder / COPY).read_text(encoding="utf-8"))
    return {}


def machines(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return those that belong to a machine."""
    return parted(Settings, values)[0]


def clinics(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return those that the clinic decides for all its machines."""
    return parted(Settings, values)[1]


def file_values(folder: Path) -> dict[str, Any]:
    """Return what the file in a clinic's folder says, unchecked."""
    file = folder / FILE
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if any((folder / name).exists() for name in _OTHERS):
            raise NotFound(f"{file} is missing: {_again(folder)}.") from None
        raise NotFound(
            f"There is no clinic in {folder} ({FILE} is missing): make one with kiosk setup, or choose another folder "
            "with --data."
        ) from None
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}.") from None
    except (
        ValueError,
        RecursionError,
    ) as error:  # also a number of thousands of digits, and lists in lists without end
        raise BadInput(f"{file} is not a TOML file ({error}): correct it, or {_again(folder)}.") from None
    if not values:
        raise BadInput(f"{file} holds no setting: {_again(folder)}.")
    return _as_years(values)


def _again(folder: Path) -> str:
    where = "" if (folder / _OTHERS[0]).exists() else " --store URL"
    return f"{command(folder, 'recovery settings' + where)} writes it again as it was last"


def save(folder: Path, settings: Settings) -> None:
    """Write the settings into a clinic's folder; of a table only what differs from its defaults, so that a clinic can add it."""
    values, own = settings.model_dump(exclude_none=True), settings.model_dump(exclude_none=True, exclude_defaults=True)
    said = {key: own.get(key, {}) if isinstance(value, dict) else value for key, value in values.items()}
    write_values(folder / FILE, said, "The clinic's settings.")


def write_values(file: Path, values: Mapping[str, Any], says: str) -> None:
    """Write settings into a file whose first line `says` what they are; tables come last."""
    plain, *tables = _tables("", values)
    text = [f"# {says} docs/settings.md explains each one.\n", *_lines(plain[1])]
    for name, table in tables:
        text += [f"\n[{name}]\n", *_lines(table)]
    write_whole(file, "".join(text))


def _lines(values: Mapping[str, Any]) -> Iterator[str]:
    # A TOML string, number, list or truth value of this kind is written exactly as in JSON.
    return (f"{_key(key)} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())


def _tables(name: str, values: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a table with its whole name and its own values, then those in it; inner ones that say nothing are left out."""
    plain = {
        key: value
        for key, value in values.items()
        if not isinstance(value, dict) and (not name or value not in ("", [], ()))
    }
    if plain or not name:
        yield name, plain
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _tables(f"{name}.{_key(key)}" if name else _key(key), value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def allowed(name: str) -> str:
    """Return in words what a setting may be."""
    return allowed_in_words(Settings, name)

import re
import stat
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kiosk.commands.front import front_of
from kiosk.core.errors import BadInput, NotFound
from kiosk.core.settings import Settings, allowed, load, save

ROOT = Path(__file__).parents[3]
LEAST = 'clinic_name = "Clínica Alba"\ntime_zone = "Europe/Madrid"\n'


def written(folder: Path, text: str) -> Path:
    (folder / "clinic.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_name_and_a_time_zone_suffice(tmp_path: Path) -> None:
    settings = load(written(tmp_path, LEAST))
    assert (settings.clinic_name, settings.zone.key) == ("Clínica Alba", "Europe/Madrid")
    assert (settings.too_early_minutes, settings.too_late_minutes, settings.store) == (60, 15, "embedded")


def test_settings_that_were_saved_are_loaded_again_and_private(tmp_path: Path) -> None:
    settings = Settings(clinic_name='Rose & "Sons" \\ 東京', time_zone="America/New_York", accent="#2f6f62")
    save(tmp_path, settings)
    save(tmp_path, settings)
    assert load(tmp_path) == settings
    assert stat.S_IMODE((tmp_path / "clinic.toml").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["clinic.toml"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("idle_seconds = 5", "idle_seconds = 5 is not allowed; it must be a whole number from 10 to 3600."),
        ('idle_seconds = "120"', 'idle_seconds = "120" is not allowed; it must be a whole number from 10 to 3600.'),
        ("idle_seconds = true", "idle_seconds = true is not allowed; it must be a whole number from 10 to 3600."),
        ('date_order = "ydm"', 'date_order = "ydm" is not allowed; it must be one of "ymd", "dmy", "mdy".'),
        ("desk_may_rebook = 1", "desk_may_rebook = 1 is not allowed; it must be true or false."),
        (
            'accent = "green"',
            'accent = "green" is not allowed; it must be a colour such as "#2f6f62", in quotes, or nothing.',
        ),
        ("age_of_consent = 99", "age_of_consent = 99 is not allowed; it must be a whole number from 0 to 30."),
    ],
)
def test_a_wrong_value_is_refused_with_file_key_value_and_what_is_allowed(
    tmp_path: Path, line: str, sentence: str
) -> None:
    with pytest.raises(BadInput) as refused:
        load(written(tmp_path, LEAST + line))
    assert str(refused.value) == f"{tmp_path / 'clinic.toml'}: {sentence}"


def test_an_unknown_setting_is_refused_and_the_known_ones_named(tmp_path: Path) -> None:
    with pytest.raises(
        BadInput, match=r"there is no setting idle_second; those there are: clinic_name, .*idle_seconds"
    ):
        load(written(tmp_path, LEAST + "idle_second = 5"))


def test_a_missing_name_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="clinic_name is missing; it must be a name"):
        load(written(tmp_path, 'time_zone = "Europe/Madrid"'))


@pytest.mark.parametrize("zone", ["Europe/Nowhere", "../../etc/passwd", "", "/etc/localtime", "Europe"])
def test_a_time_zone_that_does_not_exist_is_refused(tmp_path: Path, zone: str) -> None:
    with pytest.raises(BadInput, match=r"time_zone = .* is not allowed"):
        load(written(tmp_path, f'clinic_name = "Alba"\ntime_zone = "{zone}"'))


def test_a_server_is_taken_without_a_password_and_a_password_never_repeated(tmp_path: Path) -> None:
    settings = load(written(tmp_path, LEAST + 'store = "postgresql://kiosk@db.alba.example/clinic"'))
    assert settings.store.startswith("postgresql://")
    for address in ("postgresql://kiosk:hush@db/clinic", "postgresql://db/clinic?password=hush", "mysql://db/clinic"):
        with pytest.raises(BadInput, match="store is not allowed") as refused:
            load(written(tmp_path, LEAST + f'store = "{address}"'))
        assert "hush" not in str(refused.value)


def test_a_file_that_is_no_toml_or_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"clinic\.toml is missing"):
        load(tmp_path)
    with pytest.raises(BadInput, match="is not a TOML file"):
        load(written(tmp_path, "clinic_name = \n"))
    for odd in (b"\xff\xfe", b"keep_years = " + b"9" * 5000, b"accent = " + b"[" * 100_000):
        (tmp_path / "clinic.toml").write_bytes(odd)
        with pytest.raises(BadInput, match="is not a TOML file"):
            load(tmp_path)
        assert front_of(tmp_path).name == ""


def leaves(model: type[BaseModel], before: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Return every setting by its name, those inside tables with dots."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from leaves(kind, f"{before}{name}.")
        else:
            yield f"{before}{name}", field


@pytest.mark.parametrize("name", dict(leaves(Settings)))
def test_every_setting_is_explained_with_its_default(name: str) -> None:
    lines = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8").splitlines()
    explained = [line for line in lines if line.startswith(f"| `{name}` |")]
    assert len(explained) == 1
    field = dict(leaves(Settings))[name]
    default = field.get_default()
    shown = {True: "`true`", False: "`false`", None: "none"}.get(default) if isinstance(default, bool | None) else None
    if field.is_required():
        shown = "none, must be set"
    elif shown is None:
        plain = list(default) if isinstance(default, tuple) else default
        shown = f'`"{plain}"`' if isinstance(plain, str) else f"`{plain}`"
    assert explained[0].split("|")[2].strip() == shown
    assert allowed(name)


def test_a_machines_printing_is_read_from_a_table_kept_and_refused_by_its_place(tmp_path: Path) -> None:
    text = LEAST + '[printing]\nprinter = "desk"\nat_opening = ["morning-list", "forms"]\nfolder = "/srv/papers"\n'
    settings = load(written(tmp_path, text))
    assert (settings.printing.printer, settings.printing.at_opening) == ("desk", ("morning-list", "forms"))
    save(tmp_path, settings)
    assert load(tmp_path) == settings
    for before, wrong, says in (
        ('"desk"', '"-o raw"', 'printing.printer = "-o raw" is not allowed; it must be the name of a printer'),
        (
            '"forms"',
            '"slips"',
            'printing.at_opening = "slips" is not allowed; it must be a list of "morning-list", "forms"',
        ),
        ('"/srv/papers"', '"papers"', 'printing.folder = "papers" is not allowed; it must be a folder\'s whole path'),
        (
            'folder = "/srv/papers"',
            'earliest = "7"',
            'printing.earliest = "7" is not allowed; it must be a time such as',
        ),
        ("folder", "where", "there is no setting printing.where; those there are: printer, a5_paper, folder"),
    ):
        with pytest.raises(BadInput, match=re.escape(says)):
            load(written(tmp_path, text.replace(before, wrong)))


@pytest.mark.parametrize(
    "line", ['clinic_phone = "call us"', 'clinic_phone = "0"', 'clinic_address = ""', f'clinic_address = "{"a" * 121}"']
)
def test_a_contact_that_is_none_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(BadInput, match=rf"{line.split(maxsplit=1)[0]} = .* is not allowed; it must be an? "):
        load(written(tmp_path, LEAST + line))


def test_words_of_the_schedule_are_read_from_a_table_kept_and_refused_by_their_place(tmp_path: Path) -> None:
    text = LEAST + '[schedule.status]\ncancelled = ["storno", "weg"]\n'
    settings = load(written(tmp_path, text))
    assert settings.schedule.status.cancelled == ("storno", "weg")
    save(tmp_path, settings)
    assert load(tmp_path) == settings
    for wrong, says in (
        ("cancelled = 7", "schedule.status.cancelled = 7 is not allowed; it must be a list of words"),
        ("cancelled = [7]", "schedule.status.cancelled = 7 is not allowed"),
        ("gone = []", "there is no setting schedule.status.gone; those there are: booked, cancelled, no_show"),
    ):
        with pytest.raises(BadInput, match=re.escape(says)):
            load(written(tmp_path, text.replace('cancelled = ["storno", "weg"]', wrong)))
    with pytest.raises(BadInput, match=r"schedule\.statuses; those there are: .*\bstatus\."):
        load(written(tmp_path, text.replace("status", "statuses")))
    with pytest.raises(BadInput, match="schedule = 1 is not allowed; it must be a table"):
        load(written(tmp_path, LEAST + "schedule = 1\n"))


def test_what_a_booking_program_calls_things_is_read_kept_and_refused_by_its_place(tmp_path: Path) -> None:
    text = LEAST + (
        '[schedule]\npreset = "acuity"\n[schedule.columns]\nphone = ["Mobile", "Landline"]\nclient = "Guest"\n'
        '[schedule.treatments]\nparisian-peel = "Glow Peel"\n"odd id" = ["x"]\n'
    )
    settings = load(written(tmp_path, text))
    assert settings.schedule.columns.by_name() == {"phone": ("Mobile", "Landline"), "client": ("Guest",)}
    assert settings.schedule.treatments == {"parisian-peel": ("Glow Peel",), "odd id": ("x",)}
    save(tmp_path, settings)
    assert load(tmp_path) == settings
    for before, after, says in (
        (
            '"acuity"',
            '"accuity"',
            'schedule.preset = "accuity" is not allowed; it must be a booking program that docs/schedule.md lists',
        ),
        (
            'client = "Guest"',
            "client = 7",
            "schedule.columns.client = 7 is not allowed; it must be the title of a column",
        ),
        (
            'client = "Guest"',
            'klient = "Guest"',
            "there is no setting schedule.columns.klient; those there are: start, day,",
        ),
        ('"Glow Peel"', "7", "schedule.treatments = 7 is not allowed; it must be a table of the clinic's treatments"),
        (
            'preset = "acuity"',
            'clients_file = "clients.csv"',
            'schedule.clients_file = "clients.csv" is not allowed; it must be a file\'s whole',
        ),
    ):
        with pytest.raises(BadInput, match=re.escape(says)):
            load(written(tmp_path, text.replace(before, after)))


@pytest.mark.parametrize(("days", "years"), [(1, 1), (365, 1), (3650, 10), (3653, 11), (36500, 100)])
def test_days_of_an_older_file_are_read_as_years_rounded_up(days: int, years: int) -> None:
    values = {"clinic_name": "Alba", "time_zone": "Etc/UTC", "keep_visits_days": days}
    assert Settings.checked(values).keep_years == years


def test_opening_hours_are_read_from_a_table_kept_and_refused_by_their_place(tmp_path: Path) -> None:
    text = LEAST + '[opening]\nmonday = ["09:00-13:00", "14:00-18:30"]\nclosed = ["2026-03-09"]\n'
    settings = load(written(tmp_path, text))
    assert settings.opening.on(date(2026, 3, 2)) == ((time(9), time(13)), (time(14), time(18, 30)))
    assert settings.opening.on(date(2026, 3, 3)) == settings.opening.on(date(2026, 3, 9)) == ()
    save(tmp_path, settings)
    assert load(tmp_path) == settings
    for wrong in ('["13:00-09:00"]', '["9-13"]', '["09:00-13:00", "12:00-18:00"]', '["09:00-25:00"]', '"09:00-13:00"'):
        with pytest.raises(BadInput, match=r"opening\.monday = .* is not allowed; it must be a list of hours"):
            load(written(tmp_path, text.replace('["09:00-13:00", "14:00-18:30"]', wrong)))
    with pytest.raises(BadInput, match=r"opening\.closed = .*it must be a list of days"):
        load(written(tmp_path, text.replace("2026-03-09", "9 March")))
    with pytest.raises(BadInput, match=r"no setting opening\.mon; those there are: monday, "):
        load(written(tmp_path, text.replace("monday", "mon")))


def test_a_table_of_the_documents_can_be_added_to_what_setup_wrote(tmp_path: Path) -> None:
    save(tmp_path, Settings.checked({"clinic_name": "Lumen", "time_zone": "UTC"}))
    pages = (ROOT / "docs" / "settings.md", ROOT / "docs" / "printing.md")
    shown = [part for page in pages for part in re.findall(r"```toml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)]
    tables = [part for part in shown if part.lstrip().startswith("[")]
    assert len(tables) >= 4
    written = (tmp_path / "clinic.toml").read_text(encoding="utf-8")
    for table in tables:
        (tmp_path / "clinic.toml").write_text(f"{written}\n{table.strip()}\n", encoding="utf-8")
        assert load(tmp_path).clinic_name == "Lumen"


def test_what_a_clinic_set_in_a_table_is_written_back_as_a_table(tmp_path: Path) -> None:
    said = {
        "printing": {"printer": "desk", "earliest": "08:00"},
        "opening": {"monday": ["09:00-13:00"]},
        "schedule": {"status": {"cancelled": ["weg"]}},
    }
    settings = Settings.checked({"clinic_name": "Lumen", "time_zone": "UTC", **said})
    save(tmp_path, settings)
    text = (tmp_path / "clinic.toml").read_text(encoding="utf-8")
    assert '\n[printing]\nprinter = "desk"\nearliest = "08:00"\n' in text
    assert '\n[schedule.status]\ncancelled = ["weg"]\n' in text
    assert load(tmp_path) == settings

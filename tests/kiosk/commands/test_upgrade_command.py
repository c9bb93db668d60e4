"""`kiosk upgrade` as whoever looks after the machine runs it."""

from importlib.metadata import version

from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, worked  # noqa: F401

NOW = version("clinic-kiosk")


def test_it_says_what_was_done_and_where_the_backup_is(kiosk: Kiosk) -> None:
    ran = kiosk("upgrade")
    assert ran.status == 0, ran.err
    assert ran.out.startswith(f"This clinic is at version {NOW} now.\n")
    assert f"before-upgrade-{NOW}.backup" in ran.out
    assert {"backup.done", "upgrade"} <= set(kiosk.trail())
    assert kiosk("upgrade").out == f"This clinic is at version {NOW} already; nothing was to be done.\n"


def test_for_a_program(kiosk: Kiosk) -> None:
    done = kiosk("upgrade", "--json").json
    assert (done["from"], done["to"], done["new_format"]) == (None, NOW, False)
    assert [file.rpartition("/")[2] for file in done["backups"]] == [f"before-upgrade-{NOW}.backup"]
    assert [(each["id"], each["carried_over_by"], each["to_sign"]) for each in done["protocols"]] == [
        ("parisian-peel", [], None),
        ("medical-facial", [], None),
    ]

"""What the audit trail says of a search and of what was handed out, and what it shows of changed documents."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from kiosk.core.actor import Actor
from kiosk.handouts.page import Paragraph
from kiosk.privacy.export import export_visit
from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, anna, visit_of, worked  # noqa: F401
from tests.kiosk.conftest import House
from tests.kiosk.handouts.fake_lp import fake_lp

PHONE = "020 7946 0101"


def test_a_client_is_found_by_telephone_and_date_of_birth_together(kiosk: Kiosk) -> None:
    client = anna(kiosk)
    for typed in (f"{PHONE}\n1984-03-05\n", f"{PHONE.replace(' ', '')}\n1984-03-05\n", f"{PHONE}\n"):
        assert [each["id"] for each in kiosk("client", "find", "--json", stdin=typed).json] == [client]
    assert kiosk("client", "find", "--json", stdin=f"{PHONE}\n1984-03-06\n").json == []


def test_the_desk_finds_by_telephone_and_date_of_birth_and_notes_who_looked_in_vain(house: House) -> None:
    client = house.client(phone=PHONE)
    assert house.desk().find(PHONE, date(1984, 3, 5)) == [client]
    assert house.desk().find(PHONE, date(1984, 3, 6)) == []
    with house.clinic.records.read() as reader:
        *_, found, not_found = reader.trail()
    assert (found.event, found.subject) == ("client.found", client.id)
    assert (not_found.event, not_found.subject, not_found.detail) == ("client.not_found", "", {})
    assert not_found.actor.name == "Rita Roy"


def test_a_search_that_finds_nobody_is_in_the_trail_without_what_was_looked_for(kiosk: Kiosk) -> None:
    assert kiosk("client", "find", stdin="Zacharias\n1950-01-01\n").out == "Nobody was found.\n"
    shown = kiosk("audit", "show", "--json").out
    assert json.loads(shown)[-1]["what"] == "client.not_found"
    assert "acharias" not in shown
    assert "1950" not in re.sub(r"[0-9a-f]{16,}", "", shown)  # a hash may hold any four digits


@pytest.mark.parametrize("what", ["client.export", "visit.file"])
def test_an_export_whose_file_could_not_be_written_says_so_in_the_trail(
    kiosk: Kiosk, tmp_path: Path, what: str
) -> None:
    nowhere = tmp_path / "nowhere" / "file.pdf"
    if what == "client.export":
        refused = kiosk("client", "export", anna(kiosk), "--pdf", nowhere)
    else:
        refused = kiosk("visits", "file", visit_of(kiosk), nowhere)
    assert "cannot be written" in refused.complaint
    assert kiosk.trail()[-2:] == [what, f"{what}.failed"]


def test_the_hashes_of_a_document_before_and_after_are_shown(kiosk: Kiosk) -> None:
    client = anna(kiosk)
    kiosk("client", "hold", client, stdin="complaint 12\n")
    held = next(each for each in kiosk("audit", "show", "--json").json if each["what"] == "client.hold")
    (change,) = held["changes"]
    assert (change["kind"], change["id"], change["before"]) == ("meta", f"hold-{client}", None)
    table = kiosk("audit", "show", "--client", client, "--hashes").out
    assert ["meta", f"hold-{client}", "none", change["after"]] in [line.split()[1:] for line in table.splitlines()]
    assert change["after"] not in kiosk("audit", "show", "--client", client).out


def test_the_texts_of_a_visit_stand_in_the_order_in_which_they_were_read(house: House) -> None:
    visit = house.screened(house.client())
    protocol = house.clinic.protocols[visit.treatment]
    paper = export_visit(house.clinic, visit.id, Actor(name="clerk", role="system"))
    (texts,) = [each for each in paper.sections if each.title == "Texts that were shown"]
    lines = [line.text for line in texts.lines if isinstance(line, Paragraph)]
    read = [
        protocol.consent.title,
        "What is done",
        protocol.consent.done,
        "What you may gain",
        protocol.results[0].text,
        "What can go wrong",
        "What to do after",
        protocol.consent.after,
        protocol.consent.paragraphs[0],
    ]
    places = [lines.index(words.split("\n\n")[0]) for words in read]
    assert places == sorted(places)
    assert lines.index("Your answers are private") < lines.index(
        next(line for line in lines if line.startswith("Who keeps your answers"))
    )


def test_what_the_client_takes_away_is_written_or_printed_and_in_the_trail(
    kiosk: Kiosk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = fake_lp(tmp_path, monkeypatch)
    visit = visit_of(kiosk)
    file = tmp_path / "consent.pdf"
    assert kiosk("visits", "paper", visit, "consent", "--to", file).out == f"{file} holds it.\n"
    assert file.read_bytes().startswith(b"%PDF")
    assert "already exists" in kiosk("visits", "paper", visit, "consent", "--to", file).complaint
    said = kiosk("visits", "paper", visit, "after-care", "--printer", "desk").out
    assert said == "After-care: sent to the printer “desk”.\n"
    assert queue.arguments == ["-s -d desk -t After-care -"]
    assert "No printer is set on this machine" in kiosk("visits", "paper", visit, "after-care").complaint
    assert kiosk.trail().count("visit.hand_out") == 2
    assert "no printer's name" in kiosk("visits", "paper", visit, "after-care", "--printer", "-o raw").complaint

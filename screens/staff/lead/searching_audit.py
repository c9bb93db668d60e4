"""Who did what: the audit trail of a day, of a member of staff, or about a client."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kiosk.commands.audit_commands import as_shown
from kiosk.core.errors import NotFound
from kiosk.core.phrases import day_and_time
from kiosk.records.audit.listing import show
from kiosk.records.audit_trail import AuditEntry
from rules import day_in_words
from screens.staff.lines_screen import LinesScreen
from screens.staff.pick_screens import Pick, PickScreen
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import DateScreen, TextScreen

_MOST = 500


@dataclass(frozen=True)
class Sought:
    """What is looked for in the trail."""

    title: str
    day: date | None = None
    staff: str | None = None
    client: str | None = None


async def search_audit(screen: StaffScreen[Any]) -> None:
    """Ask what to look for, then show the newest entries first."""
    clinic = screen.clinic
    by = await screen.ask(
        PickScreen(
            "Audit trail",
            [Pick("day", "Of a day"), Pick("staff", "Of somebody who works here"), Pick("client", "About a client")],
        )
    )
    sought = await _BY[by](screen) if by else None
    if sought is None:
        return
    entries = await asyncio.to_thread(
        show, clinic.records, subject=sought.client, staff=sought.staff, day=sought.day, zone=clinic.settings.zone
    )
    with clinic.records.write(screen.member.actor(clinic.terminal)) as writer:
        writer.audit("audit.show", subject=sought.client or "", detail={"entries": len(entries)})
    lines = [(str(each.seq), _line(screen, each)) for each in reversed(entries[-_MOST:])]
    await screen.ask(LinesScreen(sought.title, lines))


async def _of_day(screen: StaffScreen[Any]) -> Sought | None:
    day = await screen.ask(DateScreen("Audit trail", lead="Which day?", past=True))
    return Sought(day_in_words(day), day=day) if day else None


async def _by_staff(screen: StaffScreen[Any]) -> Sought | None:
    members = {member.id: member.name for member in screen.clinic.staff.all()}
    picked = await screen.ask(PickScreen("Audit trail", [Pick(each, name) for each, name in members.items()]))
    return Sought(members[picked], staff=picked) if picked else None


async def _about_client(screen: StaffScreen[Any]) -> Sought | None:
    text = await screen.ask(TextScreen("Audit trail", "Name or telephone", needed="Type a name, or part of it."))
    if not text:
        return None
    found = {each.id: each for each in screen.clinic.desk(screen.member).find(text)}
    if not found:
        raise NotFound("Nobody with that name is in the records.")
    picks = [Pick(each.id, each.full_name, day_in_words(each.date_of_birth)) for each in found.values()]
    picked = await screen.ask(PickScreen("Audit trail", picks))
    return Sought(found[picked].full_name, client=picked) if picked else None


_BY: Mapping[str, Callable[[StaffScreen[Any]], Awaitable[Sought | None]]] = {
    "day": _of_day, "staff": _by_staff, "client": _about_client,
}  # fmt: skip


def _line(screen: StaffScreen[Any], entry: AuditEntry) -> str:
    shown = as_shown(screen.clinic, entry)
    when = day_and_time(screen.clinic.local(entry.at), seconds=True)
    more = ", ".join(f"{name} {value}" for name, value in shown["detail"].items())
    about = f" · {shown['about']}" if shown["about"] else ""
    return f"{when}  {shown['who']} at {shown['terminal']}  {shown['what']}{about}{f' · {more}' if more else ''}"

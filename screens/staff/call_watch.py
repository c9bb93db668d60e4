"""Looks once a second whether a kiosk asks for help, shows it on the screen in view, and sounds until somebody goes."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from typing import Any, Literal

from textual.app import App

from kiosk.core.errors import KioskError
from kiosk.desk.help_calls import HelpCall, Loudness, calls_heard
from screens.host import Host
from screens.staff.call_shown import CallShown

_AGAIN_SECONDS = 30.0
_LONGEST_SOUND = 10.0


class CallWatch:
    """The calls that one desk or room tells of."""

    def __init__(self, app: App[Any], host: Host, role: Literal["reception", "practitioner"]) -> None:
        self._app, self._host = app, host
        self._role = role
        self._sounded: dict[str, float] = {}

    def tick(self) -> None:
        """Show and sound what is called; while the records can't be read, what was shown stays."""
        try:
            member = self._host.staff
            calls = calls_heard(self._host.clinic, self._role, member.name if member else None)
        except KioskError:
            return
        self._sound(calls)
        screen = self._app.screen
        if isinstance(screen, CallShown):
            screen.show_call(calls[0] if calls else None)

    def _sound(self, calls: tuple[HelpCall, ...]) -> None:
        now = self._host.clock.monotonic()
        aloud = [call.terminal for call in calls if call.loudness is Loudness.ALOUD]
        due = [name for name in aloud if now - self._sounded.get(name, -_AGAIN_SECONDS) >= _AGAIN_SECONDS]
        self._sounded = {name: now if name in due else self._sounded[name] for name in aloud}
        if not due:
            return
        sound = self._host.clinic.settings.help_sound
        if sound == "bell":
            self._app.bell()
        elif sound != "none":
            self._app.run_worker(lambda: _run(sound), name="sound", group="sound", exclusive=True, thread=True)


def _run(command: tuple[str, ...]) -> None:
    """Run the clinic's own sound, to which nothing is told; a sound that fails keeps nobody from seeing the call."""
    with suppress(OSError, subprocess.SubprocessError):
        subprocess.run(  # noqa: S603 - the clinic's own words, and no shell reads them
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_LONGEST_SOUND,
            check=False,
        )

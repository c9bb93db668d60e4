"""What a kiosk in a public room must not do, one test for each override of Textual's internals."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import textual
from textual import events
from textual.app import App, ComposeResult
from textual.content import Content
from textual.css.stylesheet import Stylesheet
from textual.drivers.linux_driver import LinuxDriver
from textual.widget import Widget
from textual.widgets import Static

from screens.environment import shut_doors
from screens.lockdown import LockedApp, LockedScreen
from screens.lockdown.excepthook import describe
from screens.lockdown.locked_app import SWITCHED_OFF
from screens.terminal import refuse_without_terminal
from tests.screens.conftest import Open
from tests.screens.stage import HandClock, QuickPilot


class SecretScreen(LockedScreen[None]):
    """Something that nobody else may have."""

    def compose(self) -> ComposeResult:
        yield Static(Content.from_markup("[@click=app.quit]quit[/]"), id="quit")
        yield Static(Content.from_markup("[@click=app.open_url('http://x')]link[/]"), id="link")


class SecretApp(LockedApp[int]):
    """A locked application with nothing in it but that."""

    def __init__(self, first: type[LockedScreen[None]] = SecretScreen) -> None:
        super().__init__(HandClock())
        self.first = first

    def on_mount(self) -> None:
        self.push_screen(self.first())


class StyledScreen(LockedScreen[None]):
    """Something that is as tall as the screen's own styles say."""

    CSS = "StyledScreen Static { height: 7; }"

    def compose(self) -> ComposeResult:
        yield Static("tall")


@pytest.mark.parametrize("show", [LockedApp.mount_unseen, LockedApp.push_screen], ids=["unseen", "pushed"])
async def test_the_parts_of_a_screen_come_in_its_styles(
    show: Callable[[SecretApp, LockedScreen[None]], object],
) -> None:
    """From Python 3.12 on a real terminal composes a screen the moment it is named, before Textual reads its styles."""
    asyncio.get_running_loop().set_task_factory(getattr(asyncio, "eager_task_factory", None))
    app = SecretApp()
    async with app.run_test():
        pilot = QuickPilot(app)
        await pilot.pause()
        screen = StyledScreen()
        show(app, screen)
        await pilot.pause()
        height = screen.query_one(Static).styles.height
        assert height is not None
        assert height.value == 7


async def test_an_action_that_is_switched_off_can_not_be_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app = SecretApp()
    async with app.run_test():
        pilot = QuickPilot(app)
        await pilot.pause()
        stack = list(app.screen_stack)
        for name in sorted(SWITCHED_OFF):
            for target in (app, app.screen):
                assert not await app.run_action(name, target), name
            await pilot.pause()
            assert app.is_running, name
            assert list(app.screen_stack) == stack, name
    assert not os.listdir(tmp_path)  # noqa: PTH208


async def test_the_methods_behind_those_actions_do_nothing_either() -> None:
    app = SecretApp()
    async with app.run_test():
        pilot = QuickPilot(app)
        await pilot.pause()
        stack = list(app.screen_stack)
        for call in (
            "action_quit",
            "action_help_quit",
            "action_suspend_process",
            "action_screenshot",
            "action_command_palette",
            "action_back",
        ):
            result = getattr(app, call)()
            if result is not None:
                await result
            await pilot.pause()
            assert app.is_running, call
            assert list(app.screen_stack) == stack, call


async def test_no_key_leaves_the_application() -> None:
    app = SecretApp()
    async with app.run_test():
        pilot = QuickPilot(app)
        await pilot.pause()
        app.clock.move(1)
        for key in ("ctrl+q", "ctrl+c", "ctrl+p", "ctrl+z", "ctrl+backslash", "f5", "ctrl+s", "super+c", "f11"):
            await pilot.press(key)
            assert app.is_running, key
            assert isinstance(app.screen, SecretScreen), key


async def test_an_action_hidden_in_a_link_does_nothing() -> None:
    app = SecretApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.clock.move(1)
        assert await pilot.click("#quit", offset=(1, 0))
        assert await pilot.click("#link", offset=(1, 0))
        assert app.is_running


async def test_nothing_reaches_the_terminals_clipboard_or_a_browser() -> None:
    app = SecretApp()
    async with app.run_test():
        written: list[str] = []
        app._driver.write = written.append  # type: ignore[union-attr,method-assign]
        app.copy_to_clipboard("Łuczak")
        app.open_url("https://example.org")
        app.bell()
        app._set_pointer_shape("pointer")
        assert app.clipboard == ""
        assert written == []


async def test_no_picture_and_no_file_is_delivered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app = SecretApp()
    async with app.run_test():
        assert app.save_screenshot(path=str(tmp_path)) == ""
        assert app.deliver_screenshot(path=str(tmp_path)) is None
        assert app.deliver_text("secret") is None
        assert app.deliver_binary("secret") is None
        with app.suspend():
            pass
    assert not os.listdir(tmp_path)  # noqa: PTH208


async def test_text_can_not_be_selected() -> None:
    app = SecretApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.clock.move(1)
        await pilot.mouse_down("#quit")
        await pilot.hover("#link")
        await pilot.mouse_up("#link")
        assert not app.screen.selections
        assert app.screen.get_selected_text() in (None, "")


async def test_the_title_says_nothing() -> None:
    app = SecretApp()
    async with app.run_test():
        assert app.title == ""
        assert app.sub_title == ""


async def test_a_crash_tells_kind_and_place_and_nobodys_data() -> None:
    said: list[str] = []

    class CrashingScreen(SecretScreen):
        def on_click(self) -> None:
            client = "Łuczak"
            raise ValueError(f"no {client}")

    app = SecretApp(CrashingScreen)

    def note() -> None:
        said.extend(part.text for shown in app._exit_renderables for part in shown.segments)  # type: ignore[attr-defined,union-attr]

    app._print_error_renderables = note  # type: ignore[method-assign]
    with pytest.raises(ValueError, match="Łuczak"):
        await crash(app)
    assert "ValueError" in "".join(said)
    assert "test_lockdown.py" in "".join(said)
    assert "Łuczak" not in "".join(said)


async def crash(app: SecretApp) -> None:
    async with app.run_test() as pilot:
        await pilot.pause()
        app.clock.move(1)
        await pilot.click("#quit", offset=(30, 0))


def test_an_error_is_described_without_its_message() -> None:
    def open_record(name: str) -> None:
        raise KeyError(name)

    with pytest.raises(KeyError) as caught:
        open_record("Łuczak")
    assert describe(caught.value).startswith("The kiosk stopped: KeyError\n  at test_lockdown.py:")
    assert "Łuczak" not in describe(caught.value)


def test_the_screens_refuse_to_be_painted_into_a_file(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as file:
        assert refuse_without_terminal(file) is not None
    assert refuse_without_terminal(None) is not None
    first, second = os.openpty()
    with os.fdopen(first), os.fdopen(second, "w") as terminal:
        assert refuse_without_terminal(terminal) is None


def test_the_doors_in_the_environment_are_shut() -> None:
    environ = {
        "TEXTUAL": "debug",
        "TEXTUAL_LOG": "log",
        "TEXTUAL_DRIVER": "a:b",
        "TEXTUALLY": "kept",
        "HOME": "/",
        "LINES": "24",
    }
    shut_doors(environ)
    assert environ == {"TEXTUALLY": "kept", "HOME": "/"}


async def test_a_screen_takes_nothing_within_four_tenths_of_a_second_after_it_appeared() -> None:
    taken: list[str] = []

    class EagerScreen(LockedScreen[None]):
        def compose(self) -> ComposeResult:
            yield Static("here", id="here")

        def on_key(self, event: events.Key) -> None:
            taken.append(event.key)

        def on_click(self) -> None:
            taken.append("click")

        def on_paste(self) -> None:
            taken.append("paste")

    app = SecretApp(EagerScreen)
    async with app.run_test() as pilot:
        await pilot.pause()
        app.clock.move(0.39)
        await pilot.press("1", "enter")
        await pilot.click("#here")
        app.post_message(events.Paste("text"))
        await pilot.pause()
        assert taken == []
        app.clock.move(0.02)
        await pilot.press("1")
        await pilot.click("#here")
        assert taken == ["1", "click"]


async def test_a_screen_that_comes_back_into_view_begins_to_wait_again(open_stage: Open) -> None:
    async with open_stage() as stage:
        await stage.tap("#help")
        await stage.pilot.press("escape")
        assert stage.screen == "OpeningScreen"
        await stage.pilot.press("enter")
        assert stage.screen == "OpeningScreen"
        await stage.settle()
        await stage.pilot.press("enter")
        assert stage.screen == "CheckInMethodScreen"


async def test_what_stands_on_a_new_screen_is_styled_once(open_stage: Open) -> None:
    styled: Counter[Widget] = Counter()
    apply = Stylesheet.apply

    def counted(sheet: Stylesheet, node: Widget, **given: Any) -> None:
        styled[node] += 1
        apply(sheet, node, **given)

    async with open_stage() as stage:
        with patch.object(Stylesheet, "apply", counted):
            await stage.press("enter")
        assert stage.screen == "CheckInMethodScreen"
        assert [styled[each] for each in stage.app.screen.query("#bar *, #ask")] == [1] * 4


async def test_control_q_leaves_a_demo_and_nothing_else(open_stage: Open) -> None:
    async with open_stage() as stage:
        stage.app.clinic.__dict__["demo"] = False
        await stage.press("ctrl+q")
        assert stage.app.is_running
        stage.app.clinic.__dict__["demo"] = True
        stage.app.action_leave_demo()
        assert stage.app.return_code == 0


async def test_only_who_may_leave_ends_it_with_zero() -> None:
    left, ended, panicked = SecretApp(), SecretApp(), SecretApp()
    async with left.run_test():
        left.leave()
    async with ended.run_test():
        ended.exit()
    async with panicked.run_test():
        panicked.panic("Łuczak")
        said = "".join(part.text for shown in panicked._exit_renderables for part in shown.segments)  # type: ignore[attr-defined,union-attr]
        panicked._exit_renderables.clear()
    assert "Łuczak" not in said
    assert (left.status, ended.status, panicked.status) == (0, 1, 1)


async def test_an_error_in_the_thread_that_reads_ends_it_as_any_error_does() -> None:
    app = SecretApp()
    app._print_error_renderables = lambda: None  # type: ignore[method-assign]

    async def fail() -> None:
        async with app.run_test():
            app.fail(KeyError("Łuczak"))

    with pytest.raises(KeyError):
        await fail()
    assert app.status == 1


def test_the_pinned_version_of_textual_is_the_one_that_was_overridden() -> None:
    assert textual.__version__ == "8.2.8"
    for name in ("_get_terminal_size", "_query_in_band_window_resize", "_run_input_thread", "stop_application_mode"):
        assert hasattr(LinuxDriver, name)
    for name in (
        "_set_pointer_shape",
        "_dispatch_action",
        "_fatal_error",
        "_handle_exception",
        "_close_messages_no_wait",
        "on_event",
    ):
        assert hasattr(App, name)

"""Something else on the same screen, whole with one frame: what a new screen would show is taken over.

Making a screen takes ten times as long as showing other words on one, and it is painted in steps. So a fresh screen of the
same kind is composed and never shown; what is on it is taken over, laid out and painted at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import cache
from typing import Any, Protocol, Self, cast, runtime_checkable

from textual import events
from textual.compose import compose
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.messages import Prompt
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

_BESIDE = frozenset({"textual-tooltip", "textual-toastrack"})
"""What Textual puts on every screen."""
_LIFE = frozenset({"_appeared", "_is_new"})
"""What a screen knows of its own coming into view."""


@runtime_checkable
class TakesOver(Protocol):
    """A widget that can show what another one of its kind would."""

    def fits(self, fresh: Self) -> bool:
        """Tell whether this can show what `fresh`, which is never mounted, would."""

    def take_over(self, fresh: Self) -> None:
        """Show what `fresh` would; called only if it fits."""


def take_over(shown: Screen[Any], fresh: Screen[Any]) -> bool:
    """Show on a screen what a fresh one of its kind would; False if it can't be, and then nothing is altered."""
    if not all(part.is_mounted for part in shown.walk_children(Widget)):
        return False
    pairs = list(_pairs(_children(shown), compose(fresh)))
    if not all(_fits(old, new) for old, new in pairs):
        return False
    _take_state(shown, fresh)
    _forget_input(shown)
    _lose_focus(shown)
    if shown.classes != fresh.classes:
        shown.set_classes(fresh.classes)
    for old, new in pairs:
        _show(old, new)
    shown._update_auto_focus()  # noqa: SLF001
    return True


def paint_now(screen: Screen[Any], *, came: bool = False) -> None:
    """Lay out and paint what has changed at once, in one frame, instead of when every part has said so and a timer has run.

    All of it has changed if another screen was in view before it `came`.
    """
    if screen._size != screen.app.size:  # noqa: SLF001 - made ahead, or away while the window changed
        screen._refresh_layout(screen.app.size)  # noqa: SLF001
    if came:  # all of it belongs to the first frame, and there is no second one
        screen.refresh()
        screen._dirty_widgets.add(screen)  # noqa: SLF001
        screen._repaint_required = False  # noqa: SLF001
    sizes = {part: part.size for part in screen.walk_children(Widget)}
    for part in sizes:
        _note(screen, part)
    screen._scroll_required = False  # noqa: SLF001 - it would place only what was in view before
    screen._on_timer_update()  # noqa: SLF001
    for part, size in sizes.items():
        # What has another size is painted with it, and would only ask for the same layout and the same paint again.
        if part._repaint_required and part.display and part.size == size:  # noqa: SLF001
            screen._dirty_widgets.add(part)  # noqa: SLF001
        part._layout_required = part._repaint_required = False  # noqa: SLF001
    if screen._dirty_widgets:  # noqa: SLF001
        screen._on_timer_update()  # noqa: SLF001


def _note(screen: Screen[Any], part: Widget) -> None:
    """Note for a screen what a part asks for, as if it had sent word of it."""
    if part._layout_required:  # noqa: SLF001
        part._layout_required = False  # noqa: SLF001
        screen._layout_required = True  # noqa: SLF001
        for around in part.ancestors:
            if not isinstance(around, Widget):
                break
            around._clear_arrangement_cache()  # noqa: SLF001
            around._layout_updates += 1  # noqa: SLF001
            if not around.styles.auto_dimensions:
                break
    if part._repaint_required:  # noqa: SLF001
        part._repaint_required = False  # noqa: SLF001
        if part.display:
            screen._dirty_widgets.add(part)  # noqa: SLF001


def _pairs(shown: list[Widget], fresh: list[Widget]) -> Iterator[tuple[Widget, Widget | None]]:
    for number in range(max(len(shown), len(fresh))):
        old, new = shown[number : number + 1], fresh[number : number + 1]
        if not old or not new:
            yield (old or new)[0], None
            return
        yield old[0], new[0]
        if type(old[0]) in (Horizontal, Vertical):
            yield from _pairs(_children(old[0]), list(new[0]._pending_children))  # noqa: SLF001


def _children(node: Widget) -> list[Widget]:
    return [child for child in node.children if child.id not in _BESIDE]


def _fits(old: Widget, new: Widget | None) -> bool:
    if new is None or type(old) is not type(new) or old.id != new.id:
        return False
    if type(old) in (Horizontal, Vertical, Static):
        return True
    return isinstance(old, TakesOver) and old.fits(cast("Any", new))


def _show(old: Widget, new: Widget | None) -> None:
    if isinstance(old, TakesOver):
        old.take_over(cast("Any", new))
    elif new is not None:
        if old.classes != new.classes:
            old.set_classes(new.classes)
        if isinstance(old, Static) and isinstance(new, Static) and old.content != new.content:
            old.update(new.content)


def _take_state(shown: Screen[Any], fresh: Screen[Any]) -> None:
    """Let a screen know what the fresh one does, of all that Textual does not keep on every screen itself."""
    not_ours = _kept_by_textual()
    for name, value in vars(fresh).items():
        if name not in not_ours:
            setattr(shown, name, value)


@cache
def _kept_by_textual() -> frozenset[str]:
    return frozenset(vars(Screen())) | _LIFE


def _forget_input(screen: Screen[Any]) -> None:
    """Let what is on its way already mean nothing: it was pressed for what was here before."""
    for part in (screen.app, screen, *screen.walk_children(Widget)):
        waiting: deque[Message | None] = part._message_queue.values  # noqa: SLF001
        for place, message in enumerate(waiting):
            if _is_of_a_hand(message):
                waiting[place] = Prompt()  # who waits for a message must find one
        if _is_of_a_hand(part._pending_message):  # noqa: SLF001
            part._pending_message = Prompt()  # noqa: SLF001


def _is_of_a_hand(message: object) -> bool:
    """Tell whether it is a key, a touch, or what comes of one: the focus, or what a widget of our own makes of it."""
    return isinstance(message, events.InputEvent | events.Paste | events.Focus | events.Blur) or not (
        message is None or type(message).__module__.startswith("textual")
    )


def _lose_focus(screen: Screen[Any]) -> None:
    """Take the focus away at once; Textual sends word of it, and paints once more when that arrives."""
    if screen.focused is not None:
        screen.focused.has_focus = False
        screen.focused = None

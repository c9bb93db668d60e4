"""What Textual need not do on a stage, where nobody sees what is painted: the stage reads what a screen shows from the screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from weakref import WeakKeyDictionary

from rich.segment import Segment
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.cache import FIFOCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.strip import Strip

from tests.screens.styled_once import apply_known, replace_noted


class Painted:
    """How often the screen changed: what was looked at and has not changed need not be looked at again."""

    times = 0


@contextmanager
def unpainted() -> Iterator[None]:
    """Paint nothing on the terminal, and lay a screen out when the pilot asks for it and not sixty times a second."""
    with (
        patch.object(Compositor, "render_update", _paint_nothing),
        patch.object(Compositor, "render_strips", _strips_once),
        patch.object(Stylesheet, "_parse_rules", _read_once),
        patch.object(Stylesheet, "apply", apply_known),
        patch.object(Stylesheet, "replace_rules", staticmethod(replace_noted)),
        patch.object(MessagePump, "_get_dispatch_methods", _handlers_once),
        patch.object(Strip, "__init__", _begin),
        patch.object(Strip, "__getattr__", _cache_of, create=True),
        patch("textual.screen.UPDATE_PERIOD", 3600.0),
    ):
        yield


def _paint_nothing(compositor: Compositor, *_: Any, screen_stack: list[Screen] | None = None, **__: Any) -> None:
    """Stand for painting."""
    Painted.times += 1
    visible_screen_stack.set(screen_stack or [])
    compositor._dirty_regions.clear()


def _strips_once(compositor: Compositor, *given: Any) -> list[Strip]:
    """Return what a screen shows, put together once for every time that it would be painted."""
    at, strips = _SHOWN.get(compositor, (-1, []))
    if given or at != Painted.times:
        strips = _put_together(compositor, *given)
        if not given:
            _SHOWN[compositor] = Painted.times, strips
    return strips


_put_together = Compositor.render_strips
_SHOWN: WeakKeyDictionary[Compositor, tuple[int, list[Strip]]] = WeakKeyDictionary()


def _read_once(sheet: Stylesheet, *where: Any, **named: Any) -> list[RuleSet]:
    """Read a sheet of styles once for all apps of this process, as Textual does for all screens of an app."""
    key = (where, frozenset(named.items()), frozenset(sheet._variables.items()))
    if key not in _SHEETS:
        _SHEETS[key] = _read(sheet, *where, **named)
    return _SHEETS[key]


_read = Stylesheet._parse_rules
_SHEETS: dict[Any, list[RuleSet]] = {}


def _handlers_once(
    pump: MessagePump, name: str, message: Message
) -> Iterable[tuple[type, Callable[[Message], Awaitable[object]]]]:
    """Look for the handlers of a kind of message once for each kind of widget, but where it matters who sent it."""
    kind = type(pump), name, type(message)
    if kind not in _HANDLERS:
        _HANDLERS[kind] = _handlers_of(*kind)
    handlers = _HANDLERS[kind]
    if handlers is None:
        yield from _look_for_handlers(pump, name, message)
        return
    for owner, methods in handlers:
        if message._no_default_action:
            return
        for method in methods:
            yield owner, method.__get__(pump, owner)


def _handlers_of(kind: type[MessagePump], name: str, message: type[Message]) -> list[tuple[type, list[Any]]] | None:
    """Return the handlers of each class in turn; None if one of them is only for some senders."""
    handlers = []
    seen: set[Any] = set()
    for owner in kind.__mro__:
        decorated = owner.__dict__.get("_decorated_handlers") or {}
        those = [each for known in message.__mro__ for each in decorated.get(known, ())]
        if any(selectors for _, selectors in those):
            return None
        methods = list(dict.fromkeys(method for method, _ in those if method not in seen))
        seen.update(methods)
        named = owner.__dict__.get(f"_{name}") or owner.__dict__.get(name)
        if named is not None and not getattr(named, "_textual_on", None):
            methods.append(named)
        if methods:
            handlers.append((owner, methods))
    return handlers


_look_for_handlers = MessagePump._get_dispatch_methods
_HANDLERS: dict[tuple[type, str, type], list[tuple[type, list[Any]]] | None] = {}


def _begin(strip: Strip, segments: Iterable[Segment], cell_length: int | None = None) -> None:
    """Make a strip without its seven caches, of which most strips need none."""
    strip._segments = list(segments)
    strip._cell_length = cell_length
    strip._render_cache = strip._link_ids = strip._cell_count = None


def _cache_of(strip: Strip, name: str) -> FIFOCache[Any, Any]:
    """Make a cache of a strip when it is asked for."""
    if not name.endswith("_cache"):
        raise AttributeError(name)
    cache: FIFOCache[Any, Any] = FIFOCache(16)
    setattr(strip, name, cache)
    return cache

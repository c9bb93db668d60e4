"""What must hold on every screen, at every moment it is looked at."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from textual.app import App
from textual.widget import Widget

from screens.themes import MAIN_RATIO, TEXT_RATIO, Rgb, contrast
from screens.widgets import Action, Choice, Field

LEAST_COLUMNS, LEAST_ROWS = 7, 3
_SEEN_ALONE = "\u200c\u200d"
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}

ratio = lru_cache(maxsize=None)(contrast)


def check(app: App[int], *, least: float = MAIN_RATIO) -> None:
    """Fail with words if anything on the present screen is hard to read, hard to touch, cut off or not clean."""
    where = f"{type(app.screen).__name__} at {app.size.width}x{app.size.height}"
    problems = [*faint(app, least), *hidden_signs(app), *small_targets(app), *cut_off(app), *cut_labels(app)]
    assert not problems, f"{where}: " + "; ".join(problems[:5]) + "\n" + "\n".join(rows(app))


def rows(app: App[int]) -> list[str]:
    """Return what stands in each row of cells."""
    return ["".join(part.text for part in strip) for strip in app.screen._compositor.render_strips()]


def cells(app: App[int]) -> Iterator[tuple[int, int, str, Rgb | None, Rgb | None]]:
    """Yield column, row, sign, ink and ground of every cell with something written in it."""
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        x = 0
        for text, style, _ in strip:
            ink = ground = None
            if style is not None:
                ink = tuple(style.color.get_truecolor()) if style.color and not style.color.is_default else None
                ground = (
                    tuple(style.bgcolor.get_truecolor()) if style.bgcolor and not style.bgcolor.is_default else None
                )
                if style.reverse:
                    ink, ground = ground, ink
            for sign in text:
                yield x, y, sign, ink, ground
                x += 1


def is_text(sign: str) -> bool:
    """Tell whether a sign is read; lines, blocks and boxes are decoration."""
    return not sign.isspace() and not 0x2500 <= ord(sign) <= 0x259F


def faint(app: App[int], least: float = TEXT_RATIO) -> list[str]:
    """Return what is read on too little contrast."""
    bad: dict[tuple[int, object, object], str] = {}
    for _, y, sign, ink, ground in cells(app):
        if is_text(sign) and (ink is None or ground is None or ratio(ink, ground) < least):
            bad[y, ink, ground] = bad.get((y, ink, ground), "") + sign
    return [f"faint {words!r} in row {y}: {ink} on {ground}" for (y, ink, ground), words in bad.items()]


def hidden_signs(app: App[int]) -> list[str]:
    """Return signs that steer a terminal or turn the direction of writing."""
    return [
        f"hidden sign {sign!a} in row {y}"
        for y, row in enumerate(rows(app))
        for sign in row
        if sign not in _SEEN_ALONE and unicodedata.category(sign) in _HIDDEN
    ]


def in_view(app: App[int]) -> list[Widget]:
    """Return every widget that is displayed on the present screen."""
    shown = []
    for widget in app.screen.walk_children(Widget):
        chain = [node for node in widget.ancestors_with_self if isinstance(node, Widget)]
        if all(node.display and node.visible for node in chain):
            shown.append(widget)
    return shown


def small_targets(app: App[int]) -> list[str]:
    """Return what can be touched and is too small for it."""
    found = []
    for widget in in_view(app):
        if isinstance(widget, Action | Field):
            seen = app.screen.find_widget(widget)
            place = seen.region.intersection(seen.clip)
            if place.width < LEAST_COLUMNS or place.height < LEAST_ROWS:
                found.append(f"{name(widget)} is {place.width}x{place.height}")
    return found


def cut_off(app: App[int]) -> list[str]:
    """Return what is not wholly on the screen: nothing may be reached only by scrolling."""
    found = []
    for widget in in_view(app):
        if not widget.region.area:
            continue
        seen = app.screen.find_widget(widget)
        if seen.region.intersection(seen.clip) != seen.region:
            found.append(f"{name(widget)} is cut off: {seen.region} in {seen.clip}")
    return found


def cut_labels(app: App[int]) -> list[str]:
    """Return cards and actions that do not show all their words."""
    found = []
    for widget in in_view(app):
        if isinstance(widget, Action):
            shown = _words_on(widget)
            missing = [word for word in widget.label.split() if word not in shown]
            if missing:
                found.append(f"{name(widget)} does not show {' '.join(missing)}")
    return found


def _words_on(widget: Action) -> set[str]:
    text = widget.render().plain
    return set(text.replace("✓", " ").replace("▸", " ").replace("◂", " ").split())


def name(widget: Widget) -> str:
    """Return what a person would call a widget."""
    kind = type(widget).__name__
    label = getattr(widget, "label", "") or widget.id or ""
    return f"{kind} {label!r}" if not isinstance(widget, Choice) else f"answer {label!r}"

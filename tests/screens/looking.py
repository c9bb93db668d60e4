"""What must hold on every screen, at every moment it is looked at."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import permutations

from rich.cells import cell_len
from rich.style import Style
from textual.app import App
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from kiosk.checkin.texts.part_texts import ARROWS
from screens.app import KioskApp
from screens.palettes import PORCELAIN, Depth, Palette
from screens.themes import TEXT_RATIO, Rgb, contrast
from screens.widgets import Action, Choice, Field, InlineMessage, Key
from screens.widgets.foot import Foot
from tests.screens.every_look import LEAST, faint_pairs
from tests.screens.xterm import shown

LEAST_COLUMNS, LEAST_ROWS = 7, 3
_SEEN_ALONE = "\u200c\u200d"
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}

Run = tuple[int, str, Rgb | None, Rgb | None, bool]
"""Row, text, ink, ground and whether it is bold, of something that is written on the screen."""

ratio = lru_cache(maxsize=None)(contrast)


def check(app: KioskApp) -> None:
    """Fail with words if anything on the present screen is hard to read, hard to touch, cut off or not clean."""
    where = f"{type(app.screen).__name__} at {app.size.width}x{app.size.height}"
    drawn = app.screen._compositor.render_strips()
    shown = in_view(app)
    palette = app.appearance.palette
    written = [*runs(drawn)]
    problems = [
        *faint(written, LEAST[palette], palette),
        *faint_elsewhere(written, palette),
        *melted(written, palette),
        *hidden_signs(written),
        *small_targets(app, shown),
        *cut_off(app, shown),
        *cut_labels(shown),
        *cut_fields(shown),
        *uneven(shown),
    ]
    assert not problems, f"{where}: " + "; ".join(problems[:5]) + "\n" + "\n".join(rows(app))


def rows(app: App[int]) -> list[str]:
    """Return what stands in each row of cells."""
    return ["".join(part.text for part in strip) for strip in app.screen._compositor.render_strips()]


def runs(drawn: Sequence[Strip]) -> Iterator[Run]:
    """Yield everything that is written on the screen."""
    for y, strip in enumerate(drawn):
        for text, style, _ in strip:
            yield y, text, *_painted(style)


@lru_cache(maxsize=4096)
def _painted(style: Style | None) -> tuple[Rgb | None, Rgb | None, bool]:
    """Return ink, ground and whether it is bold."""
    if style is None:
        return None, None, False
    ink = tuple(style.color.get_truecolor()) if style.color and not style.color.is_default else None
    ground = tuple(style.bgcolor.get_truecolor()) if style.bgcolor and not style.bgcolor.is_default else None
    return (ground, ink, bool(style.bold)) if style.reverse else (ink, ground, bool(style.bold))


@lru_cache(maxsize=4096)
def is_read(text: str) -> bool:
    """Tell whether a text has a sign that is read; lines, blocks and boxes are decoration."""
    return any(not sign.isspace() and not 0x2500 <= ord(sign) <= 0x259F for sign in text)


def faint(written: Sequence[Run], least: float = TEXT_RATIO, palette: Palette = PORCELAIN) -> list[str]:
    """Return what is read on too little contrast, on the poorest terminal that the palette is for."""
    if palette.depth is Depth.NONE:
        return [f"colour in row {y}: {text!r}" for y, text, ink, ground, _ in written if ink or ground]
    return [
        f"faint {text!r} in row {y}: {ink} on {ground}"
        for y, text, ink, ground, bold in written
        if is_read(text)
        and (ink is None or ground is None or ratio(shown(palette, ink, bold=bold), shown(palette, ground)) < least)
    ]


def faint_elsewhere(written: Sequence[Run], palette: Palette = PORCELAIN) -> list[str]:
    """Return what could not be read if the same screen were shown in another look, or on a poorer terminal."""
    if palette is not PORCELAIN:
        return []
    return [
        f"faint {text!r} in row {y}: {problem}"
        for y, text, ink, ground, _ in written
        if ink is not None and ground is not None and is_read(text)
        for problem in faint_pairs(ink, ground)
    ]


def melted(written: Sequence[Run], palette: Palette = PORCELAIN) -> list[str]:
    """Return grounds that are painted apart and look the same."""
    grounds = {ground for _, _, _, ground, _ in written if ground is not None}
    seen: dict[Rgb, Rgb] = {}
    return [
        f"{ground} looks as {other} does"
        for ground in grounds
        if (other := seen.setdefault(shown(palette, ground), ground)) != ground
    ]


def hidden_signs(written: Sequence[Run]) -> list[str]:
    """Return signs that steer a terminal or turn the direction of writing."""
    return [
        f"hidden sign {sign!a} in row {y}"
        for y, text, *_ in written
        if not text.isascii() or not text.isprintable()
        for sign in text
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


def small_targets(app: App[int], shown: Sequence[Widget]) -> list[str]:
    """Return what can be touched and is too small for it."""
    found = []
    for widget in shown:
        if isinstance(widget, Action | Field):
            seen = app.screen.find_widget(widget)
            place = seen.region.intersection(seen.clip)
            if place.width < LEAST_COLUMNS or place.height < LEAST_ROWS:
                found.append(f"{name(widget)} is {place.width}x{place.height}")
    return found


def cut_off(app: App[int], shown: Sequence[Widget]) -> list[str]:
    """Return what is not wholly on the screen: nothing may be reached only by scrolling."""
    found = []
    for widget in shown:
        if not widget.region.area:
            continue
        seen = app.screen.find_widget(widget)
        if seen.region.intersection(seen.clip) != seen.region:
            found.append(f"{name(widget)} is cut off: {seen.region} in {seen.clip}")
    return found


def out_of_reach(app: App[int]) -> list[str]:
    """Return what is to be touched and is not wholly in view, but for what a list brings into view when it is pulled."""
    foot = next(iter(app.screen.query(Foot)), None)
    found = []
    for widget in in_view(app):
        around = [each for each in widget.ancestors if isinstance(each, Widget) and each is not app.screen]
        if not isinstance(widget, Action | Field) or any(each.styles.overflow_y != "hidden" for each in around):
            continue
        seen = app.screen.find_widget(widget)
        in_its_place = seen.region.area and seen.region.intersection(seen.clip) == seen.region
        if not in_its_place or (foot and foot not in around and seen.region.overlaps(foot.region)):
            found.append(f"{name(widget)} is out of reach: {seen.region} in {seen.clip}")
    return found


def cut_labels(shown: Sequence[Widget]) -> list[str]:
    """Return cards and actions that do not show all their words."""
    found = []
    for widget in shown:
        if isinstance(widget, Action):
            shown = _words_on(widget)
            missing = [word for word in widget.label.split() if word not in shown and word not in ARROWS]
            if missing:
                found.append(f"{name(widget)} does not show {' '.join(missing)}")
    return found


def cut_fields(shown: Sequence[Widget]) -> list[str]:
    """Return fields that do not say all of what is typed into them."""
    return [
        f"{name(each)} is cut: {head!r}"
        for each in shown
        if isinstance(each, Field) and each.size.height
        if " ".join(each.label.split()) not in (head := " ".join(each.render().plain.split()))
    ]


def glued(drawn: Sequence[Strip], shown: Sequence[Widget]) -> list[str]:
    """Return cards that touch another, to be touched or only read, with nothing to tell where one ends: no bar, and no other ground."""
    inks: list[list[Rgb | None]] = [[] for _ in drawn]
    grounds: list[list[Rgb | None]] = [[] for _ in drawn]
    for y, text, ink, ground, _ in runs(drawn):
        inks[y] += [ink] * cell_len(text)
        grounds[y] += [ground] * cell_len(text)
    parted = [each for each in shown if isinstance(each, Key) or each.has_class("-plain")]  # by their border; by air
    cards = [each for each in shown if (isinstance(each, Action) and each not in parted) or _is_card_to_read(each)]
    over = [each.region for each in shown if isinstance(each, InlineMessage) and each.styles.overlay == "screen"]
    found = []
    for one, other in permutations(cards, 2):
        left, right = one.region, other.region
        column, row = max(left.x, right.x) + 1, max(left.y, right.y)
        beside = left.right == right.x and row < min(left.bottom, right.bottom)
        below = left.bottom == right.y and column < min(left.right, right.right)
        before = grounds[row][right.x - 1] if beside else grounds[right.y - 1][column]
        covered = any(each.y <= row <= each.bottom for each in over)
        has_bar = beside and other.styles.border_left[0] and inks[row][right.x] != before
        if (beside or (below and not covered)) and grounds[row][column] == before and not has_bar:
            found.append(f"{name(one)} and {name(other)} are glued")
    return found


def _is_card_to_read(widget: Widget) -> bool:
    """Whether words have a ground of their own, and are in the flow of the screen, above its foot."""
    is_above = widget.styles.overlay != "screen" and not isinstance(widget.parent, Foot)
    return isinstance(widget, Static) and widget.styles.background.a > 0 and is_above


def uneven(shown: Sequence[Widget]) -> list[str]:
    """Return labels that begin in another row than the one beside them, on cards and actions of one size.

    Not those that need every row: they can begin in the first one only.
    """
    begins: dict[tuple[int, int], dict[int, Action]] = {}
    for widget in shown:
        if isinstance(widget, Action) and not isinstance(widget, Key):
            lines = widget.render().plain.splitlines()
            first = next((row for row, line in enumerate(lines) if line.strip()), 0)
            if first == 0 and len(lines) == widget.content_size.height and all(map(str.strip, lines)):
                continue
            begins.setdefault((widget.region.y, widget.region.height), {}).setdefault(first, widget)
    return [
        f"{' and '.join(name(widget) for widget in rows.values())} begin in rows {sorted(rows)}"
        for rows in begins.values()
        if len(rows) > 1
    ]


def cut_details(app: App[int]) -> list[str]:
    """Return cards that begin to say something below their label and break off, though all of them stand in view."""
    pages = app.screen.query("Cards #more.-shown")
    cards = [widget for widget in in_view(app) if isinstance(widget, Choice) and widget.detail and not pages]
    cut = [card for card in cards if not {*card.detail.split()} <= _words_on(card) and "…" in card.render().plain]
    return [f"{name(card)} breaks off in {card.detail!r}" for card in cut]


def _words_on(widget: Action) -> set[str]:
    text = widget.render().plain
    return set(text.replace("✓", " ").replace("▸", " ").replace("◂", " ").split())


def name(widget: Widget) -> str:
    """Return what a person would call a widget."""
    kind = type(widget).__name__
    label = getattr(widget, "label", "") or widget.id or ""
    return f"{kind} {label!r}" if not isinstance(widget, Choice) else f"answer {label!r}"

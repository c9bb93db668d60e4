"""The rules of style that hold for a widget, found once for all that stand alike in this process, whatever app they stand in.

What a rule asks of is looked at: the rules that may hold, and of the widget and of all around it the type, id, classes and
those pseudo-classes that one of these rules names.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from textual.css.model import RuleSet
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode


@dataclass(frozen=True, eq=False)
class _Candidates:
    """The rules of which one may hold for a widget of some type, id and classes, and the pseudo-classes they name."""

    rules: tuple[RuleSet, ...]
    pseudo_classes: tuple[str, ...]


@dataclass(frozen=True)
class _Found:
    """What was found for a widget: the values that hold, if any rule does, and what Textual notes about it."""

    values: RulesMap | None
    notes: dict[str, bool]


_NOTES = ("_has_hover_style", "_has_focus_within", "_has_order_style", "_has_odd_or_even")
_GENERATIONS: WeakKeyDictionary[Stylesheet, tuple[list[RuleSet], dict[Hashable, _Candidates]]] = WeakKeyDictionary()
_ALIKE: dict[tuple[int, ...], _Candidates] = {}
_FOUND: dict[Hashable, _Found] = {}
_given: dict[int, RulesMap] = {}

_find = Stylesheet.apply
_replace = Stylesheet.replace_rules


def apply_known(sheet: Stylesheet, node: DOMNode, *, animate: bool = False, cache: Any = None) -> None:  # noqa: ARG001
    """Apply to a node what was found for one that stands alike, or find it; stands for `Stylesheet.apply`."""
    candidates = _candidates(sheet, node)
    path = tuple(
        (_kind(each), *(name for name in candidates.pseudo_classes if each.has_pseudo_class(name)))
        for each in node.css_path_nodes
    )
    found = _FOUND.get((candidates, path))
    if found is None:
        _given.pop(id(node), None)
        _find(sheet, node, animate=animate)
        _FOUND[candidates, path] = _Found(_given.pop(id(node), None), {name: getattr(node, name) for name in _NOTES})
        return
    for name, value in found.notes.items():
        setattr(node, name, value)
    if found.values is not None:
        _replace(node, found.values, animate=animate)
    sheet._process_component_classes(node)


def replace_noted(node: DOMNode, rules: RulesMap, animate: bool = False) -> None:
    """Note what was found for a node; stands for `Stylesheet.replace_rules`."""
    _given[id(node)] = rules
    _replace(node, rules, animate=animate)


def _kind(node: DOMNode) -> Hashable:
    return type(node), node._id, node.classes


def _candidates(sheet: Stylesheet, node: DOMNode) -> _Candidates:
    """Return the rules that may hold for a node: the same object for the same rules, whatever else a sheet holds."""
    rules, known = _GENERATIONS.get(sheet, (None, {}))
    if rules is not sheet.rules:
        _GENERATIONS[sheet] = sheet.rules, (known := {})
    kind = _kind(node)
    if kind not in known:
        may_hold = {
            id(rule) for name in sheet.rules_map.keys() & node._selector_names for rule in sheet.rules_map[name]
        }
        those = tuple(rule for rule in sheet.rules if id(rule) in may_hold)
        named = tuple(sorted({name for rule in those for name in rule.pseudo_classes}))
        known[kind] = _ALIKE.setdefault(tuple(map(id, those)), _Candidates(those, named))
    return known[kind]

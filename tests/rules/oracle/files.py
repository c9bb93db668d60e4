"""A protocol file and the overlays on it, read as plain data by a reader that knows nothing of what they mean."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

Written = dict[str, Any]
"""As it stands in the file: every scalar is a text."""


def read(file: Path, *overlays: Path) -> Written:
    """Read the questions and rules of a file, with those that overlays add, and as strict as they make them."""
    written = parsed(file.read_text("utf-8"))
    for overlay in overlays:
        written = with_overlay(written, parsed(overlay.read_text("utf-8")))
    return written


def parsed(text: str) -> Written:
    """Read a text as data in which every scalar is a text."""
    read_as_text = YAML(typ="base", pure=True)
    written: Written = read_as_text.load(text)
    return written


def with_overlay(base: Written, overlay: Written) -> Written:
    """Return the questions and rules of a protocol with an overlay on it."""
    rules = [dict(rule) for rule in base["rules"]]
    for change in overlay.get("stricter", ()):
        for rule in rules:
            if rule["id"] == change["rule"] and "outcome" in change:
                rule["outcome"] = change["outcome"]
            if rule["id"] == change["rule"] and "period" in change:
                rule["when"] = _for_longer(rule["when"], change["period"])
    return {
        **base,
        "questions": [*base["questions"], *_meant_for(base["id"], overlay.get("questions", ()))],
        "rules": [*rules, *_meant_for(base["id"], overlay.get("rules", ()))],
    }


def _meant_for(protocol: str, parts: Iterable[Written]) -> list[Written]:
    return [part for part in parts if protocol in part.get("only_for", [protocol])]


def _for_longer(condition: Written, period: str) -> Written:
    if "less_than_ago" in condition:
        return {**condition, "less_than_ago": period}
    return {
        word: [_for_longer(part, period) for part in said] if word in ("all", "any") else said
        for word, said in condition.items()
    }

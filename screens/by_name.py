"""Screens by name: a terminal loads only those it shows, because start-up is what a person waits for."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, cast

from textual.screen import Screen


def screen_class(name: str) -> Callable[..., Screen[Any]]:
    """Return the class of screens named `module:Class`."""
    module, _, kind = name.partition(":")
    return cast("Callable[..., Screen[Any]]", getattr(importlib.import_module(module), kind))

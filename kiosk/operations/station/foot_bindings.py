"""Every binding that foot may have from the beginning, taken away: one of them opens a shell beside the kiosk.

foot refuses a file that names a binding it does not know, so each is named from the version on that has it. Those that newer
versions leave unbound need no line. https://codeberg.org/dnkl/foot/src/branch/master/CHANGELOG.md
"""

from typing import Final

OLDEST: Final = (1, 13)
_KEYS: Final = [
    "scrollback-up-page",
    "scrollback-up-half-page",
    "scrollback-up-line",
    "scrollback-down-page",
    "scrollback-down-half-page",
    "scrollback-down-line",
    "scrollback-home",
    "scrollback-end",
    "clipboard-copy",
    "clipboard-paste",
    "primary-paste",
    "search-start",
    "font-increase",
    "font-decrease",
    "font-reset",
    "spawn-terminal",
    "minimize",
    "maximize",
    "fullscreen",
    "pipe-visible",
    "pipe-scrollback",
    "pipe-selected",
    "show-urls-launch",
    "show-urls-copy",
    "show-urls-persistent",
    "prompt-prev",
    "prompt-next",
    "unicode-input",
    "noop",
]
_SEARCH: Final = [
    "cancel",
    "commit",
    "find-prev",
    "find-next",
    "cursor-left",
    "cursor-left-word",
    "cursor-right",
    "cursor-right-word",
    "cursor-home",
    "cursor-end",
    "delete-prev",
    "delete-prev-word",
    "delete-next",
    "delete-next-word",
    "extend-to-word-boundary",
    "extend-to-next-whitespace",
    "clipboard-paste",
    "primary-paste",
    "unicode-input",
]
_URLS: Final = ("cancel", "toggle-url-visible")
_MOUSE: Final = [
    "selection-override-modifiers",
    "primary-paste",
    "select-begin",
    "select-begin-block",
    "select-extend",
    "select-extend-character-wise",
    "select-word",
    "select-word-whitespace",
    "select-row",
]
_MOUSE_SINCE_1_16: Final = ("select-quote", "scrollback-up-mouse", "scrollback-down-mouse")
_MOUSE_SINCE_1_17: Final = ("font-increase", "font-decrease")


def no_bindings(version: tuple[int, int]) -> str:
    """Return the sections of foot.ini that leave a terminal of this version without any."""
    mouse = [*_MOUSE]
    mouse += _MOUSE_SINCE_1_16 if version >= (1, 16) else ()
    mouse += _MOUSE_SINCE_1_17 if version >= (1, 17) else ()
    sections = {"key-bindings": _KEYS, "search-bindings": _SEARCH, "url-bindings": _URLS, "mouse-bindings": mouse}
    return "\n\n".join("\n".join((f"[{name}]", *(f"{each}=none" for each in all_))) for name, all_ in sections.items())

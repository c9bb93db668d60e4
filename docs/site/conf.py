"""The documents as a site: `make docs` writes it to build/docs. It fetches nothing; its fonts are the reader's own."""

import re
from pathlib import Path
from typing import Any

project = "Clinic Kiosk"
extensions = ["myst_parser"]
root_doc = "README"
html_theme = "furo"
html_title = project
html_copy_source = False
html_show_sphinx = False
exclude_patterns = ["site"]
myst_heading_anchors = 4
highlight_language = "text"

DOCS = Path(__file__).parents[1]
_OUTSIDE = re.compile(r"\[([^\]]*)\]\((?:\.\./)+[^)]*\)")
"""A link from docs/ to the rest of the repository, which the site does not have."""


def in_site(name: str, text: str) -> str:
    """Return a page as the site reads it: the start page with every other one below it, no page with a link out of docs/."""
    if name == root_doc:
        pages = sorted(page.relative_to(DOCS).with_suffix("").as_posix() for page in DOCS.rglob("*.md"))
        listed = "\n".join(page for page in pages if page != root_doc)
        text += f"\n```{{toctree}}\n:hidden:\n\n{listed}\n```\n"
    depth = name.count("/")
    return _OUTSIDE.sub(lambda link: link[1] if link[0].count("../") > depth else link[0], text)


def setup(app: Any) -> None:
    """Let Sphinx read each page so."""

    def read(_app: Any, name: str, source: list[str]) -> None:
        source[0] = in_site(name, source[0])

    app.connect("source-read", read)

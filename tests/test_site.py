"""The site that `make docs` builds reads every page, and leads to nothing that it does not have."""

import importlib.util
import re
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
SPEC = importlib.util.spec_from_file_location("conf", DOCS / "site" / "conf.py")
assert SPEC is not None
assert SPEC.loader is not None
CONF = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(CONF)


def test_every_page_stands_below_the_start_page() -> None:
    listed = CONF.in_site("README", "# Start\n").split("```{toctree}\n:hidden:\n\n")[1].split("\n```")[0].split()
    assert [f"{page}.md" for page in listed] == sorted(
        page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md") if page != DOCS / "README.md"
    )


def test_a_link_out_of_the_documents_is_its_words_there_and_one_among_them_stays() -> None:
    assert CONF.in_site("leads", "[Contributing](../CONTRIBUTING.md) [a](b.md#c)") == "Contributing [a](b.md#c)"
    assert (
        CONF.in_site("protocols/tutorial", "[code](../../rules) [all](../protocols.md)")
        == "code [all](../protocols.md)"
    )
    for page in DOCS.rglob("*.md"):
        name = page.relative_to(DOCS).with_suffix("").as_posix()
        found = re.findall(r"\]\(((?:\.\./)+)", CONF.in_site(name, page.read_text(encoding="utf-8")))
        assert all(each.count("../") <= name.count("/") for each in found), name

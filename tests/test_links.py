"""Every link between the documents leads somewhere, and every page of docs/ can be reached from its start page."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
START = ROOT / "docs" / "README.md"
OUTSIDE = ("https://", "http://", "mailto:")
ELSEWHERE = {".venv", ".venv-bench", ".venv-docs", ".git", ".pytest_cache", ".hypothesis", "build"}


def pages(folder: Path = ROOT) -> list[Path]:
    return sorted(each for each in folder.rglob("*.md") if not ELSEWHERE & set(each.relative_to(folder).parts))


def prose(text: str) -> str:
    """Return a page without its code, in which nothing is a link and nothing a heading."""
    return re.sub(r"```.*?```|<!--.*?-->", "", text, flags=re.DOTALL)


def links(text: str) -> Iterator[str]:
    yield from re.findall(r"\]\(([^()\s]+)\)", re.sub(r"`[^`\n]*`", "code", prose(text)))


def anchors(text: str) -> set[str]:
    """Return what the headings of a page are reached by, as GitHub makes it of their words."""
    found: dict[str, int] = {}
    names = set()
    for title in re.findall(r"^#{1,6} +(.+?) *$", prose(text), flags=re.MULTILINE):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).lower()
        name = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        count = found.get(name, 0)
        found[name] = count + 1
        names.add(f"{name}-{count}" if count else name)
    return names


def broken(page: Path) -> Iterator[str]:
    for link in links(page.read_text(encoding="utf-8")):
        if link.startswith(OUTSIDE):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists():
            yield f"{page.name}: {link} leads nowhere"
        elif anchor and anchor not in anchors(target.read_text(encoding="utf-8")):
            yield f"{page.name}: {target.name} has no heading #{anchor}"


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_anchor_of_a_page_leads_somewhere(page: Path) -> None:
    assert list(broken(page)) == []


def test_every_page_of_the_documents_is_reached_from_the_start_page() -> None:
    reached, ahead = set(), [START]
    while ahead:
        page = ahead.pop()
        if page in reached or page.suffix != ".md" or START.parent not in page.parents:
            continue
        reached.add(page)
        found = links(page.read_text(encoding="utf-8"))
        ahead += [(page.parent / link.partition("#")[0]).resolve() for link in found if not link.startswith(OUTSIDE)]
    assert reached == set(pages(START.parent))


def test_every_picture_is_shown_on_a_page() -> None:
    drawn = set((START.parent / "pictures").iterdir())
    shown = {(page.parent / link).resolve() for page in pages() for link in links(page.read_text(encoding="utf-8"))}
    assert drawn - shown == set()


def test_every_place_that_the_architecture_names_is_there() -> None:
    text = (START.parent / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:rules|kiosk|screens|tests)/[^`*]*)`", text)
    assert [each for each in named if not (ROOT / each).exists()] == []


def test_every_function_that_the_architecture_leads_to_is_in_its_file() -> None:
    text = (START.parent / "architecture.md").read_text(encoding="utf-8")
    led = re.findall(r"`([\w.-]+)` in `([^`]+)`(?:, then `(\w+)`(?: and `(\w+)`)?(?! in))?", text)
    assert led
    for name, file, *more in led:
        code = (ROOT / file).read_text(encoding="utf-8")
        assert [each for each in (*name.split("."), *more) if each not in code] == [], file


def test_a_link_to_nothing_and_an_anchor_that_is_gone_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# One `word`, twice\n[a](gone.md) [b](#one-word-twice) [c](#two) `[d](e)`\n```\n[f](g)\n# two\n```\n"
    )
    assert list(broken(page)) == ["page.md: gone.md leads nowhere", "page.md: page.md has no heading #two"]

"""A protocol file is read strictly: whatever it may not say is refused with file, line, column and a sentence."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rules
from rules import ProtocolError, UnknownProtocolError, load_protocol, protocol, read_protocol, shipped
from rules.reading.strict_yaml import read_tree

FOLDER = Path(rules.__file__).parent / "protocols"
PEEL = (FOLDER / "parisian_peel" / "protocol.yaml").read_text(encoding="utf-8")


def changed(old: str, new: str) -> str:
    assert PEEL.count(old) >= 1, old
    return PEEL.replace(old, new, 1)


def refused(text: str) -> ProtocolError:
    with pytest.raises(ProtocolError) as error:
        read_protocol(text, "mine.yaml")
    assert error.value.sentence.endswith(".")
    assert str(error.value).startswith(f"mine.yaml, line {error.value.line}, column {error.value.column}: ")
    return error.value


def place_of(part: str, text: str) -> tuple[int, int]:
    before = text[: text.index(part)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def test_both_protocols_are_shipped_and_loaded_once():
    assert shipped() == ("parisian-peel", "medical-facial")
    assert protocol("parisian-peel") is protocol("parisian-peel")


def test_an_unknown_protocol_names_those_there_are():
    with pytest.raises(UnknownProtocolError, match='no protocol "botox"; there are parisian-peel and medical-facial'):
        protocol("botox")


def test_no_and_yes_are_words_and_not_truths():
    options = protocol("parisian-peel").question("rosacea").options
    assert [(option.id, option.label) for option in options] == [("yes", "Yes"), ("no", "No")]
    assert protocol("parisian-peel").rule("PP-ROSACEA").when.options == ("yes",)


GATE = "{question: rash, is: yes}"
VERSION = next(line for line in PEEL.splitlines(keepends=True) if line.startswith("version: "))

WRONG = [
    # YAML that guesses, hides or repeats
    ("title: Parisian Peel\n", "title: &peel Parisian Peel\n", "&peel", "Anchors"),
    ("status: active", "status: *peel", "*peel", "Aliases"),
    (VERSION, "version: !!int 1\n", "!!int", "Tags"),
    (VERSION, f"{VERSION}version: 99\n", "version: 99", '"version" occurs twice here'),
    (VERSION, f"{VERSION}<<: {{a: b}}\n", "<<:", '"<<" is not known here'),
    (VERSION, f"? [a, b]\n: c\n{VERSION}", "[a, b]", "A key is a single word"),
    (VERSION, "version:\n", "\nvalid_from", "Nothing is written here"),
    ("title: Parisian Peel\n", "title: ' '\n", "' '", "title has no text"),
    # Words and values
    (VERSION, f"{VERSION}colour: red\n", "colour", '"colour" is not known here'),
    (VERSION, "version: one\n", "one\n", 'a whole number, not "one"'),
    (VERSION, "version: 0\n", "0\n", "version is smaller than 1"),
    ("2026-01-01", "2026-02-30", "2026-02-30", "valid_from"),
    ("2026-01-01", "1 January 2026", "1 January", "a day is written like"),
    ("status: active", "status: great", "great", "'draft', 'active' or 'retired'"),
    ("id: parisian-peel\nt", "id: Parisian Peel\nt", "Parisian Peel\nt", "not written as it must be"),
    ("horizon: setting", "horizon: sometime", "sometime", "'setting', 'today'"),
    ("outcome: deferred", "outcome: stop", "stop\n", "'eligible', 'caution'"),
    ("informational: true", "informational: yes", "yes\n    ask: What would", "true or false"),
    ("Inflamed acne today.", "Inflamed {acne} today.", "Inflamed {acne}", "not written as it must be"),
    ("  title: Your consent to the Parisian Peel\n", "", "done:", 'consent lacks "title"'),
    ("sessions: [4, 6]", "sessions: [6, 4]", "[6, 4]", "runs backwards"),
    ("sessions: [4, 6]", "sessions: [4, 5, 6]", "[4, 5, 6]", "sessions"),
    ("weeks: [3, 4]", "weeks: [4, 3]", "[4, 3]", "runs backwards"),
    # Conditions
    (GATE, "{question: rash, equals: yes}", "{question: rash, equals", "a condition says one of"),
    (GATE, "{question: rash, is: yes, or: no}", "or: no", '"or" is not known here'),
    (GATE, "{not: {question: rash, is: yes}}", "{not:", "a condition says one of"),
    (GATE, "{question: rash, is: [yes]}", "[yes]", "is not a text"),
    (GATE, "{question: rush, is: yes}", "{question: rush", 'no question "rush"'),
    (GATE, "{question: rash, is: maybe}", "{question: rash, is: maybe", 'no option "maybe"'),
    (GATE, "{question: area, is: face}", "{question: area, is", "is of type areas"),
    (GATE, "{question: rosacea, is: yes}", "{question: rosacea, is: yes}\n    ask", "is asked before"),
    (GATE, "{question: rash_where, includes: face}", "{question: rash_where, includes", "is asked before"),
    (GATE, "{question: retinoid_last, less_than_ago: 3 days}", "{question: retinoid_last, l", "look at the calendar"),
    ("less_than_ago: 3 days", "less_than_ago: 3 moons", "3 moons", "a period is written like"),
    ("less_than_ago: 3 days", "less_than_ago: 4 days", "{question: retinoid_last, l", "longer period"),
    # What belongs together
    ("period: 3 days", "period: 2 days", "{question: retinoid_last, l", "longer period"),
    (
        "period: 6 months",
        "period: 9999 months",
        "9999 months",
        "9999 months is too long; a period is 120 months at most",
    ),
    ("period: 6 months", "period: 3661 days", "3661 days", "3661 days is too long; a period is 120 months at most"),
    ("against: [contra", "against: [advice, contra", "advice, contra", 'no section "advice" that could speak against'),
    ("{kind: signs, why: Deep acne is known by both.}", "x", "x\n    why: >-\n      The peel alone can't", "several"),
    ("    period: 3 days\n", "", "id: retinoid_last", "a last_time question has a period"),
    ("harmless: [never]", "harmless: [seldom]", "[seldom]", 'no option "seldom"'),
    ("none: None of these", "not_sure: Perhaps", "\n      oily", '"not_sure" can\'t be an option'),
    ("    informational: true\n", "", "id: concerns", 'No rule uses "concerns"'),
    ("outcome: contraindicated", "outcome: eligible", "eligible\n    when", "can't make anybody eligible"),
    ("id: PP-SUN", "id: PP-AREA", "PP-AREA\n    outcome: caution", "id of two entries"),
    ("type: note", "type: one_of", "id: note", "needs at least two options"),
    ("    period: 3 days\n", "    period: 3 days\n    options: {a: A, b: B}\n", "{a: A", "has no options"),
    ("type: one_of\n    horizon: months", "type: yes_no\n    horizon: months", "{never:", "its options are yes and no"),
    ("    - weeks: [3, 4]\n", f"    - weeks: [3, 4]\n      only_if: {GATE}\n", "\n    - weeks", "for everybody else"),
    ("informational: true", "informational: false", "id: concerns", 'No rule uses "concerns"'),
    # Sources
    ("source: [discontinue 2]", "source: [discontinue 3]", "discontinue 3]", "no such place: discontinue 3"),
    ("source: [discontinue 2]", "source: [reviews 1]", "reviews 1", "no such place: reviews 1"),
    ("source: [discontinue 2]", "source: [web discontinue 2]", "web disc", 'no source document "web"'),
    ("source: [discontinue 2]", "source: [a b c d]", "a b c d", "a source is written"),
    ("    source: [discontinue 2]\n", "", "id: PP-RETINOID-3D", "cites no source"),
]


@pytest.mark.parametrize(("old", "new", "at", "says"), WRONG, ids=[says for *_, says in WRONG])
def test_what_a_protocol_may_not_say_is_refused_where_it_stands(old: str, new: str, at: str, says: str):
    text = changed(old, new)
    error = refused(text)
    assert says in error.sentence
    line, column = place_of(at, text)
    assert (error.line, error.column) == (line, column) or at.startswith("\n"), str(error)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "The file is empty"),
        ("# only a word to say\n", 1, "The file is empty"),
        ("just words\n", 1, "not a group of entries"),
        ("- a\n- b\n", 1, "not a group of entries"),
        ("%YAML 1.1\n---\nid: a\n", 2, "Directives"),
        ("id: a\n---\nid: b\n", 2, "one document"),
        ("id: [a\n", 1, "not YAML"),
        ("id: a\n\tb: c\n", 2, "not YAML"),
        ("id: 'a\n", 1, "not YAML"),
        ("id: \x07\n", 1, "not YAML"),
        ("[" * 2000, 1, "deeper"),
    ],
)
def test_what_is_no_protocol_at_all_is_refused(text: str, line: int, says: str):
    error = refused(text)
    assert says in error.sentence
    assert error.line == line


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("id: a: b\n", (1, 6), "this line has a second colon"),
        ("id: a\ntitle: it is: so\n", (2, 13), "this line has a second colon"),
        ("id: a\n  title: b\n", (2, 8), "this line has a second colon, or the line above lacks its own"),
        ('id: "a\ntitle: b\n', (1, 5), "a quotation mark is opened here and never closed"),
        ("id: it's\ntitle: 'it\n", (2, 8), "a quotation mark is opened here and never closed"),
        ("id: {a: b\n", (1, 5), 'a "{" is opened here, and a comma or its "}" is missing'),
        ("id: [a, b\n", (1, 5), 'a "[" is opened here, and a comma or its "]" is missing'),
        ("id: a\n\ttitle: b\n", (2, 1), "this line begins with a tab"),
        ("id: @home\n", (1, 5), "a text that begins with this sign needs quotes"),
        ('id: "a\\q"\n', (1, 8), "a backslash means something in double quotes"),
        ("id: *\n", (1, 5), 'a text that begins with "*" needs quotes'),
        ("id: & so on\n", (1, 5), 'a text that begins with "&" needs quotes'),
        ("id: >- a\n", (1, 5), "nothing but a line break may follow the sign for a long text"),
        ("id:\n  a: b\n c: d\n", (3, 2), "this line is not indented like"),
        ("id: a\n- b\n", (2, 1), "this line is not indented like"),
        ("id: a\ntitle\nversion: 1\n", (3, 1), "a key lacks its colon"),
        ("id: a\nquestions:\n  - id: b\n  -id: c\n", (4, 3), "this line is not indented like"),
        ('id: "a" b\n', (1, 9), "something follows the quotation mark that closes the text"),
        ("id: ]\n", (1, 5), "there is a bracket or a comma where a value is expected"),
        ("id: a\ntitle: b\u0007c\n", (2, 9), "this line has a sign that no text can hold"),
    ],
)
def test_a_slip_in_yaml_is_named_in_our_words_where_it_is(text: str, place: tuple[int, int], says: str):
    error = refused(text)
    assert error.sentence.startswith(f"This is not YAML: {says}")
    assert (error.line, error.column) == place
    for word in ("scalar", "token", "mapping", "sequence", "anchor", "expected", "found"):
        assert word not in error.sentence.replace("where a value is expected", "")


def test_all_that_is_wrong_in_a_file_is_named_at_once():
    text = PEEL.replace("type: yes_no", "type: yes_or_no", 1).replace("outcome: deferred", "outcome: later", 1)
    error = refused(text)
    assert "yes_or_no" in error.sentence
    assert any("later" in each.sentence for each in error.others)
    wrong = PEEL.replace("{question: rosacea, is: yes}", "{question: rosaea, is: yes}").replace(
        "period: 3 days", "period: 4000 days"
    )
    error = refused(wrong)
    sentences = " ".join(each.sentence for each in (error, *error.others))
    assert 'There is no question "rosaea".' in sentences
    assert "4000 days is too long; a period is 120 months at most." in sentences
    assert 'No rule uses "rosacea"' in sentences


def test_a_file_without_sources_is_told_what_it_lacks():
    head, _, rest = PEEL.partition("sources:\n")
    error = refused(f"{head}sources: []\n{rest[rest.index('questions:') :]}")
    assert "sources has too few entries" in error.sentence


def test_a_year_is_told_how_it_is_written():
    error = refused(PEEL.replace("less_than_ago: 6 months", "less_than_ago: 1 year"))
    assert 'not "1 year"; write "12 months" for it' in error.sentence


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path):
    with pytest.raises(ProtocolError, match="can't be read"):
        load_protocol(tmp_path / "none.yaml")
    with pytest.raises(ProtocolError, match="can't be read"):
        load_protocol(tmp_path)
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("title: d\u00e9collet\u00e9".encode("latin-1"))
    with pytest.raises(ProtocolError, match=r"not UTF-8 text \(byte 9\)"):
        load_protocol(latin)


def test_quotes_and_layout_do_not_matter_but_words_do():
    same = read_protocol(changed("title: Parisian Peel\n", "title:   'Parisian Peel'\n"), "mine.yaml")
    other = read_protocol(changed("title: Parisian Peel\n", "title: Parisian peel\n"), "mine.yaml")
    original = protocol("parisian-peel")
    assert same.sha256 == original.sha256
    assert same == original
    assert other.sha256 != original.sha256


def test_a_number_in_a_rules_text_is_the_rules_own():
    twelve = read_protocol(PEEL.replace("6 months", "12 months"), "mine.yaml")
    assert "12 months of rest" in twelve.rule("PP-ACCUTANE-6M").client
    assert "6 months of rest" in protocol("parisian-peel").rule("PP-ACCUTANE-6M").client


def test_a_protocol_loads_in_a_moment():
    fastest = 1.0
    for number in range(1, 6):
        text = PEEL + "\n" * number  # what was read before is known
        start = time.process_time()
        read_protocol(text, "mine.yaml")
        fastest = min(fastest, time.process_time() - start)
    assert fastest < 0.2  # about 0.035 s on a small machine; the border leaves room for a busy one


def test_what_one_reader_makes_of_a_text_is_not_there_for_the_next():
    first = read_tree(PEEL, "mine.yaml")
    first.data["rules"].clear()
    again = read_tree(PEEL, "mine.yaml")
    assert len(again.data["rules"]) == len(protocol("parisian-peel").rules)
    assert again.at(("rules",)) == first.at(("rules",))


@given(data=st.data())
def test_a_slip_of_the_pen_is_taken_or_refused_in_a_sentence(data: st.DataObject):
    place = data.draw(st.integers(0, len(PEEL) - 1))
    length = data.draw(st.integers(0, 30))
    slip = data.draw(st.text(alphabet="abc:-#[]{}&*!|>'\"%@` \n\t0", max_size=4))
    try:
        read_protocol(PEEL[:place] + slip + PEEL[place + length :], "mine.yaml")
    except ProtocolError as error:
        refusal = error
    else:
        return
    assert refusal.line >= 1
    assert refusal.column >= 1
    assert refusal.sentence

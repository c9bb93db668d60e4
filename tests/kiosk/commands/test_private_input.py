"""What is typed or piped to a command: all of it or a sentence, never a part."""

import io
import sys

import pytest

from kiosk.commands import private_input
from kiosk.core.errors import BadInput


class Piped(io.StringIO):
    """Standard input with these bytes."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.raw = io.BytesIO(data)

    @property
    def buffer(self) -> io.BytesIO:
        """The bytes themselves."""
        return self.raw


def pipe(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", Piped(data))


def test_words_are_typed_until_an_empty_line_or_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(private_input, "at_terminal", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO("abandon ability \n able\n\nnot read\n"))
    assert private_input.ask_lines("The words") == ["abandon ability", "able"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("abandon\n"))
    assert private_input.ask_lines("The words") == ["abandon"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"a" * 1_000_000, "Standard input holds too much to be an answer."),
        ("Añil".encode("latin-1"), "Standard input is not UTF-8 text: save it as UTF-8."),
    ],
)
def test_what_cannot_be_an_answer_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, data: bytes, says: str
) -> None:
    pipe(monkeypatch, data)
    with pytest.raises(BadInput) as refused:
        private_input.ask_lines("The words")
    assert refused.value.sentence == says


def test_a_file_saved_by_a_windows_editor_is_read_without_its_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(monkeypatch, "\ufeffabandon\r\nability\r\n".encode())
    assert private_input.ask_lines("The words") == ["abandon", "ability"]


def test_without_a_terminal_and_without_standard_input_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    monkeypatch.setattr(private_input, "at_terminal", lambda: False)
    with pytest.raises(BadInput, match="there is no terminal to ask at"):
        private_input.ask_lines("The words")

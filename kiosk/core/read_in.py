"""What an object gives to read is in the language that the object names, whatever the terminal of its reader speaks."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from kiosk.core.language import speaking


class Speaker(Protocol):
    """What speaks a language."""

    @property
    def language(self) -> str:
        """The code of the language."""


_Speaker = TypeVar("_Speaker", bound=Speaker)


def read_in_its_language(speaker: type[_Speaker]) -> type[_Speaker]:
    """Let each public property of a class be read in the language that its `language` names at that moment."""
    for name, member in list(vars(speaker).items()):
        if isinstance(member, property) and member.fget and name != "language" and not name.startswith("_"):
            setattr(speaker, name, property(_spoken(member.fget), doc=member.__doc__))
    return speaker


def _spoken(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def said(self: Any) -> Any:
        with speaking(self.language):
            return read(self)

    return said

"""The argument parser of every command: an error is one sentence, never a page of usage and never a traceback."""

import argparse
from typing import Any, NoReturn, TypeAlias

from kiosk.clean import clean
from kiosk.errors import BadInput


class Parser(argparse.ArgumentParser):
    """ArgumentParser that raises BadInput instead of leaving the process."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("allow_abbrev", False)
        super().__init__(*args, **kwargs)

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong as one sentence with the way to the help."""
        message = clean(message, limit=300)
        raise BadInput(f"{message[:1].upper()}{message[1:]}; see `{self.prog} --help`.")


Groups: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001  (argparse has no public name for it)

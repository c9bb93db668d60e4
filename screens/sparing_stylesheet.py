"""Styles that are read once for each set of colours: Textual reads them again for each kind of widget that comes."""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet


class SparingStylesheet(Stylesheet):
    """Remembers what it read of a source until the colours are others."""

    def set_variables(self, variables: dict[str, str]) -> None:
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Read here what was added, not all of it on a sheet that is thrown away; ours have no faults that could stay."""
        self.parse()

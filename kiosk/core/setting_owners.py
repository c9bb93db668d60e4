"""Whose a setting is: a machine's, or the clinic's for all its machines."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import BaseModel
from pydantic.fields import FieldInfo

MACHINE: Final = "machine"
"""The mark of a setting that belongs to a machine."""


def parted(model: type[BaseModel], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what belongs to a machine, and what the clinic decides. What is no setting stays with the machine's file, to be refused."""
    of_machine, of_clinic = {}, {}
    for name, value in values.items():
        field = model.model_fields.get(name)
        table = model_of_table(field) if field is not None else None
        if field is None or MACHINE in field.metadata:
            of_machine[name] = value
        elif table is None or not isinstance(value, dict):
            of_clinic[name] = value
        else:
            one, other = parted(table, value)
            of_machine |= {name: one} if one else {}
            of_clinic |= {name: other} if other or not one else {}
    return of_machine, of_clinic


def merged(values: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings with new ones; of a table, only the lines that are new."""
    found = {**values}
    for name, value in new.items():
        was = found.get(name)
        found[name] = merged(was, value) if isinstance(was, dict) and isinstance(value, dict) else value
    return found


def owners(model: type[BaseModel], before: str = "") -> Iterator[tuple[str, bool]]:
    """Return every setting by its whole name, and whether it belongs to a machine."""
    for name, field in model.model_fields.items():
        table, whole = model_of_table(field), f"{before}{name}"
        if MACHINE in field.metadata or table is None:
            yield whole, MACHINE in field.metadata
        else:
            yield from owners(table, f"{whole}.")


def model_of_table(field: FieldInfo) -> type[BaseModel] | None:
    """Return the model of a setting that is a table; None for any other."""
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None

"""What a setting may be, and why one is refused, in words."""

import json

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from kiosk.core.setting_owners import model_of_table


def allowed_in_words(settings: type[BaseModel], name: str) -> str:
    """Return in words what a setting may be."""
    field = _field(settings, name)
    if model_of_table(field) is not None:
        return "a table, as docs/settings.md shows it"
    if isinstance(field.json_schema_extra, dict):
        return str(field.json_schema_extra["allowed"])
    if field.annotation is bool or "bool" in str(field.annotation):
        return "true or false"
    if "Literal" in str(field.annotation):
        return "one of " + ", ".join(f'"{option}"' for option in field.annotation.__args__)  # type: ignore[union-attr]
    return f"a whole number from {_bound(field, 'ge')} to {_bound(field, 'le')}"


def _field(settings: type[BaseModel], name: str) -> FieldInfo:
    first, *inner = name.split(".")
    field = settings.model_fields[first]
    for part in inner:
        table = model_of_table(field)
        field = table.model_fields[part] if table is not None else field
    return field


def _bound(field: FieldInfo, side: str) -> int:
    return next(int(getattr(rule, side)) for rule in field.metadata if hasattr(rule, side))


def _named(settings: type[BaseModel], keys: list[str]) -> str:
    """Return a setting's whole name; what follows it is of pydantic's own (which of several kinds was tried)."""
    tables: type[BaseModel] | None = settings
    for count, key in enumerate(keys):
        field = tables.model_fields.get(key) if tables is not None else None
        if field is None:
            return ".".join(keys[: count + (tables is not None)])
        tables = model_of_table(field)
    return ".".join(keys)


def setting_refusal(settings: type[BaseModel], error: ValidationError, where: str) -> str:
    """Return a sentence that names where it is, the setting, its value and what is allowed."""
    first = error.errors(include_url=False, include_context=False)[0]
    keys = [key for key in first["loc"] if isinstance(key, str)]
    name = _named(settings, keys)
    if first["type"] == "missing":
        return f"{where}: {name} is missing; it must be {allowed_in_words(settings, name)}."
    if first["type"] == "extra_forbidden" and name in settings.model_fields:  # under a name that the clinic gave
        return f"{where}: there is no setting {'.'.join(keys)}; {name} must be {allowed_in_words(settings, name)}."
    if first["type"] == "extra_forbidden":
        table = model_of_table(_field(settings, name.rpartition(".")[0])) if "." in name else None
        return f"{where}: there is no setting {name}; those there are: {', '.join((table or settings).model_fields)}."
    if name == "store":  # a refused address may hold a password
        return f"{where}: store is not allowed as it is; it must be {allowed_in_words(settings, name)}."
    shown = json.dumps(first["input"], ensure_ascii=False, default=str)
    return f"{where}: {name} = {shown} is not allowed; it must be {allowed_in_words(settings, name)}."

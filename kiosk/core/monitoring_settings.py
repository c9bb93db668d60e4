"""How a machine of the clinic is watched over: a part of its settings."""

from pathlib import PurePath
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictStr, field_validator


class Monitoring(BaseModel):
    """Where this machine says how it stands, for a program that watches over machines."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    health_file: Annotated[
        StrictStr, Field(json_schema_extra={"allowed": "a file's whole path, in quotes, or an empty text"})
    ] = ""

    @field_validator("health_file")
    @classmethod
    def _is_a_path(cls, value: str) -> str:
        if value and not (value.isprintable() and PurePath(value).is_absolute()):
            raise ValueError
        return value

"""The mark of a private record: whose it is, and who set it."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict

PrivateWhy = Literal["staff", "relative", "known", "wish"]

PRIVATE_WORDS: Mapping[PrivateWhy, str] = MappingProxyType(
    {
        "staff": "works here",
        "relative": "a relative of somebody who works here",
        "known": "known to everybody",
        "wish": "asked for it",
    }
)
"""Why a record is private, as staff read it."""


class PrivateMark(BaseModel):
    """That a record is private, why, and who says so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    why: PrivateWhy
    by: str
    at: datetime

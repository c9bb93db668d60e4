"""What a clinic decides for each of its sites: a part of its settings.

All sites share one day book, one set of rules and everything else; only what differs by place is here.
"""

import re
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictStr

from kiosk.core.clean import clean
from kiosk.core.opening_hours import OpeningHours

_NUMBER: Final = re.compile(r"\+?[0-9][0-9 ()./-]*[0-9]")


def _is_a_number(value: str) -> str:
    if clean(value, 40) != value or not _NUMBER.fullmatch(value):
        raise ValueError
    return value


def _is_an_address(value: str) -> str:
    if not value.strip() or clean(value, 120) != value:
        raise ValueError
    return value


Telephone = Annotated[StrictStr, AfterValidator(_is_a_number)]
Address = Annotated[StrictStr, AfterValidator(_is_an_address)]
SiteName = Annotated[StrictStr, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]


class SiteSettings(BaseModel):
    """What a site says differently from the clinic; what it does not say is the clinic's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    clinic_phone: Telephone | None = None
    clinic_address: Address | None = None
    first_desk: StrictStr | None = None
    opening: OpeningHours | None = None

    @property
    def says(self) -> dict[str, Any]:
        """What it says, by the names of the settings."""
        return {name: value for name, value in self if value is not None}

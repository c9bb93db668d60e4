"""A member of staff, as everybody may see them."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kiosk.core.actor import Actor

StaffRole = Literal["receptionist", "practitioner", "lead"]


class StaffMember(BaseModel):
    """Somebody who works here. The PIN's hash is not part of it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    name: str
    role: StaffRole
    treatments: tuple[str, ...] = ()
    """Ids of the treatments a practitioner may give; if none is named, all that the clinic has, later ones too."""
    prescriber: bool = False
    """Whether the lead named them as somebody who may sign a second time, where going ahead takes two."""
    active: bool = True
    created_at: datetime

    def gives(self, treatment: str) -> bool:
        """Tell whether this person may give a treatment."""
        return not self.treatments or treatment in self.treatments

    def actor(self, terminal: str = "", system_user: str | None = None) -> Actor:
        """Return this person as the one who acts at a terminal."""
        return Actor(name=self.name, role=self.role, staff_id=self.id, terminal=terminal, system_user=system_user)

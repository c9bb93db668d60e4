"""Who does something: what the audit trail keeps beside every change."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Role = Literal["client", "receptionist", "practitioner", "lead", "system"]


class Actor(BaseModel):
    """A person at a terminal, or the system itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    """The name of a member of staff; for a client, the word ``client``: the trail knows clients by id only."""
    role: Role
    staff_id: str | None = None
    terminal: str = ""
    system_user: str | None = None
    """The account of the machine that ran a command, where one was run."""

    def __str__(self) -> str:
        if self.system_user is None:
            return self.name
        if not self.name or self.name == self.system_user:
            return f"system user {self.system_user}"
        return f"system user {self.system_user} for {self.name}"

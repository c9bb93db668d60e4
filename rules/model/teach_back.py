"""The question that asks back, after the consent was read, whether it was explained well."""

from typing import Any

from pydantic import model_validator

from rules.model.fields import Name, ProtocolPart, Text


class TeachBackAnswer(ProtocolPart):
    """One answer that can be chosen."""

    id: Name
    label: Text


class TeachBack(ProtocolPart):
    """One thing that the consent says, asked back: `right` is the one right answer.

    `explain` is read after another answer. `risk` names to the practitioner what to go through again.
    """

    ask: Text
    options: tuple[TeachBackAnswer, ...]
    right: Name
    explain: Text
    risk: Text

    @model_validator(mode="before")
    @classmethod
    def _options_in_short(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(options := value.get("options"), dict):
            return {**value, "options": [{"id": option, "label": label} for option, label in options.items()]}
        return value

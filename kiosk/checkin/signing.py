"""Who signs a consent: the client by their own name or hand, or a parent or guardian who says how they are related."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from kiosk.checkin.texts import signing_texts
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from kiosk.core.language import tr
from kiosk.people.client_book import Client
from kiosk.people.names import is_full_name, plain_words
from kiosk.visits.drawing import Drawing
from kiosk.visits.visit_parts import Relation, SecondSignature

NOTHING: Final = Drawing(width=1, height=1, strokes=((),))
"""A pad on which nothing is drawn."""
_LONGEST_NAME = 200
_NAME_WORDS = 2


class OtherName(BadInput):
    """The name is not the one that was expected; it is asked about once, and taken if it is given again."""


@dataclass(frozen=True)
class Signature:
    """What was signed with: a typed name or a drawing. `doubt` asks about a name that was not expected; empty where it was."""

    how: Literal["typed", "drawn"]
    name: str | None = None
    relation: Relation | None = None
    drawn: Drawing | None = None
    doubt: str = ""

    @property
    def as_stored(self) -> dict[str, Any]:
        """What is kept of it in a record."""
        return {
            "how": self.how,
            "name": self.name,
            "relation": self.relation,
            "drawn": self.drawn,
            "other_name": bool(self.doubt),
        }


def second(signed: Signature, at: datetime) -> SecondSignature:
    """Return what the other parent signed with, as it is kept."""
    return SecondSignature(at=at, **signed.as_stored)


def signature(
    client: Client, by: Literal["client", "guardian"], typed: str, relation: Relation | None, drawn: Drawing | None
) -> Signature:
    """Return a signature under a consent; BadInput if it is not one."""
    if by == "guardian" and relation is None:
        raise BadInput(tr(signing_texts.RELATION_FIRST))
    if drawn is not None:
        if not drawn.is_a_signature:
            raise BadInput(tr(signing_texts.DRAW_OR_TYPE))
        return Signature("drawn", relation=relation, drawn=drawn)
    name = clean(typed)[:_LONGEST_NAME]
    if not any(character.isalpha() for character in name):
        raise BadInput(tr(signing_texts.TYPE_FULL_NAME))
    if by == "client":
        doubt = "" if is_full_name(name, client.given_name, client.family_name) else tr(signing_texts.NOT_YOURS)
    else:
        is_own = len([word for word in plain_words(name) if len(word) > 1]) >= _NAME_WORDS
        is_own = is_own and not is_full_name(name, client.given_name, client.family_name)
        doubt = "" if is_own else tr(signing_texts.NOT_A_GUARDIANS)
    return Signature("typed", name=name, relation=relation, doubt=doubt)

"""Which half of a name comes first in a column of whole names, where no comma says it."""

from collections.abc import Iterable
from typing import Final

from kiosk.people.names import plain_words

_WRITTEN: Final = """
aaron abdul abigail adam adele adrian adriana adrien agathe agnes ahmed aisha aitana alain alan alba albert alberto alejandra
alejandro alex alexander alexandra alexandre alexia alfonso alfredo ali alice alicia alison alvaro amanda amelia amelie amy ana
anais andre andrea andres andrew angel angela angeles anita anna anne annie antoine antonia antonio arthur asha ashley audrey
aurelie axel barbara beatrice beatriz belen ben benedicte benjamin bernard beth bethany bob brian bruno camila camille carla
carlos carmen carol carole caroline catalina catherine cecile celia celine charles charlotte chloe chris christian christina
christine christophe claire clara claude claudia clement clotilde concepcion consuelo corinne cristina damien daniel daniela
daniele danielle david deborah delphine denis diana diane diego dolores dominique dorothy edith eduardo edward elena eleanor elisa
elisabeth elise elizabeth ella ellen elodie eloise elsa emily emilie emilio emma enrique eric erica esther estelle eugenia eva
fabien fatima felipe felix fernando fiona florence francesca francisca francisco francois francoise frank frederic gabriel
gabriela gabrielle gareth genevieve george georgia gerard gilles gloria gonzalo grace graham guillaume gustavo hannah harriet
harry hassan heather helen helena helene henri henry hugo ian ibrahim ignacio ines ingrid irene iris isabel isabella isabelle ivan
jack jacob jacqueline jacques jade jaime james jane janet javier jean jeanne jennifer jenny jeremy jerome jesus jessica jim jo
joan joanna joaquin joe joel john jonathan jorge jose josefa josefina joseph josephine joshua juan juana judith julia julian julie
julien juliette justine karen karim karine kate katherine kathleen katie keith kelly kevin khadija laetitia laura lauren laurence
laurent lea leila leo leon leonor liam lila linda lisa lola lorena louis louisa louise lucas lucia lucie lucien lucy luis luisa
luke lydia madeleine magali maite manon manuel manuela marc marcel marco marcos margaret margarita margot maria marianne marie
marina mario marion mark marta martha martine mary mateo mathilde matilda matthew matthieu maud maxime megan mehdi mercedes mia
michael michel michele miguel mireille mohamed mohammed monica monique montserrat morgane muhammad myriam nadia nadine nancy
natalia natalie nathalie nathan neil nicholas nicola nicolas nicole nina noah noemie nora nuria oliver olivia olivier omar oscar
owen pablo paloma pamela pascal pascale patricia patrick paul paula pauline pedro penelope peter petra philip philippe pierre
pilar priya quentin rachel rafael ramon raquel raul rebecca rene renee ricardo richard rita robert roberto rocio rodrigo roger
romain romane rosa rosalia rosario rose rosie ruben ruth sabine sally salma sam samantha samuel sandra sandrine santiago sara
sarah sebastian sebastien sergio severine sharon simon simone sofia solange sonia sophia sophie stefan stella stephane stephanie
stephen steve steven stuart susan susana suzanne sylvain sylvie tania teresa theo theresa thierry thomas tiago tim timothy tom
tomas trinidad valentina valentine valerie vanessa vera veronica veronique vicente victor victoria vincent virginia virginie
viviane walter wendy william xavier yann yasmin yolanda yves yvette yvonne zara zoe
"""
_GIVEN: Final = frozenset(_WRITTEN.split())
"""Common given names of the languages that the kiosk speaks, as they are compared. They only make the report warn."""
_LEAST: Final = 4
"""Letters of a word in capitals that is surely a family name, not initials."""


def in_capitals(words: list[str]) -> tuple[list[str], list[str]] | None:
    """Return given and family names where only the family name is in capitals: "LINDQVIST Vera", "Vera LINDQVIST"."""
    loud = [word.isupper() for word in words]
    count = sum(loud)
    if not 0 < count < len(words) or not any(
        len(word) >= _LEAST for word, is_loud in zip(words, loud, strict=True) if is_loud
    ):
        return None
    if all(loud[:count]) and len(words[0]) >= _LEAST:
        return words[count:], words[:count]
    return (words[:-count], words[-count:]) if all(loud[-count:]) and len(words[-1]) >= _LEAST else None


def seems_reversed(names: Iterable[str], *, family_first: bool) -> bool:
    """Tell whether a column of whole names looks as if the other half came first."""
    forward = backward = 0
    for name in names:
        words = plain_words(name)
        if "," in name or len(words) < 2 or in_capitals(name.split()):  # noqa: PLR2004 - one word has no order
            continue
        first, last = words[0] in _GIVEN, words[-1] in _GIVEN
        forward += first and not last
        backward += last and not first
    return forward > backward if family_first else backward > forward

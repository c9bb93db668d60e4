"""Widgets made for several screens."""

from screens.widgets.action import Action
from screens.widgets.bar import Bar
from screens.widgets.beside import Beside
from screens.widgets.card import Card
from screens.widgets.choice import Choice
from screens.widgets.dates import DateFields
from screens.widgets.field import Field
from screens.widgets.foot import Foot
from screens.widgets.keyboard import Keyboard
from screens.widgets.numberpad import RUB_OUT, Key, NumberPad
from screens.widgets.toneband import ToneBand
from screens.widgets.words import wrap

__all__ = [
    "RUB_OUT",
    "Action",
    "Bar",
    "Beside",
    "Card",
    "Choice",
    "DateFields",
    "Field",
    "Foot",
    "Key",
    "Keyboard",
    "NumberPad",
    "ToneBand",
    "wrap",
]

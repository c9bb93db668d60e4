"""Widgets made for several screens."""

from screens.widgets.action import Action
from screens.widgets.bar import Bar
from screens.widgets.card import Card
from screens.widgets.choice import Choice
from screens.widgets.date_fields import DateFields
from screens.widgets.field import Field
from screens.widgets.foot import Foot
from screens.widgets.inline_message import InlineMessage
from screens.widgets.keyboard import Keyboard
from screens.widgets.number_pad import RUB_OUT, Key, KeyTyped, NumberPad
from screens.widgets.tone_band import ToneBand
from screens.widgets.wrapping import wrap

__all__ = [
    "RUB_OUT",
    "Action",
    "Bar",
    "Card",
    "Choice",
    "DateFields",
    "Field",
    "Foot",
    "InlineMessage",
    "Key",
    "KeyTyped",
    "Keyboard",
    "NumberPad",
    "ToneBand",
    "wrap",
]

"""Widgets made for several screens."""

from screens.widgets.action import Action
from screens.widgets.choice import Choice
from screens.widgets.date_fields import DateFields
from screens.widgets.field import Field
from screens.widgets.inline_message import InlineMessage
from screens.widgets.keyboard import Keyboard
from screens.widgets.number_pad import RUB_OUT, Key, KeyTyped, NumberPad

__all__ = [
    "RUB_OUT",
    "Action",
    "Choice",
    "DateFields",
    "Field",
    "InlineMessage",
    "Key",
    "KeyTyped",
    "Keyboard",
    "NumberPad",
]

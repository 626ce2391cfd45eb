"""The first words, the help, and what is kept: what every bot has."""

from __future__ import annotations

from functools import partial
from typing import get_args

from bot.dialogue.feature import Feature
from bot.dialogue.message import Message, escape
from bot.dialogue.model_note import model_note
from bot.dialogue.preferences import language_rows
from bot.dialogue.turn import Kind, Moment, Thing, Turn
from bot.i18n import tr


class Basics(Feature):
    """Greets, helps, tells what is kept and erases it; says of what it can't read that it can't."""

    def __init__(self, operator: str | None = None) -> None:
        self._operator = operator
        self.commands = {
            "start": self._greet,
            "help": partial(_tell, "help.text"),
            "privacy": self._privacy,
            "forget": self._forget,
        }
        self.sees = dict.fromkeys(get_args(Kind), self._see)

    def _greet(self, moment: Moment, _words: str) -> Turn:
        words = f"{tr(moment.language, 'start.greeting')}\n\n{tr(moment.language, 'start.language')}"
        return Turn((Message(escape(words), language_rows(moment.language, auto=False)),), moment.person)

    def _privacy(self, moment: Moment, _words: str) -> Turn:
        parts = (tr(moment.language, "privacy.text"), model_note(moment.language, self._operator))
        return Turn((Message(escape("\n\n".join(filter(None, parts)))),), moment.person)

    def _forget(self, moment: Moment, _words: str) -> Turn:
        return Turn((Message(escape(tr(moment.language, "forget.done"))),), None)

    def _see(self, moment: Moment, thing: Thing) -> Turn:
        return Turn((Message(escape(tr(moment.language, f"unreadable.{thing.kind}"))),), moment.person)


def _tell(key: str, moment: Moment, _words: str) -> Turn:
    return Turn((Message(escape(tr(moment.language, key))),), moment.person)

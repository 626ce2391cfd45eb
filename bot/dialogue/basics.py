"""The first words and the help: what every bot has."""

from __future__ import annotations

from typing import get_args

from bot.dialogue.feature import Feature
from bot.dialogue.message import Message, escape
from bot.dialogue.preferences import language_rows
from bot.dialogue.turn import Kind, Moment, Thing, Turn
from bot.i18n import tr


class Basics(Feature):
    """Greets and helps; says of what it can't read that it can't."""

    def __init__(self) -> None:
        self.commands = {"start": self._greet, "help": self._help}
        self.sees = dict.fromkeys(get_args(Kind), self._see)

    def greet(self, moment: Moment, partner: str | None = None) -> Turn:
        """Greet, and say who passed the bot on where that `partner` wishes to be named."""
        words = [tr(moment.language, "start.greeting"), tr(moment.language, "start.language")]
        if partner is not None:
            words.insert(1, tr(moment.language, "partner.welcome", partner=partner))
        rows = language_rows(moment.language, auto=False)
        return Turn((Message(escape("\n\n".join(words)), rows),), moment.person)

    def _greet(self, moment: Moment, _words: str) -> Turn:
        return self.greet(moment)

    def _help(self, moment: Moment, _words: str) -> Turn:
        return Turn((Message(escape(tr(moment.language, "help.text"))),), moment.person)

    def _see(self, moment: Moment, thing: Thing) -> Turn:
        return Turn((Message(escape(tr(moment.language, f"unreadable.{thing.kind}"))),), moment.person)

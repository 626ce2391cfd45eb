"""How to tell the real bot from one that only looks like it."""

from __future__ import annotations

from bot.dialogue.feature import Feature
from bot.dialogue.message import Message, escape
from bot.dialogue.public import Public
from bot.dialogue.turn import Moment, Turn
from bot.i18n import tr


class Verify(Feature):
    """Shows the bot's name, its official links, and what the real one never asks."""

    def __init__(self, public: Public) -> None:
        self._public = public
        self.commands = {"verify": self._obey}

    def _obey(self, moment: Moment, _words: str) -> Turn:
        language, public = moment.language, self._public
        if public.username is None:
            parts = [tr(language, "verify.no-name")]
        else:
            parts = [tr(language, "verify.name", name=f"@{public.username}", link=public.link())]
        if public.links:
            parts.append(tr(language, "verify.links", links="\n".join(public.links)))
        parts += [tr(language, "verify.never"), tr(language, "verify.else")]
        return Turn((Message(escape("\n\n".join(parts))),), moment.person)

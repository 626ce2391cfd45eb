"""Voice messages: what was heard is shown before it is answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.answering.pipeline import LONGEST
from bot.dialogue.feature import Feature
from bot.dialogue.message import Action, Button, Message, escape, short, written
from bot.dialogue.turn import Moment, Thing, Turn
from bot.i18n import tr

MOST_SECONDS: Final = 180
"""A longer message is not listened to."""

TROUBLES: Final = {
    "deaf": "unreadable.voice",
    "long": "voice.long",
    "fault": "voice.fault",
    "empty": "voice.empty",
}


class Voice(Feature):
    """Shows what was heard and answers it at a yes; a cry for help is answered at once."""

    def __init__(self, answer: Callable[[Moment, str], Turn], is_cry: Callable[[Moment, str], bool]) -> None:
        self._answer = answer
        self._is_cry = is_cry
        self.sees = {"voice": self._see}
        self.presses = {"heard": self._press}

    def _see(self, moment: Moment, thing: Thing) -> Turn:
        if not thing.words:
            words = tr(moment.language, TROUBLES[thing.trouble or "deaf"], minutes=MOST_SECONDS // 60)
            return Turn((Message(escape(words)),), moment.person)
        language = moment.language
        heard = thing.words[:LONGEST]
        shown = f"{escape(tr(language, 'voice.heard'))}\n\n«{escape(heard)}»"
        if self._is_cry(moment, heard):
            turn = self._answer(moment, heard)
            return replace(turn, messages=(*turn.messages, Message(shown)))
        buttons = (
            Button(tr(language, "voice.button.yes"), Action("heard", ("yes", short(language)))),
            Button(tr(language, "voice.button.no"), Action("heard", ("no", short(language)))),
        )
        person = replace(moment.person, awaiting="heard", subject=heard)
        question = escape(tr(language, "voice.right"))
        return Turn((Message(f"{shown}\n\n{question}", (buttons,)),), person)

    def _press(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        choice, lang = arguments
        if choice == "no":
            return Turn((Message(escape(tr(written(lang), "voice.type"))),), moment.person)
        if moment.awaited != "heard" or not moment.subject:
            raise ValueError("what was heard is no longer known")
        return self._answer(moment, moment.subject)

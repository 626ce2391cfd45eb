"""Writing with a human: his words come through the bot, and so do the person's to him."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from bot.dialogue.deeds import WriteHuman
from bot.dialogue.feature import Feature
from bot.dialogue.message import LONGEST, Action, Button, Message, escape, short, written
from bot.dialogue.turn import Moment, Turn
from bot.i18n import tr
from knowledge.script import WrittenLang

AWAITED: Final = "human"
LONGEST_ANSWER: Final = 3000


class Correspondence(Feature):
    """Takes what a person writes back to a moderator; `is_cry` tells what can't wait for one."""

    def __init__(self, is_cry: Callable[[Moment, str], bool]) -> None:
        self._is_cry = is_cry
        self.presses = {"reply": self._begin}
        self.awaits = {AWAITED: self._pass_on}
        self.tells = {WriteHuman: self._tell}

    def _begin(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        lang, token = arguments
        person = replace(moment.person, awaiting=AWAITED, subject=token)
        return Turn((Message(escape(tr(written(lang), "reply.write"))),), person)

    def _pass_on(self, moment: Moment, text: str) -> Turn | None:
        """Pass words on; a cry for help is answered at once by the bot, as ever."""
        if not moment.subject or self._is_cry(moment, text):
            return None
        deed = WriteHuman(moment.language, moment.subject, text[:LONGEST_ANSWER])
        return Turn((), moment.person, deeds=(deed,))

    def _tell(self, deed: WriteHuman, outcome: Any) -> tuple[Message, ...]:
        """Say whether it was passed on; the button stays at hand."""
        if outcome is None:
            return (Message(escape(tr(deed.language, "reply.elsewhere"))),)
        if not outcome:
            return (Message(escape(tr(deed.language, "reply.gone"))),)
        return (Message(escape(tr(deed.language, "reply.sent"))),)


def human_message(language: WrittenLang, request: str, text: str, *, doubtful: bool = False) -> Message:
    """Give what a moderator wrote as the person sees it; `doubtful` is what may have come before."""
    heads = [f"<b>{escape(tr(language, 'reply.head'))}</b>"]
    if doubtful:
        heads.insert(0, f"<i>{escape(tr(language, 'reply.again'))}</i>")
    button = Button(tr(language, "reply.button"), Action("reply", (short(language), request)))
    return Message("\n\n".join((*heads, escape(text)))[:LONGEST], ((button,),))

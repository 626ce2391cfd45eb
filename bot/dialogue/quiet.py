"""Quiet messages: what a locked screen shows of them tells nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import Final

from bot.dialogue.feature import Feature
from bot.dialogue.message import LONGEST, Action, Button, Message, escape, short, units, written
from bot.dialogue.turn import Moment, Turn
from bot.i18n import tr
from knowledge.script import WrittenLang

OPEN: Final = 160
"""Characters up to which a message without such words stays open: confirmations, never answers."""

MODES: Final = ("words", "silent", "off")

_STEMS: Final = (
    # Russian
    r"войн|воен|воин|воев|воюю|воюе|арми|контракт|солдат|боец|бойц|боев|боях|фронт|штурм|оруж|вербов|вербу|наёмн|"
    r"наемн|мобилиз|призыв|повестк|служ|плен|дезерт|команди|окоп|убит|погиб|сво\b|украин|рекрут|отряд|взвод|"
    # Uzbek, Latin
    r"urush|harbiy|armiya|askar|shartnoma|front|qurol|yolla|yollov|safarbar|chaqiruv|qoʻmondon|hujum|jang|asir|dezert|"
    r"xizmat|ukraina|oʻldir|halok|"
    # Uzbek, Cyrillic
    r"уруш|ҳарбий|армия|аскар|шартнома|қурол|ёлла|ёллов|сафарбар|чақирув|қўмондон|ҳужум|жанг|асир|хизмат|украина|ўлдир|"
    r"ҳалок|"
    # Tajik
    r"ҷанг|артиш|ҳарб|сарбоз|силоҳ|яроқ|ҷалб|зархарид|сафарбар|даъват|фармондеҳ|ҳуҷум|асир|фирор|мусаллаҳ|низо|"
    r"хизмат|кушт"
)
_MARTIAL: Final = re.compile(rf"\b(?:{_STEMS})", re.IGNORECASE)


class Quiet(Feature):
    """Lets a person choose what notifications show."""

    def __init__(self) -> None:
        self.commands = {"quiet": self._obey}
        self.presses = {"quiet": self._press}

    def _obey(self, moment: Moment, _words: str) -> Turn:
        return self._screen(moment, moment.language)

    def _press(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        mode, lang = arguments
        language = written(lang)
        if mode == "ask":
            return self._screen(moment, language)
        if mode not in MODES:
            raise ValueError(f"no mode {mode!r}")
        person = replace(moment.person, quiet=None if mode == "off" else mode)
        return Turn((Message(escape(tr(language, f"quiet.set.{mode}"))),), person)

    def _screen(self, moment: Moment, language: WrittenLang) -> Turn:
        button = partial(_button, language)
        now = moment.person.quiet or "off"
        rows = tuple((button(mode),) for mode in MODES if mode != now)
        words = "\n\n".join((tr(language, f"quiet.now.{now}"), tr(language, "quiet.text")))
        return Turn((Message(escape(words), rows),), moment.person)


def hush(message: Message, mode: str, language: WrittenLang) -> Message:
    """Give the message with a first line that tells nothing; what may tell the subject is covered till touched."""
    is_open = len(message.plain) <= OPEN and not is_martial(message.plain)
    body = message.text if is_open else f"<tg-spoiler>{message.text}</tg-spoiler>"
    hushed = replace(
        message,
        text=f"{escape(tr(language, 'quiet.heading'))}\n\n{body}",
        hushed=True,
        silent=mode == "silent",
    )
    if units(hushed.plain) <= LONGEST:
        return hushed
    return replace(hushed, text=f"<tg-spoiler>{message.text}</tg-spoiler>")


def is_martial(text: str) -> bool:
    """Tell whether words of war, army or recruitment stand in the text, in any of the four written languages."""
    return _MARTIAL.search(text) is not None


def _button(language: WrittenLang, mode: str) -> Button:
    return Button(tr(language, f"quiet.button.{mode}"), Action("quiet", (mode, short(language))))

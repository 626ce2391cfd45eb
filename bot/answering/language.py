"""Which language and script a message is typed in."""

from __future__ import annotations

import re
from typing import Final

from knowledge.learned import Learned
from knowledge.script import CYRILLIC, WrittenLang, plain

_NOISE: Final = re.compile(r"https?://\S+|@\w+|[\d\W_]+")
_LATIN: Final = re.compile(r"[a-zşçğöõ]")
DOUBT: Final = 0.15
"""A lead over the second language below which the person's own language decides."""

FEW: Final = 3
SHORT_DOUBT: Final = 0.6
"""The same of a message of so few words: a greeting or a name is written alike in several languages."""


class LanguageDetector:
    """Tells the four written languages apart, also typed carelessly and mixed."""

    def __init__(self, model: Learned) -> None:
        self._model = model

    def detect(self, text: str, usual: WrittenLang | None = None) -> WrittenLang:
        """Name the language and script of `text`; `usual` decides where the text itself can't."""
        letters = _NOISE.sub(" ", plain(text)).strip()
        cyrillic, latin = len(CYRILLIC.findall(letters)), len(_LATIN.findall(letters))
        if cyrillic + latin == 0:
            return usual or "ru"
        candidates: tuple[WrittenLang, ...] = (
            ("uz_Cyrl", "ru", "tg") if cyrillic >= latin else ("uz", "ru", "tg")
        )
        scores = self._model.scores(letters)
        first = max(candidates, key=lambda lang: scores[lang])
        doubt = SHORT_DOUBT if len(letters.split()) <= FEW else DOUBT
        if usual in candidates and scores[first] - scores[usual] < doubt:
            return usual
        return first

"""The law of a country, article by article, in plain words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.answering.pipeline import Pipeline
from bot.dialogue.feature import Feature
from bot.dialogue.message import Action, Button, Message, code, decode, escape, pages, short, written
from bot.dialogue.preferences import law_of
from bot.dialogue.render import record_message
from bot.dialogue.turn import Moment, Turn
from bot.i18n import country, text_of, tr
from knowledge.schema import Statute
from knowledge.script import WrittenLang

ON_A_PAGE: Final = 8


class Laws(Feature):
    """Lets a person read the law: his own country's first, then Russia's, then any other."""

    def __init__(self, pipeline: Callable[[], Pipeline]) -> None:
        self._pipeline = pipeline
        self.commands = {"law": self._obey}
        self.presses = {"laws": self._list, "article": self._read}

    def _obey(self, moment: Moment, _words: str) -> Turn:
        own = law_of(moment.person)
        language = moment.language
        countries = sorted(
            {statute.country for statute in self._statutes()}, key=lambda one: (one != own, one == "RU", one)
        )
        buttons = [
            Button(country(language, one), Action("laws", (one, "0", short(language)))) for one in countries
        ]
        rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
        return Turn((Message(escape(tr(language, "law.choose")), rows),), moment.person)

    def _list(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        law, page, lang = arguments
        language = written(lang)
        statutes = [statute for statute in self._statutes() if statute.country == law]
        shown = statutes[int(page) * ON_A_PAGE :][:ON_A_PAGE]
        if not shown:
            raise IndexError(f"no page {page}")
        rows: list[tuple[Button, ...]] = [
            (Button(text_of(one.title, language), Action("article", (short(language), code(one.id)))),)
            for one in shown
        ]
        rows += pages(("laws", (law,)), int(page), len(statutes), ON_A_PAGE, language)
        words = tr(language, "law.articles", country=country(language, law))
        return Turn((Message(f"<b>{escape(words)}</b>", tuple(rows)),), moment.person)

    def _read(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        lang, one = arguments
        language = written(lang)
        corpus = self._pipeline().corpus
        (statute_id,) = decode([one], list(corpus.records))
        (statute,) = (record for record in self._statutes() if record.id == statute_id)
        return Turn((record_message(statute, language, _details(statute, language)),), moment.person)

    def _statutes(self) -> list[Statute]:
        return [record for record in self._pipeline().corpus if isinstance(record, Statute)]


def _details(statute: Statute, language: WrittenLang) -> list[str]:
    """Give what each part punishes, and what frees from liability; the summary says how long the terms are."""
    lines = []
    for part in statute.parts:
        act = text_of(part.act, language)
        numbered = part.part[0].isdigit() and len(statute.parts) > 1
        lines.append(tr(language, "law.part", part=part.part, act=act) if numbered else act)
    if statute.exemption:
        lines.append(text_of(statute.exemption, language))
    return lines

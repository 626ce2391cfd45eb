"""What courts gave: counts, a chart, and every case with its source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.answering.pipeline import Pipeline
from bot.answering.question import PASSPORTS
from bot.answering.sentences import CHOICES, Choice, cases_of, court_statements, tally
from bot.dialogue.feature import Feature
from bot.dialogue.message import Action, Button, Message, code, decode, escape, pages, short, written
from bot.dialogue.preferences import law_of, with_passport
from bot.dialogue.render import passport_rows, record_message
from bot.dialogue.turn import Moment, Turn
from bot.i18n import country, text_of, tr, trn
from knowledge.script import WrittenLang

ON_A_PAGE: Final = 6
COUNTRIES: Final = [passport for passport in PASSPORTS if passport != "other"]


class Cases(Feature):
    """Shows what courts of a country gave to people like the asker."""

    def __init__(self, pipeline: Callable[[], Pipeline]) -> None:
        self._pipeline = pipeline
        self.commands = {"cases": self._obey}
        self.presses = {
            "courts": self._sum,
            "chart": self._chart,
            "caselist": self._list,
            "case": self._read,
            "casesof": self._of,
        }

    def _obey(self, moment: Moment, _words: str) -> Turn:
        law = law_of(moment.person)
        if law is None:
            words = escape(tr(moment.language, "passport.ask"))
            return Turn((Message(words, passport_rows(moment.language, "casesof")),), moment.person)
        return Turn((self._summary("all", law, moment.language),), moment.person)

    def _of(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        """Remember the passport that was asked for, and show its courts."""
        name, lang = arguments
        person = with_passport(moment.person, name)
        if law_of(person) is None:
            words = escape(tr(written(lang), "cases.none-other"))
            return Turn((Message(words),), person)
        return Turn((self._summary("all", name, written(lang)),), person)

    def _sum(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        choice, law, lang = arguments
        return Turn((self._summary(_choice(choice), _country(law), written(lang)),), moment.person)

    def _chart(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        from bot.dialogue.chart import courts_chart  # noqa: PLC0415 - drawing takes memory that few need

        choice, law, lang = arguments
        language = written(lang)
        counted = tally(self._pipeline().corpus, _country(law), _choice(choice))
        if not counted.cases:
            return Turn((self._summary(_choice(choice), law, language),), moment.person)
        words = "\n".join(escape(line) for line in self._lines(_choice(choice), law, language))
        return Turn((Message(words, picture=courts_chart(counted, law, language)),), moment.person)

    def _list(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        choice, law, page, lang = arguments
        language = written(lang)
        cases = cases_of(self._pipeline().corpus, _country(law), _choice(choice))
        shown = cases[int(page) * ON_A_PAGE :][:ON_A_PAGE]
        if not shown:
            raise IndexError(f"no page {page}")
        rows: list[tuple[Button, ...]] = [
            (Button(text_of(case.title, language), Action("case", (short(language), code(case.id)))),)
            for case in shown
        ]
        verb = ("caselist", (choice, law))
        rows += pages(verb, int(page), len(cases), ON_A_PAGE, language)
        words = tr(language, "cases.choose", country=country(language, law))
        return Turn((Message(f"<b>{escape(words)}</b>", tuple(rows)),), moment.person)

    def _read(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        lang, one = arguments
        corpus = self._pipeline().corpus
        (case_id,) = decode([one], list(corpus.records))
        return Turn((record_message(corpus[case_id], written(lang)),), moment.person)

    def _summary(self, choice: Choice, law: str, language: WrittenLang) -> Message:
        corpus = self._pipeline().corpus
        lines = self._lines(choice, law, language)
        blocks = [f"<b>{escape(lines[0])}</b>", *(escape(line) for line in lines[1:])]
        rows: list[tuple[Button, ...]] = []
        if cases_of(corpus, law, choice):
            about = (choice, law)
            rows.append(
                (
                    Button(tr(language, "cases.read"), Action("caselist", (*about, "0", short(language)))),
                    Button(tr(language, "cases.chart"), Action("chart", (*about, short(language)))),
                )
            )
        others = [
            Button(tr(language, f"cases.choice.{one}"), Action("courts", (one, law, short(language))))
            for one in CHOICES
            if one != choice and (one == "all" or cases_of(corpus, law, one))
        ]
        rows += [tuple(others[at : at + 2]) for at in range(0, len(others), 2)]
        return Message("\n\n".join(blocks), tuple(rows))

    def _lines(self, choice: Choice, law: str, language: WrittenLang) -> list[str]:
        """Give what courts gave in sentences, the number of decisions first."""
        corpus = self._pipeline().corpus
        lines = [statement.text for statement in court_statements(corpus, law, language, choice)[:-1]]
        if not lines:
            lines.append(tr(language, "cases.none", country=country(language, law)))
        if choice != "all":
            lines.insert(0, tr(language, "cases.only", choice=tr(language, f"cases.choice.{choice}")))
        going = len(cases_of(corpus, law, choice)) - len(tally(corpus, law, choice).cases)
        if going:
            lines.append(trn(language, "cases.pending", going))
        return [*lines, tr(language, "cases.caution")]


def _choice(name: str) -> Choice:
    """Give `name` as a choice.

    Raises ValueError where it is none.
    """
    if name not in CHOICES:
        raise ValueError(f"no choice {name!r}")
    return name


def _country(name: str) -> str:
    """Give `name` as a country whose law is known.

    Raises ValueError where it is none.
    """
    if name not in COUNTRIES:
        raise ValueError(f"no country {name!r}")
    return name

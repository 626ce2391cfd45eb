"""A partner's figures as a PDF."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from bot.i18n import Language, date, text_of, tr
from bot.journal.partners import ASKED, CAME
from bot.outreach.figures import Figures
from bot.outreach.typesetting import set_page
from knowledge.corpus import Corpus, topic_of

TEMPLATE: Final = Path(__file__).with_name("report.typ")
KINDS: Final = 10


def report(partner: str, shown: Figures, language: Language, day: dt.date, topics: dict[str, str]) -> bytes:
    """Give the figures as a PDF in `language`; `topics` has the titles of topics by their slugs."""

    def by_week(measure: str) -> list[tuple[str, int]]:
        return [
            (date(language, week.isoformat()), shown.by_week(week, measure)) for week in shown.weeks[-26:]
        ]

    charts = [
        ("figures.came", by_week(CAME)),
        ("figures.asked", by_week(ASKED)),
        ("figures.emergency", by_week("emergency")),
        ("figures.places", [(link.place, shown.by_link(link.code, CAME)) for link in shown.links]),
        ("figures.languages", shown.kinds("language")[:KINDS]),
        ("figures.topics", [(topics.get(name, name), count) for name, count in shown.kinds("topic")[:KINDS]]),
    ]
    share = shown.answered_share
    data = {
        "title": tr(language, "figures.title", partner=partner),
        "period": tr(
            language,
            "figures.period",
            weeks=len(shown.weeks),
            share="–" if share is None else f"{round(share * 100)} %",
        ),
        "note": tr(language, "figures.note", date=date(language, day.isoformat())),
        "few": tr(language, "figures.few"),
        "charts": [{"title": tr(language, key), "rows": rows} for key, rows in charts],
    }
    return set_page(TEMPLATE, data, "pdf")


def topic_titles(corpus: Corpus, language: Language) -> dict[str, str]:
    """Give every topic and record a title that people can read; a topic's is that of its first record."""
    titles: dict[str, str] = {}
    for record in corpus:
        title = record.title.en if language == "en" else text_of(record.title, language)
        titles.setdefault(topic_of(record), title)
        titles[record.id] = title
    return titles

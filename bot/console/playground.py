"""The playground: ask as anybody, see what the search weighs and what the person would read; nothing is kept."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup
from starlette.responses import Response

from bot.answering.pipeline import LONGEST, Pipeline
from bot.answering.question import PASSPORTS, Answer, Question
from bot.console.visit import STAFF, Page, Visit
from bot.dialogue.render import answer_messages
from knowledge.script import WRITTEN
from knowledge.search import Found

ASKED: Final = ("text", "previous", "passport", "language")
SHOWN: Final = 12
"""Hits that are shown."""


@dataclass(frozen=True)
class Tried:
    """A question, and all that came of it."""

    answer: Answer
    found: Found
    messages: tuple[tuple[Markup, tuple[tuple[str, ...], ...]], ...]
    """Each message's text, and the labels of its rows of buttons."""
    ms: int


async def form(visit: Visit) -> Response:
    """Ask for a question."""
    return _page(visit, dict.fromkeys(ASKED, ""), None)


async def ask(visit: Visit) -> Response:
    """Answer as the bot would; the words come in a form, so that no address or log has them."""
    sent = {name: visit.form.get(name, "") for name in ASKED}
    question = Question(
        sent["text"].strip()[:LONGEST],
        next((one for one in PASSPORTS if one == sent["passport"]), None),
        next((one for one in WRITTEN if one == sent["language"]), None),
        sent["previous"].strip()[:LONGEST] or None,
    )
    if not question.text:
        return _page(visit, sent, None)
    return _page(visit, sent, await asyncio.to_thread(tried, visit.services.live(), question))


def tried(pipeline: Pipeline, question: Question) -> Tried:
    """Answer a question, and look at the search beneath."""
    began = time.perf_counter()
    answer = pipeline.answer(question)
    ms = round((time.perf_counter() - began) * 1000)
    shown = answer_messages(answer, pipeline.composer, pipeline.corpus, question.passport)
    messages = tuple(
        # the texts are made safe where messages are made
        (Markup(one.text), tuple(tuple(button.label for button in row) for row in one.rows))  # noqa: S704
        for one in shown
    )
    return Tried(answer, pipeline.found(question), messages, ms)


def _page(visit: Visit, sent: Mapping[str, str], result: Tried | None) -> Response:
    return visit.render(
        "playground.html", sent=sent, result=result, passports=PASSPORTS, languages=WRITTEN, shown=SHOWN
    )


PAGES: Final = (
    Page("/playground", "playground", form, STAFF, nav="console.nav.playground"),
    Page("/playground/ask", "ask", ask, STAFF, "POST"),
)

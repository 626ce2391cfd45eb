"""What a question and its answer say, by a language model: glosses that moderators ask for, marked as machine-made."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.responses import Response

from bot.answering.generate.generator import Generator
from bot.answering.generate.model import Model
from bot.answering.grounding import Checker
from bot.console.visit import STAFF, Page, Visit

LANGUAGES: Final = {"en": "English", "ru": "Russian"}


async def machine(visit: Visit) -> Response:
    """Show the gloss of one exchange; that it was asked for is written down, and the model's account bears it."""
    entry = await visit.services.journal.exchanges.get(visit.request.path_params["exchange"])
    model = visit.services.model
    # people are told that what they write in danger goes to no model
    if entry is None or model is None or entry.exchange.urgency == "emergency":
        return visit.render("fault.html", 404, key="missing")
    await visit.audit("gloss-asked", str(entry.id))
    answer = "\n".join(said.text for said in entry.exchange.answer)
    language = LANGUAGES[visit.words.tongue]
    question, reply = await asyncio.to_thread(_glossed, model, language, entry.exchange.question, answer)
    return visit.render("machine.html", entry=entry, question=question, reply=reply, model=model.name)


def _glossed(model: Model, language: str, *texts: str) -> list[str | None]:
    generator = Generator(model, Checker())
    return [generator.gloss(text, language) for text in texts]


PAGES: Final = (Page("/exchanges/{exchange:int}/gloss", "machine", machine, STAFF, "POST"),)

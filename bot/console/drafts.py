"""Drafts: an editor writes a record, another one stands by it, and the answer changes."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup
from starlette.responses import Response

from bot.answering.compose import Composer
from bot.answering.contacts import contact_statement
from bot.answering.pipeline import Pipeline
from bot.answering.question import Answer, Outcome, Question, Statement
from bot.console.visit import EDITORS, Page, Visit
from bot.curation import form
from bot.curation.check import TAKEN, Checked, check, with_draft
from bot.curation.drafts import Draft, DraftFaultError
from bot.curation.form import KINDS, body_of, fields, initial
from bot.curation.upkeep import changes
from bot.curation.writing import folder, write_questions, write_record
from bot.dialogue.render import answer_messages, record_message, section_message
from bot.journal.exchange import Entry
from knowledge.corpus import Corpus
from knowledge.schema import Answer as KnownAnswer
from knowledge.schema import Case, Contact, Guidance, Record, Report, Statute, Warning_
from knowledge.script import WRITTEN, WrittenLang

LARGEST: Final = 1024 * 1024
"""Bytes of a record's form: a Cyrillic letter takes six in it."""


async def drafts(visit: Visit) -> Response:
    """List the drafts, what waits for a second editor first."""
    found = await visit.services.drafts.list()
    return visit.render("drafts.html", drafts=found, progress=visit.services.builder.progress)


async def building(visit: Visit) -> Response:
    """Tell how far the index is; the page asks for it by itself."""
    return visit.render("building.html", progress=visit.services.builder.progress)


async def begin(visit: Visit) -> Response:
    """Begin a draft: for questions of a group, or to change a record."""
    corpus = visit.services.live().corpus
    replaces = visit.form.get("replaces") or None
    kind = visit.form.get("kind", "")
    if replaces is not None:
        record = corpus.records.get(replaces)
        if record is None or record.kind not in KINDS:
            return visit.render("fault.html", 404, key="missing")
        body = record.model_dump(mode="json", by_alias=True, exclude_defaults=True) | {"kind": record.kind}
    elif kind in KINDS:
        body = initial(kind, visit.now.date().isoformat())
    else:
        return visit.render("fault.html", 400, key="missing")
    asked = [int(name[6:]) for name in visit.form if name.startswith("asked.") and name[6:].isdecimal()]
    number = await visit.services.drafts.begin(body, visit.account, visit.now, asked, replaces)
    await visit.audit("draft-begun", str(number))
    return visit.redirect("draft", draft=number)


async def draft(visit: Visit) -> Response:
    """Show a draft: its form, what the check says, and the answer in every language."""
    found = await _draft(visit)
    if found is None:
        return visit.render("fault.html", 404, key="missing")
    pipeline = visit.services.live()
    checked = await asyncio.to_thread(check, found, pipeline.corpus)
    asked = await visit.services.journal.exchanges.chosen(await visit.services.drafts.asked(found.id))
    if asked:
        await visit.audit("draft-seen", str(found.id))
    answers = await asyncio.to_thread(_asked_again, pipeline, asked, found) if checked.record else []
    return visit.render(
        "draft.html",
        draft=found,
        fields=fields(found.kind),
        make=form,
        checked=checked,
        previews=previews(checked, pipeline.corpus),
        asked=asked,
        answers=answers,
        corpus=pipeline.corpus,
        changes=_changes(found, pipeline.corpus),
        is_in_use=checked.record is not None and found.record in pipeline.corpus,
        written_into=folder(visit.services.settings),
        progress=visit.services.builder.progress,
        fault=visit.request.query_params.get("fault", ""),
    )


async def save(visit: Visit) -> Response:
    """Keep what was written; hand it in where that was asked and nothing is wrong."""
    found = await _draft(visit)
    if found is None:
        return visit.render("fault.html", 404, key="missing")
    try:
        await visit.services.drafts.write(found.id, body_of(found.kind, visit.form), visit.account, visit.now)
        await visit.audit("draft-written", str(found.id))
        if visit.form.get("then") == "hand-in":
            kept = await visit.services.drafts.get(found.id)
            if kept is None or check(kept, visit.services.live().corpus).faults:
                return visit.redirect("draft", "fault=faults", "check", draft=found.id)
            await visit.services.drafts.hand_in(found.id, visit.now)
            await visit.audit("draft-handed-in", str(found.id))
    except DraftFaultError as fault:
        return visit.redirect("draft", f"fault={fault.key}", draft=found.id)
    return visit.redirect("draft", "", "check", draft=found.id)


async def approve(visit: Visit) -> Response:
    """Make a record of a draft: write its file and its questions, and bring the index up to it."""
    found = await _draft(visit)
    if found is None:
        return visit.render("fault.html", 404, key="missing")
    checked = await asyncio.to_thread(check, found, visit.services.live().corpus)
    if checked.record is None or checked.faults:
        return visit.redirect("draft", "fault=faults", "check", draft=found.id)
    if found.digest != visit.form.get("seen"):
        return visit.redirect("draft", "fault=state", draft=found.id)
    numbers = await visit.services.drafts.asked(found.id)
    chosen = [number for number in numbers if f"asked.{number}" in visit.form]
    asked = await visit.services.journal.exchanges.chosen(chosen)
    try:
        await visit.services.drafts.approve(found.id, visit.account, visit.form.get("seen", ""), visit.now)
    except DraftFaultError as fault:
        return visit.redirect("draft", f"fault={fault.key}", draft=found.id)
    place = folder(visit.services.settings)
    try:
        await asyncio.to_thread(write_record, place, checked.record)
        await asyncio.to_thread(write_questions, place, checked.record, asked)
    except (OSError, ValueError, KeyError):
        await visit.services.drafts.reopen(found.id, visit.now)
        return visit.redirect("draft", "fault=file", draft=found.id)
    await visit.audit("draft-approved", f"{found.id} {found.record}"[:64])
    visit.services.builder.start()
    return visit.redirect("draft", draft=found.id)


async def drop(visit: Visit) -> Response:
    """Give a draft up."""
    number = int(visit.request.path_params["draft"])
    try:
        await visit.services.drafts.drop(number, visit.now)
    except DraftFaultError as fault:
        return visit.redirect("drafts", f"fault={fault.key}")
    await visit.audit("draft-dropped", str(number))
    return visit.redirect("drafts")


async def _draft(visit: Visit) -> Draft | None:
    return await visit.services.drafts.get(int(visit.request.path_params["draft"]))


def _changes(draft: Draft, corpus: Corpus) -> list[tuple[str, str, str]]:
    record = corpus.records.get(draft.replaces or "")
    return [] if record is None else changes(record, draft.body)


def previews(checked: Checked, corpus: Corpus) -> Mapping[WrittenLang, Sequence[Markup]]:
    """Give the messages that the record makes: as an answer, and as lists and buttons show it."""
    if checked.record is None or any(fault.code in {"dangling", TAKEN} for fault in checked.faults):
        return {}
    whole = with_draft(corpus, checked.record)
    composer = Composer(whole)
    return {lang: _messages(checked.record, composer, whole, lang) for lang in WRITTEN}


def _messages(record: Record, composer: Composer, corpus: Corpus, language: WrittenLang) -> list[Markup]:
    passport = next((one for one in getattr(record, "citizens_of", []) if one != "any"), None)
    urgency = record.urgency if isinstance(record, KnownAnswer | Guidance) else "plan"
    card: tuple[Statement, ...] = ()
    if isinstance(record, Guidance) and record.urgency == "emergency":
        card = composer.card(record, passport, language)
    answer = Answer(language, urgency, Outcome.ANSWERED, composer.first([record], language), card)
    shown = answer_messages(answer, composer, corpus, passport)
    if isinstance(record, Contact):
        today = dt.datetime.now(dt.UTC).date()
        shown.append(section_message("call", [contact_statement(record, language, today)], language))
    elif isinstance(record, Statute | Case | Warning_ | Report):
        shown.append(record_message(record, language))
    # the texts are made safe where messages are made
    return [Markup(one.text) for one in shown]  # noqa: S704


def _asked_again(pipeline: Pipeline, asked: Sequence[Entry], found: Draft) -> list[tuple[Entry, bool]]:
    """Ask the questions of the group again; tell of each whether the answer now rests on the draft's record."""
    answers = []
    for entry in asked:
        words: dict[str, Any] = {"passport": entry.exchange.passport, "language": entry.exchange.language}
        answer = pipeline.answer(Question(entry.exchange.question, **words))
        answers.append((entry, found.record in answer.records))
    return answers


PAGES: Final = (
    Page("/drafts", "drafts", drafts, EDITORS, nav="console.nav.drafts"),
    Page("/drafts/building", "building", building, EDITORS, passive=True),
    Page("/drafts/new", "begin-draft", begin, EDITORS, "POST"),
    Page("/drafts/{draft:int}", "draft", draft, EDITORS),
    Page("/drafts/{draft:int}/save", "save-draft", save, EDITORS, "POST", largest=LARGEST),
    Page("/drafts/{draft:int}/approve", "approve-draft", approve, EDITORS, "POST"),
    Page("/drafts/{draft:int}/drop", "drop-draft", drop, EDITORS, "POST"),
)

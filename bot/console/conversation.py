"""A conversation as the person saw it, each sentence beside its records, and what a moderator makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast, get_args

from starlette.responses import Response

from bot.console import gloss
from bot.console.filters import Wanted, position
from bot.console.queue import why
from bot.console.visit import STAFF, Page, Visit
from bot.console.words import Tongue
from bot.i18n import tr
from bot.journal.exchange import Entry, Said, Verdict
from bot.journal.relay import Note, OutOfReachError, Request
from bot.journal.reviews import Judgement
from knowledge.corpus import Corpus
from knowledge.schema import Record
from knowledge.script import WrittenLang

LONGEST_REPLY: Final = 3000
LONGEST_NOTE: Final = 4000
TEMPLATES: Final = ("hello", "more", "danger", "lawyer", "close")


@dataclass(frozen=True)
class Line:
    """One sentence of an answer, and what bears it out."""

    said: Said
    numbers: tuple[int, ...]
    """Its records' numbers within the answer."""
    gloss: str | None
    records: tuple[tuple[int, str, Record | None], ...]
    """The records that it is the first to cite: number, id, and the record unless it is gone."""


@dataclass(frozen=True)
class Talk:
    """A person and a moderator writing to each other about an exchange."""

    request: Request
    notes: Sequence[Note]
    is_open: bool


@dataclass(frozen=True)
class Shown:
    """One exchange with all that stands beside it."""

    entry: Entry
    lines: Sequence[Line]
    judgement: Judgement | None
    talk: Talk | None
    why: tuple[str, str] | None


async def conversation(visit: Visit) -> Response:
    """Show a whole conversation; that it was looked at is written down."""
    name = visit.request.path_params["conversation"]
    entries = await visit.services.journal.exchanges.conversation(name)
    if not entries:
        return visit.render("fault.html", 404, key="missing")
    await visit.audit("conversation-seen", name)
    wanted = Wanted.read(visit.request.query_params)
    at = position(visit.request.query_params.get("at", ""))
    judgements = await visit.services.journal.reviews.judgements([entry.id for entry in entries])
    shown = [await _shown(visit, entry, judgements) for entry in entries]
    before = after = None
    if at is not None:
        want = wanted.filter(visit.account, visit.now)
        before, after = await visit.services.journal.exchanges.beside(want, wanted.listed, at)
    staff = [
        one.name
        for one in await visit.services.accounts.list()
        if one.state == "active" and one.role in STAFF
    ]
    return visit.render(
        "conversation.html",
        name=name,
        shown=shown,
        notes=await visit.services.journal.reviews.notes(name),
        assignee=entries[-1].assignee,
        staff=staff,
        wanted=wanted,
        at=at,
        before=before,
        after=after,
        verdicts=get_args(Verdict),
        templates=_templates(cast("WrittenLang", entries[-1].exchange.language), visit.words.tongue),
        fault=visit.request.query_params.get("fault", "")
        if visit.request.query_params.get("fault") == "reach"
        else "",
        longest_reply=LONGEST_REPLY,
        longest_note=LONGEST_NOTE,
    )


async def talk(visit: Visit) -> Response:
    """Show what was written about one exchange; the browser asks for it again and again."""
    entry = await visit.services.journal.exchanges.get(visit.request.path_params["exchange"])
    if entry is None or (found := await _talk(visit, entry)) is None:
        return visit.render("fault.html", 404, key="missing")
    return visit.render("talk.html", entry=entry, talk=found)


async def judge(visit: Visit) -> Response:
    """Keep a verdict, or take it back."""
    entry = await visit.services.journal.exchanges.get(visit.request.path_params["exchange"])
    if entry is None:
        return visit.render("fault.html", 404, key="missing")
    verdict, sentence = visit.form.get("verdict", ""), visit.form.get("sentence", "")
    reviews = visit.services.journal.reviews
    if verdict == "none":
        await reviews.withdraw(entry.id)
    elif verdict in get_args(Verdict):
        number = (
            int(sentence) if sentence.isdecimal() and int(sentence) < len(entry.exchange.answer) else None
        )
        words = visit.form.get("words", "").strip()[:LONGEST_NOTE] or None
        judgement = Judgement(cast("Verdict", verdict), visit.account, visit.now, number, words)
        await reviews.judge(entry.id, judgement)
    else:
        return visit.render("fault.html", 400, key="form")
    await visit.audit(f"judged {verdict}", str(entry.id))
    return _back(visit, entry.conversation, f"exchange-{entry.id}")


async def assign(visit: Visit) -> Response:
    """Give a conversation to somebody, or to nobody."""
    name = visit.request.path_params["conversation"]
    whom = visit.form.get("account") or None
    account = None if whom is None else await visit.services.accounts.get(whom)
    if whom is not None and (account is None or account.role not in STAFF):
        return visit.render("fault.html", 400, key="form")
    if not await visit.services.journal.exchanges.assign(name, whom):
        return visit.render("fault.html", 404, key="missing")
    await visit.audit("assigned" if whom else "unassigned", name)
    return _back(visit, name, "beside")


async def note(visit: Visit) -> Response:
    """Add a note for the other moderators."""
    name, text = visit.request.path_params["conversation"], visit.form.get("text", "").strip()[:LONGEST_NOTE]
    if text:
        if not await visit.services.journal.reviews.write(name, visit.account, text, visit.now):
            return visit.render("fault.html", 404, key="missing")
        await visit.audit("noted", name)
    return _back(visit, name, "beside")


async def reply(visit: Visit) -> Response:
    """Send words to the person, through the bot."""
    entry = await visit.services.journal.exchanges.get(visit.request.path_params["exchange"])
    request = await visit.services.journal.relay.request(entry.id) if entry else None
    if entry is None or request is None:
        return visit.render("fault.html", 404, key="missing")
    text, fault = visit.form.get("text", "").strip()[:LONGEST_REPLY], ""
    if text:
        try:
            await visit.services.journal.relay.reply(request.id, visit.account, text, visit.now)
        except OutOfReachError:
            fault = "reach"
        else:
            await visit.audit("replied", str(entry.id))
    return _back(visit, entry.conversation, f"talk-{entry.id}", fault=fault)


async def close(visit: Visit) -> Response:
    """End the writing about an exchange: the way to the person is erased."""
    entry = await visit.services.journal.exchanges.get(visit.request.path_params["exchange"])
    request = await visit.services.journal.relay.request(entry.id) if entry else None
    if entry is None or request is None:
        return visit.render("fault.html", 404, key="missing")
    await visit.services.journal.relay.close(request.id)
    await visit.audit("closed", str(entry.id))
    return _back(visit, entry.conversation, f"exchange-{entry.id}")


def _back(visit: Visit, name: str, fragment: str, **more: str) -> Response:
    """Go back to where the form stood, with the filter in which the moderator goes on."""
    wanted = Wanted.read(visit.request.query_params)
    at = position(visit.request.query_params.get("at", ""))
    query = wanted.query(**({"at": f"{at[0]}.{at[1]}"} if at else {}), **more)
    return visit.redirect("conversation", query, fragment, conversation=name)


async def _shown(visit: Visit, entry: Entry, judgements: Mapping[int, Judgement]) -> Shown:
    corpus = visit.services.live().corpus
    lines = _lines(corpus, entry, visit.words.tongue)
    return Shown(entry, lines, judgements.get(entry.id), await _talk(visit, entry), why(entry))


async def _talk(visit: Visit, entry: Entry) -> Talk | None:
    if entry.human is None:
        return None
    request = await visit.services.journal.relay.request(entry.id)
    if request is None:
        return None
    notes = await visit.services.journal.relay.thread(request.id)
    return Talk(request, notes, request.state != "closed" and request.until is not None)


def _lines(corpus: Corpus, entry: Entry, tongue: Tongue) -> list[Line]:
    language = cast("WrittenLang", entry.exchange.language)
    numbers = {record: number for number, record in enumerate(entry.exchange.records, 1)}
    seen: set[str] = set()
    lines = []
    for said in entry.exchange.answer:
        new = [cite for cite in dict.fromkeys(said.cites) if cite not in seen]
        seen.update(new)
        records = tuple((numbers[cite], cite, corpus.records.get(cite)) for cite in new)
        cited = tuple(numbers[cite] for cite in dict.fromkeys(said.cites))
        known = [record for cite in said.cites if (record := corpus.records.get(cite)) is not None]
        lines.append(Line(said, cited, gloss.sentence(said.text, known, language, tongue), records))
    return lines


def _templates(language: WrittenLang, tongue: Tongue) -> dict[str, tuple[str, str]]:
    """Give the templates of replies: in the person's language, and what they say in the moderator's."""
    return {
        name: (tr(language, f"reply.template.{name}"), tr(tongue, f"reply.template.{name}"))
        for name in TEMPLATES
    }


PAGES: Final = (
    Page("/conversations/{conversation}", "conversation", conversation, STAFF),
    Page("/conversations/{conversation}/assign", "assign", assign, STAFF, "POST"),
    Page("/conversations/{conversation}/notes", "note", note, STAFF, "POST"),
    Page("/exchanges/{exchange:int}/talk", "talk", talk, STAFF, passive=True),
    Page("/exchanges/{exchange:int}/verdict", "judge", judge, STAFF, "POST"),
    Page("/exchanges/{exchange:int}/reply", "reply", reply, STAFF, "POST"),
    Page("/exchanges/{exchange:int}/close", "close", close, STAFF, "POST"),
)

"""The desk: a letter becomes a turn of the conversation, and the turn messages."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, cast

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.answering.generate.budget import asking
from bot.dialogue.conversation import Conversation
from bot.dialogue.deeds import AskHuman, CleanChat, Feedback, WriteHuman
from bot.dialogue.message import Action, Message, escape
from bot.dialogue.turn import Deed, Kind, Thing, Turn
from bot.i18n import tr
from bot.journal.linkcode import looks_like_code
from bot.journal.partners import Link
from bot.journal.person import Person
from bot.journal.store import Journal
from bot.telegram.cleaning import clean
from bot.telegram.delivery import Courier
from bot.telegram.entries import entry
from bot.telegram.faults import Fate, code
from bot.telegram.fetching import NotFetchedError, fetch
from bot.telegram.intake import Errand
from bot.telegram.letter import Letter
from bot.telegram.patience import patiently
from bot.telegram.speech import Speech

RESUME: Final = "resume"
ALBUM: Final = 10
"""The most photos that Telegram lets an album have."""

NOTES: Final = (0.0, 2.0, 10.0)
"""Waits before each attempt to tell a person of a doubt; the next start tries again."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Matter:
    """What is to be answered, and the updates that are closed by it."""

    letter: Letter
    closes: tuple[int, ...]
    seen: int = 0
    """How many messages of its answer the person has already."""
    pages: tuple[Letter, ...] = ()
    """The rest of an album."""


class Desk:
    """Attends to errands, one at a time for each person."""

    def __init__(
        self,
        bot: Bot,
        journal: Journal,
        conversation: Conversation,
        courier: Courier,
        threads: int,
        speech: Speech | None = None,
    ) -> None:
        self._bot = bot
        self._speech = speech
        self._journal = journal
        self._conversation = conversation
        self._courier = courier
        self._computing = asyncio.Semaphore(threads)
        self._reading = asyncio.Semaphore(1)
        self._asides: set[asyncio.Task[None]] = set()

    async def attend(self, errand: Errand) -> None:
        """Answer one letter, so that it is neither lost nor answered twice."""
        begun = time.monotonic()
        self._greet_press(errand.letter)
        person = await patiently(lambda: self._journal.person(errand.pseudonym))
        if errand.doubtful:
            await self._tell_doubt(errand, person)
            return
        matter = await self._matter(errand)
        with asking(errand.pseudonym):
            turn = await self._turn(matter, person)
        for deed in turn.deeds:
            outcome = await self._carry_out(deed, errand)
            told = self._conversation.told(deed, outcome, turn.person or person)
            turn = replace(turn, messages=(*told, *turn.messages))
        if turn.person is None:
            await patiently(lambda: self._journal.forget(errand.pseudonym))
        end = await self._courier.deliver(errand, turn.messages[matter.seen :] or turn.messages)
        if end is Fate.UNKNOWN and turn.person is not None:
            # the question is answered later from where it was asked: the one before it is still the previous one
            known = replace(turn.person, previous=person.previous)
            await patiently(lambda: self._journal.remember(errand.pseudonym, known))
            await self._tell_doubt(errand, known)
            return
        kept = entry(turn.exchange, turn.person) if turn.exchange and turn.person else None
        await patiently(lambda: self._journal.finish(matter.closes, errand.pseudonym, turn.person, kept))
        passed = round((time.monotonic() - begun) * 1000)
        log.info("update-done %d %s ms=%d", errand.letter.update, errand.letter.kind, passed)

    async def close(self) -> None:
        """Drop what was only a courtesy."""
        for task in self._asides:
            task.cancel()
        await asyncio.gather(*self._asides, return_exceptions=True)

    async def _matter(self, errand: Errand) -> Matter:
        """Find what is to be answered: the letter itself, or the one whose answer may have been lost."""
        closes = (errand.letter.update, *(page.update for page in errand.pages))
        matter = Matter(errand.letter, closes, pages=errand.pages)
        while (number := _resumed(matter.letter)) is not None:
            kept = await patiently(lambda: self._journal.inbox.find(number, errand.pseudonym))
            if kept is None or kept.update_id in matter.closes:
                break
            letter = Letter.parse(kept.body)
            pages = await self._album(letter, errand.pseudonym)
            closes = (*matter.closes, kept.update_id, *(page.update for page in pages))
            matter = Matter(letter, closes, kept.sent, pages)
        return matter

    async def _carry_out(self, deed: Deed, errand: Errand) -> object:
        """Do what a turn asks for besides messages; give what came of it."""
        now, chat = dt.datetime.now(dt.UTC), errand.letter.person
        match deed:
            case CleanChat():
                traces = await patiently(lambda: self._journal.trail.list(errand.pseudonym, now))
                cleaned = await clean(self._bot, chat, traces.numbers)
                if not cleaned.again:
                    await patiently(lambda: self._journal.trail.drop(errand.pseudonym))
                return replace(cleaned, left=cleaned.left + traces.old)
            case Feedback(token=token, verdict=verdict, comment=comment):
                rate = self._journal.exchanges.rate
                return await patiently(lambda: rate(errand.pseudonym, token, verdict, comment))
            case AskHuman(token=token):
                ask = self._journal.relay.ask
                return await patiently(lambda: ask(errand.pseudonym, token, chat, now)) is not None
            case WriteHuman(token=token, text=text):
                hear = self._journal.relay.hear
                return await patiently(lambda: hear(errand.pseudonym, token, text, chat, now))
        return None

    async def _album(self, first: Letter, pseudonym: str) -> tuple[Letter, ...]:
        """Find the other photos of an album whose answer may have been lost."""
        if first.album is None:
            return ()
        numbers = range(first.update + 1, first.update + ALBUM)
        kept = [await patiently(partial(self._journal.inbox.find, number, pseudonym)) for number in numbers]
        letters = [Letter.parse(one.body) for one in kept if one is not None]
        return tuple(letter for letter in letters if letter.album == first.album)

    async def _turn(self, matter: Matter, person: Person) -> Turn:
        """Compute the answer; what fails is tried once more, for the index may just have been swapped."""
        letter = matter.letter
        if letter.kind in {"say", "forward"} or letter.caption or letter.file:
            self._aside(self._bot.send_chat_action(letter.person, ChatAction.TYPING))
        thing = await self._thing(matter, person)
        link = await self._arrival(letter)
        # a paper takes seconds: it waits for other papers, and no question waits for it
        room = self._reading if thing is not None and thing.content else self._computing
        for _ in range(2):
            try:
                async with room:
                    return await asyncio.to_thread(respond, self._conversation, letter, person, thing, link)
            except Exception:
                log.exception("answer-failed %d", letter.update)
        sorry = tr(self._conversation.language(person, letter.client), "error.sorry")
        return Turn((Message(escape(sorry)),), person)

    async def _arrival(self, letter: Letter) -> Link | None:
        """Give the partner's link by which somebody comes, behind /start or typed by hand; most come by none."""
        if letter.kind == "command" and letter.words == "start":
            typed = letter.caption
        else:
            typed = letter.words if letter.kind == "say" and looks_like_code(letter.words) else ""
        if not typed:
            return None
        pseudonym, now = self._journal.pseudonym(letter.person), dt.datetime.now(dt.UTC)
        return await patiently(lambda: self._journal.partners.arrive(pseudonym, typed, now))

    async def _thing(self, matter: Matter, person: Person) -> Thing | None:
        """Give what was sent, with the files of a paper in memory, or the words of a voice message."""
        letter = matter.letter
        if letter.kind != "show":
            return None
        if letter.words == "voice" and self._speech is not None:
            return await self._speech.hear(letter, person.language)
        thing = Thing(cast("Kind", letter.words), letter.caption)
        if letter.words != "photo" or letter.file is None:
            return thing
        captions = [one.caption for one in (letter, *matter.pages) if one.caption]
        thing = replace(thing, caption="\n".join(captions))
        try:
            return replace(thing, content=await fetch(self._bot, (letter, *matter.pages)))
        except NotFetchedError as error:
            return replace(thing, trouble=error.trouble)

    async def _tell_doubt(self, errand: Errand, person: Person) -> None:
        """Tell the person that an answer may have been lost, with the button that shows it."""
        letter = errand.letter
        note = self._conversation.interrupted(letter.update, person, letter.client)
        for wait in NOTES:
            await asyncio.sleep(wait)
            end = await self._courier.post(letter.person, note, errand.pseudonym)
            if end is Fate.DELIVERED:
                for one in (letter, *errand.pages):
                    await patiently(partial(self._journal.inbox.noted, one.update))
                log.info("update-noted %d", letter.update)
                return
            if end is Fate.GONE:
                for one in (letter, *errand.pages):
                    await patiently(partial(self._journal.inbox.done, one.update))
                return

    def _greet_press(self, letter: Letter) -> None:
        """Stop the clock that the app shows on a pressed button."""
        if letter.query is not None:
            self._aside(self._bot.answer_callback_query(letter.query))

    def _aside(self, call: Coroutine[Any, Any, object]) -> None:
        """Make a call whose failure stops nothing."""
        task = asyncio.create_task(_quietly(call))
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)


def respond(
    conversation: Conversation,
    letter: Letter,
    person: Person,
    thing: Thing | None = None,
    link: Link | None = None,
) -> Turn:
    """Give the conversation's turn after a letter and the `thing` that came with it, or to one who came by a `link`."""
    if link is not None:
        return conversation.welcome(link, person, letter.client)
    client = letter.client
    match letter.kind:
        case "command":
            return conversation.command(letter.words, person, client, letter.caption)
        case "press":
            return conversation.press(letter.words, person, client)
        case "say":
            return conversation.say(letter.words, person, client)
        case "forward":
            return conversation.forward(letter.words, person, client)
        case "show":
            return conversation.show(
                thing or Thing(cast("Kind", letter.words), letter.caption), person, client
            )


def _resumed(letter: Letter) -> int | None:
    """Give the number of the update whose answer a press asks for."""
    if letter.kind != "press":
        return None
    match Action.read(letter.words):
        case Action(verb="resume", arguments=(number,)) if number.isdecimal():
            return int(number)
    return None


async def _quietly(call: Coroutine[Any, Any, object]) -> None:
    try:
        await call
    except TelegramError as fault:
        log.info("aside-failed %s", code(fault))

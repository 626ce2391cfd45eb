"""The desk: a letter becomes a turn of the conversation, and the turn messages."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.answering.generate.budget import asking
from bot.dialogue.conversation import Conversation
from bot.dialogue.message import Action, Message, escape
from bot.dialogue.turn import Kind, Thing, Turn
from bot.i18n import tr
from bot.journal.person import Person
from bot.journal.store import Journal
from bot.telegram.delivery import Courier
from bot.telegram.entries import entry
from bot.telegram.faults import Fate, code
from bot.telegram.intake import Errand
from bot.telegram.letter import Letter
from bot.telegram.patience import patiently

RESUME: Final = "resume"
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


class Desk:
    """Attends to errands, one at a time for each person."""

    def __init__(
        self, bot: Bot, journal: Journal, conversation: Conversation, courier: Courier, threads: int
    ) -> None:
        self._bot = bot
        self._journal = journal
        self._conversation = conversation
        self._courier = courier
        self._computing = asyncio.Semaphore(threads)
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
        matter = Matter(errand.letter, (errand.letter.update,))
        while (number := _resumed(matter.letter)) is not None:
            kept = await patiently(lambda: self._journal.inbox.find(number, errand.pseudonym))
            if kept is None or kept.update_id in matter.closes:
                break
            matter = Matter(Letter.parse(kept.body), (*matter.closes, kept.update_id), kept.sent)
        return matter

    async def _turn(self, matter: Matter, person: Person) -> Turn:
        """Compute the answer; what fails is tried once more, for the index may just have been swapped."""
        letter = matter.letter
        if letter.kind == "say" or letter.caption:
            self._aside(self._bot.send_chat_action(letter.person, ChatAction.TYPING))
        for _ in range(2):
            try:
                async with self._computing:
                    return await asyncio.to_thread(respond, self._conversation, letter, person)
            except Exception:
                log.exception("answer-failed %d", letter.update)
        sorry = tr(self._conversation.language(person, letter.client), "error.sorry")
        return Turn((Message(escape(sorry)),), person)

    async def _tell_doubt(self, errand: Errand, person: Person) -> None:
        """Tell the person that an answer may have been lost, with the button that shows it."""
        letter = errand.letter
        note = self._conversation.interrupted(letter.update, person, letter.client)
        for wait in NOTES:
            await asyncio.sleep(wait)
            end = await self._courier.post(letter.person, note)
            if end is Fate.DELIVERED:
                await patiently(lambda: self._journal.inbox.noted(letter.update))
                log.info("update-noted %d", letter.update)
                return
            if end is Fate.GONE:
                await patiently(lambda: self._journal.inbox.done(letter.update))
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


def respond(conversation: Conversation, letter: Letter, person: Person) -> Turn:
    """Give the conversation's turn after a letter."""
    client = letter.client
    match letter.kind:
        case "command":
            return conversation.command(letter.words, person, client, letter.caption)
        case "press":
            return conversation.press(letter.words, person, client)
        case "say":
            return conversation.say(letter.words, person, client)
        case "show":
            return conversation.show(Thing(cast("Kind", letter.words), letter.caption), person, client)


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

"""The messenger: what moderators write goes to people; the queue in the database is the only truth."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import secrets
from typing import Final, cast

from bot.dialogue.correspondence import human_message
from bot.journal.database import TROUBLES
from bot.journal.relay import LEASE, Outgoing
from bot.journal.store import Journal
from bot.telegram.delivery import Courier
from bot.telegram.faults import Fate
from bot.telegram.patience import patiently, waits
from knowledge.script import WrittenLang

EVERY: Final = 1.0
"""Seconds between two looks at an empty queue."""

log = logging.getLogger(__name__)


class Messenger:
    """Carries out one reply at a time; any number of processes may do so, each under a name of its own."""

    def __init__(self, journal: Journal, courier: Courier) -> None:
        self._journal = journal
        self._courier = courier
        self._name = secrets.token_hex(8)
        self._carrying: asyncio.Task[Fate] | None = None
        self._held: int | None = None
        self._is_open = True

    async def run(self, every: float = EVERY) -> None:
        """Deliver replies for ever; what another process left under way when it ended is taken up, too."""
        pauses = waits()
        while self._is_open:
            outgoing = await patiently(lambda: self._journal.relay.take(self._name, _now()))
            if outgoing is None:
                await asyncio.sleep(every)
            elif await self._surely(outgoing) is Fate.WAIT:
                # meanwhile the person may be forgotten, or the request closed: then it isn't taken again
                await asyncio.sleep(next(pauses))
            else:
                pauses = waits()

    async def close(self, grace: float) -> None:
        """Begin no more, and give what is under way `grace` seconds to arrive and be noted; then it is in doubt."""
        self._is_open = False
        if self._carrying is None:
            return
        await asyncio.wait((self._carrying,), timeout=grace)
        self._carrying.cancel()
        if (held := self._held) is not None:
            # a database that doesn't answer now will find the lease lapsed
            with contextlib.suppress(*TROUBLES):
                await self._journal.relay.doubt(held, self._name)
            self._held = None

    async def _surely(self, outgoing: Outgoing) -> Fate:
        """Carry one reply to its end, even where whoever waits for that is told to stop."""
        self._held = outgoing.id
        self._carrying = asyncio.create_task(self._held_on(outgoing))
        return await asyncio.shield(self._carrying)

    async def _held_on(self, outgoing: Outgoing) -> Fate:
        """Carry one reply, and hold on to it meanwhile."""
        holding = asyncio.create_task(self._hold(outgoing.id))
        try:
            end = await self._carry(outgoing)
            self._held = None
            return end
        finally:
            holding.cancel()

    async def _hold(self, number: int) -> None:
        holds = True
        while holds:
            await asyncio.sleep(LEASE / 3)
            holds = await patiently(lambda: self._journal.relay.hold(number, self._name, _now()))

    async def _carry(self, outgoing: Outgoing) -> Fate:
        language = cast("WrittenLang", outgoing.language)
        message = human_message(language, outgoing.request, outgoing.text, doubtful=outgoing.doubtful)
        pseudonym = self._journal.pseudonym(outgoing.chat)
        end = await self._courier.offer(outgoing.chat, message, pseudonym)
        relay, name = self._journal.relay, self._name
        match end:
            case Fate.DELIVERED:
                await patiently(lambda: relay.sent(outgoing.id, name, "delivered"))
            case Fate.WAIT:
                await patiently(lambda: relay.sent(outgoing.id, name, "queued"))
            case Fate.UNKNOWN if outgoing.doubtful:  # a third copy would only frighten him
                await patiently(lambda: relay.sent(outgoing.id, name, "delivered"))
            case Fate.UNKNOWN:  # better twice than never: the second one says that it may be
                await patiently(lambda: relay.doubt(outgoing.id, name))
            case _:
                await patiently(lambda: relay.lose(outgoing.id, name))
        log.info("reply-%s %d", end.value, outgoing.id)
        return Fate.WAIT if end is Fate.UNKNOWN else end


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)

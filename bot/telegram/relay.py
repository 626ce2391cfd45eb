"""The messenger: what moderators write goes to people; the queue in the database is the only truth."""

from __future__ import annotations

import asyncio
import logging
from typing import Final, cast

from bot.dialogue.correspondence import human_message
from bot.journal.relay import Outgoing
from bot.journal.store import Journal
from bot.telegram.delivery import Courier
from bot.telegram.faults import Fate
from bot.telegram.patience import patiently, waits
from knowledge.script import WrittenLang

EVERY: Final = 1.0
"""Seconds between two looks at an empty queue."""

log = logging.getLogger(__name__)


class Messenger:
    """Carries out one reply at a time; any number of processes may do so."""

    def __init__(self, journal: Journal, courier: Courier) -> None:
        self._journal = journal
        self._courier = courier
        self._carrying: asyncio.Task[Fate] | None = None
        self._is_open = True

    async def run(self, every: float = EVERY) -> None:
        """Deliver replies for ever; what was under way when an earlier run ended comes first."""
        for doubtful in await patiently(self._journal.relay.interrupted):
            await self._surely(doubtful)
        pauses = waits()
        while self._is_open:
            outgoing = await patiently(self._journal.relay.take)
            if outgoing is None:
                await asyncio.sleep(every)
            elif await self._surely(outgoing) is Fate.WAIT:
                # meanwhile the person may be forgotten, or the request closed: then it isn't taken again
                await asyncio.sleep(next(pauses))
            else:
                pauses = waits()

    async def close(self, grace: float) -> None:
        """Begin no more, and give what is under way `grace` seconds to arrive and be noted."""
        self._is_open = False
        if self._carrying is not None:
            await asyncio.wait((self._carrying,), timeout=grace)
            self._carrying.cancel()

    async def _surely(self, outgoing: Outgoing) -> Fate:
        """Carry one reply to its end, even where whoever waits for that is told to stop."""
        self._carrying = asyncio.create_task(self._carry(outgoing))
        return await asyncio.shield(self._carrying)

    async def _carry(self, outgoing: Outgoing) -> Fate:
        language = cast("WrittenLang", outgoing.language)
        message = human_message(language, outgoing.request, outgoing.text, doubtful=outgoing.doubtful)
        pseudonym = self._journal.pseudonym(outgoing.chat)
        end = await self._courier.offer(outgoing.chat, message, pseudonym)
        relay = self._journal.relay
        match end:
            case Fate.DELIVERED:
                await patiently(lambda: relay.sent(outgoing.id, "delivered"))
            case Fate.WAIT:
                await patiently(lambda: relay.sent(outgoing.id, "queued"))
            case Fate.UNKNOWN if outgoing.doubtful:  # a third copy would only frighten him
                await patiently(lambda: relay.sent(outgoing.id, "delivered"))
            case Fate.UNKNOWN:  # better twice than never: the second one says that it may be
                await patiently(lambda: relay.doubt(outgoing.id))
            case _:
                await patiently(lambda: relay.lose(outgoing.id))
        log.info("reply-%s %d", end.value, outgoing.id)
        return Fate.WAIT if end is Fate.UNKNOWN else end

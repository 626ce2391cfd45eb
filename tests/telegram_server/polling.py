"""The queue of updates and its two doors: long polling, and a webhook that is only remembered."""

from __future__ import annotations

import asyncio
import itertools
import json

from .errors import BotApiError, bad_request
from .sent import Json

WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class UpdateQueue:
    """Keeps every update until the bot confirms it, and a copy for good."""

    def __init__(self) -> None:
        self.history: dict[int, Json] = {}
        self.webhook = ""
        self._pending: dict[int, Json] = {}
        self._again: list[Json] = []
        self._allowed: list[str] = []
        self._numbers = itertools.count(700_000_001)
        self._changed = asyncio.Event()
        self._seat = 0

    @property
    def pending(self) -> list[int]:
        """The ids that the bot has not confirmed."""
        return list(self._pending)

    def push(self, kind: str, body: Json) -> int:
        """Queues an update and returns its id; kinds that the bot doesn't allow are lost."""
        update_id = next(self._numbers)
        update = {"update_id": update_id, kind: json.loads(json.dumps(body))}
        self.history[update_id] = update
        if not self._allowed or kind in self._allowed:
            self._pending[update_id] = update
            self._wake()
        return update_id

    def repeat(self, update_id: int) -> None:
        """Delivers an update once more, confirmed or not."""
        self._again.append(self.history[update_id])
        self._wake()

    async def get_updates(self, parameters: Json) -> list[Json]:
        """Long polling; whoever polls later throws out who polled before, which is Telegram's 409."""
        if self.webhook:
            raise BotApiError(409, WEBHOOK_ACTIVE)
        self._seat = seat = self._seat + 1
        self._wake()
        self._allow(parameters)
        self._confirm(int(parameters.get("offset") or 0))
        limit = min(max(int(parameters.get("limit") or 100), 1), 100)
        end = asyncio.get_running_loop().time() + float(parameters.get("timeout") or 0)
        while not (due := self._due(limit)):
            try:
                async with asyncio.timeout_at(end):
                    await self._changed.wait()
            except TimeoutError:
                return []
            if seat != self._seat:
                raise BotApiError(409)
        return due

    def set_webhook(self, parameters: Json) -> bool:
        url = str(parameters.get("url") or "")
        if url and not url.startswith(("https://", "http://")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        self._allow(parameters)
        return self._to_webhook(url, parameters)

    def delete_webhook(self, parameters: Json) -> bool:
        return self._to_webhook("", parameters)

    def webhook_info(self, _: Json) -> Json:
        return {
            "url": self.webhook,
            "has_custom_certificate": False,
            "pending_update_count": len(self._pending),
        }

    def _to_webhook(self, url: str, parameters: Json) -> bool:
        self.webhook = url
        if parameters.get("drop_pending_updates"):
            self._pending.clear()
        return True

    def _allow(self, parameters: Json) -> None:
        if isinstance(allowed := parameters.get("allowed_updates"), list):
            self._allowed = allowed

    def _confirm(self, offset: int) -> None:
        if offset > 0:
            gone = [number for number in self._pending if number < offset]
        else:
            gone = list(self._pending)[:offset] if offset else []
        for number in gone:
            del self._pending[number]

    def _due(self, limit: int) -> list[Json]:
        # repeats go first: the bot's next offset follows the last update, and must not run backwards
        due = [*self._again, *self._pending.values()][:limit]
        del self._again[:limit]
        return due

    def _wake(self) -> None:
        # a fresh event each time, so that whoever waits next waits for news
        self._changed.set()
        self._changed = asyncio.Event()

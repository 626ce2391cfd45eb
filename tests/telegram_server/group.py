"""The test's side of a group: members write, the bot may answer."""

from __future__ import annotations

import asyncio
from typing import Any

from . import updates
from .chat import Chat
from .person import Person
from .sent import Json, Sent
from .world import World


class GroupChat(Chat):
    """A supergroup; `user` is who made it."""

    def __init__(self, group_id: int, title: str) -> None:
        super().__init__({"id": group_id, "first_name": title})
        self.title = title

    @property
    def wire(self) -> Json:
        return {"id": self.id, "type": "supergroup", "title": self.title}


class Group:
    """Everything that is written returns the message as it stands in the group."""

    def __init__(self, world: World, group_id: int) -> None:
        self._world = world
        self._chat = world.chats[group_id]
        self.id = group_id

    @property
    def messages(self) -> list[Sent]:
        """All that the bot sent here."""
        return [sent for sent in self._chat.messages.values() if sent.by_bot]

    def say(self, person: Person, text: str, reply_to: Sent | None = None, **extra: Any) -> Sent:
        """A member writes; `extra` are further fields of the message."""
        body = updates.text(text) | extra
        if reply_to is not None:
            body["reply_to_message"] = reply_to.wire
        sender = self._world.chats[person.id].user
        sent = self._world.post(self._chat, "text", body, by_bot=False, text=text, sender=sender)
        self._world.queue.push("message", sent.wire)
        return sent

    async def next(self, timeout: float = 10) -> Sent:  # noqa: ASYNC109 (a test reads better so)
        """The next message that the bot sent and nobody took yet."""
        try:
            async with asyncio.timeout(timeout):
                return await self._chat.inbox.get()
        except TimeoutError:
            raise AssertionError(f"no message came within {timeout} s; {self._chat.story()}") from None

    async def quiet(self, seconds: float) -> None:
        """Asserts that the bot writes nothing for so long."""
        await asyncio.sleep(seconds)
        assert self._chat.inbox.empty(), self._chat.story()

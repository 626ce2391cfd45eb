"""One private chat: what both sides wrote, as it stands now, and what the test has not read yet."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from .sent import Json, Sent


class Chat:
    def __init__(self, user: Json) -> None:
        self.id: int = user["id"]
        self.user = user
        self.messages: dict[int, Sent] = {}
        self.inbox: asyncio.Queue[Sent] = asyncio.Queue()
        self.edits: asyncio.Queue[Sent] = asyncio.Queue()
        self.edited = 0
        self.toasts: list[str] = []
        self.blocked = False

    @property
    def wire(self) -> Json:
        return {"id": self.id, "type": "private", "first_name": self.user["first_name"]}

    def add(self, sent: Sent) -> None:
        self.messages[sent.message_id] = sent
        if sent.by_bot:
            self.inbox.put_nowait(sent)

    def find(self, message_id: object) -> Sent | None:
        """The message, unless it was deleted or never was."""
        sent = self.messages.get(message_id) if isinstance(message_id, int) else None
        return None if sent is None or sent.deleted else sent

    def change(self, sent: Sent) -> None:
        """Puts an edited message in the place of the old one."""
        self.messages[sent.message_id] = sent
        if sent.by_bot:
            self.edited += 1
            self.edits.put_nowait(sent)

    def delete(self, message_id: int) -> None:
        self.messages[message_id] = replace(self.messages[message_id], deleted=True)

    def story(self) -> str:
        """The whole chat, for the message of a failed assertion."""
        lines = [f"  {sent}" for sent in self.messages.values()]
        return "\n".join([f"the chat of {self.id} as it stands:", *(lines or ["  (empty)"])])

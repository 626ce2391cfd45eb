"""What the server remembers: the bot, the chats, the files, the open presses."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from . import updates
from .chat import Chat
from .errors import BotApiError, bad_request
from .markup import Parsed
from .polling import UpdateQueue
from .sent import Json, Rows, Sent, Upload


class World:
    def __init__(self, token: str) -> None:
        self.token = token
        self.bot = updates.bot(token)
        self.numbers = updates.Numbers()
        self.queue = UpdateQueue()
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, Upload] = {}
        self.presses: dict[str, Chat] = {}
        self.inline: dict[str, asyncio.Queue[Any]] = {}

    def chat(self, parameters: Json) -> Chat:
        """The chat that a call names, if the bot may write there."""
        chat = self.chats.get(parameters.get("chat_id", 0))
        if chat is None:
            raise bad_request("chat not found")
        if chat.blocked:
            raise BotApiError(403, "Forbidden: bot was blocked by the user")
        return chat

    def keep(self, kind: str, file: Upload) -> Json:
        """Stores a file; the answer is how messages name it."""
        named: Json = self.numbers.file(kind, len(file.content))
        self.files[named["file_id"]] = file
        return named

    def post(
        self,
        chat: Chat,
        method: str,
        body: Json,
        *,
        by_bot: bool,
        text: str = "",
        parsed: Parsed | None = None,
        rows: Rows = (),
        content: bytes | None = None,
        sender: Json | None = None,
    ) -> Sent:
        """Puts a new message into a chat."""
        message_id = next(self.numbers.messages)
        head = {
            "message_id": message_id,
            "date": int(time.time()),
            "chat": chat.wire,
            "from": self.bot if by_bot else sender or chat.user,
        }
        sent = Sent(
            message_id,
            chat.id,
            text,
            parsed.plain if parsed else text,
            rows,
            method,
            time.monotonic(),
            by_bot=by_bot,
            content=content,
            wire=head | body,
        )
        chat.add(sent)
        return sent

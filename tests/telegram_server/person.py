"""The test's side: somebody who writes to the bot and reads what it sends."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from . import updates
from .inline import Offers
from .sent import Button, Json, Sent, Upload
from .world import World

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082",
)


class Person:
    """Everything that writes returns the id of the update it made."""

    def __init__(self, world: World, person_id: int) -> None:
        self.id = person_id
        self._world = world
        self._chat = world.chats[person_id]
        self._lists: dict[str, asyncio.Queue[Offers]] = {}

    @property
    def messages(self) -> list[Sent]:
        """All that the bot sent here, as it stands now: edits made, deletions marked."""
        return [sent for sent in self.chat if sent.by_bot]

    @property
    def chat(self) -> list[Sent]:
        """Both sides of the chat, as it stands now."""
        return list(self._chat.messages.values())

    @property
    def toasts(self) -> list[str]:
        """What popped up after presses."""
        return self._chat.toasts

    def say(self, text: str) -> int:
        """Writes; over 4,096 characters go as several messages, as from a client, the last one is named."""
        if not text.strip():
            raise ValueError("Telegram sends no empty message")
        return [self._write("text", updates.text(piece), piece) for piece in updates.pieces(text)][-1]

    def start(self, payload: str | None = None) -> int:
        """Presses Start, behind a deep link if there is a payload."""
        return self.say(f"/start {payload}" if payload else "/start")

    def forward(self, text: str, sender: str = "Вербовщик") -> int:
        return self._write("forward", updates.forwarded(text, sender), text)

    def sticker(self, emoji: str = "🙂") -> int:
        return self._write(
            "sticker", updates.sticker(self._file("sticker", Upload("sticker.webp", PIXEL)), emoji)
        )

    def voice(self, content: bytes = b"OggS", seconds: int = 3) -> int:
        return self._write("voice", updates.voice(self._file("voice", Upload("voice.oga", content)), seconds))

    def photo(self, content: bytes = PIXEL, caption: str = "") -> int:
        body = updates.photo(self._file("photo", Upload("photo.png", content)))
        return self._write("photo", body | ({"caption": caption} if caption else {}), caption)

    def album(self, contents: list[bytes], caption: str = "") -> list[int]:
        """Sends several photos at once: each comes as a message of its own, the first with the words."""
        group = str(next(self._world.numbers.queries))
        found = []
        for number, content in enumerate(contents):
            body = updates.photo(self._file("photo", Upload(f"photo-{number}.jpg", content)))
            words = caption if number == 0 else ""
            body |= {"media_group_id": group} | ({"caption": words} if words else {})
            found.append(self._write("photo", body, words))
        return found

    def document(self, name: str = "contract.pdf", content: bytes = b"%PDF-1.4", caption: str = "") -> int:
        body = updates.document(self._file("document", Upload(name, content)), name)
        return self._write("document", body | ({"caption": caption} if caption else {}), caption)

    def location(self, latitude: float = 55.75, longitude: float = 37.62) -> int:
        return self._write("location", updates.location(latitude, longitude))

    def contact(self, phone: str = "+998900000000", first_name: str = "Али") -> int:
        return self._write("contact", updates.contact(phone, first_name, self.id))

    def edit(self, update_id: int, text: str) -> int:
        """Changes what an earlier `say` wrote, named by the update it returned."""
        message_id = self._world.queue.history[update_id]["message"]["message_id"]
        old = self._chat.messages[message_id]
        wire = {**old.wire, **updates.text(text), "edit_date": old.wire["date"]}
        self._chat.change(replace(old, text=text, plain=text, edited=True, wire=wire))
        return self._world.queue.push("edited_message", wire)

    def press(self, wanted: Button | str, message: Sent | int | None = None) -> int:
        """Presses a button, named by label or data, in that message or in the latest that has it."""
        for sent in self._pressable(message):
            for button in sent.flat:
                if wanted in (button, button.label, button.data):
                    return self._press(sent, button)
        raise self._failure(f"no button {wanted!r} to press")

    def look_up(self, words: str) -> str:
        """Types `@bot words` in some chat; the id of the query is what `offered` wants."""
        query_id = str(next(self._world.numbers.queries))
        self._world.inline[query_id] = self._lists[query_id] = asyncio.Queue()
        self._world.queue.push("inline_query", updates.inline_query(query_id, self._chat.user, words))
        return query_id

    async def offered(self, query_id: str, timeout: float = 10) -> Offers:  # noqa: ASYNC109
        """What the bot offers for a query."""
        try:
            async with asyncio.timeout(timeout):
                return await self._lists[query_id].get()
        except TimeoutError:
            raise self._failure(f"nothing was offered within {timeout} s") from None

    def grow_old(self, hours: float) -> None:
        """Everything in the chat was written so many hours earlier."""
        for number, sent in self._chat.messages.items():
            wire = sent.wire | {"date": int(sent.wire["date"] - hours * 3600)}
            self._chat.messages[number] = replace(sent, wire=wire)

    def block(self) -> int:
        """Blocks the bot: from now on it gets 403."""
        return self._membership(blocked=True)

    def unblock(self) -> int:
        return self._membership(blocked=False)

    async def next(self, timeout: float = 10) -> Sent:  # noqa: ASYNC109 (a test reads better so)
        """The next message that the bot sent and nobody took yet."""
        return await self._next(self._chat.inbox, "message", timeout)

    async def next_edit(self, timeout: float = 10) -> Sent:  # noqa: ASYNC109
        """The next edit of a message, of its text or its buttons, that nobody took yet."""
        return await self._next(self._chat.edits, "edit", timeout)

    async def quiet(self, seconds: float) -> None:
        """Asserts that no message is left to take, and that neither message nor edit comes for so long."""
        edited = self._chat.edited
        try:
            async with asyncio.timeout(seconds):
                sent = await self._chat.inbox.get()
        except TimeoutError:
            if self._chat.edited != edited:
                raise self._failure(f"an edit came within {seconds} s of hoped-for quiet") from None
        else:
            raise self._failure(f"a message came where quiet was hoped for: {sent}")

    async def _next(self, queue: asyncio.Queue[Sent], kind: str, seconds: float) -> Sent:
        try:
            async with asyncio.timeout(seconds):
                return await queue.get()
        except TimeoutError:
            raise self._failure(f"no {kind} came within {seconds} s") from None

    def _write(self, kind: str, body: Json, text: str = "") -> int:
        sent = self._world.post(self._chat, kind, body, by_bot=False, text=text)
        return self._world.queue.push("message", sent.wire)

    def _file(self, kind: str, file: Upload) -> Json:
        return self._world.keep(kind, file)

    def _pressable(self, message: Sent | int | None) -> list[Sent]:
        number = message.message_id if isinstance(message, Sent) else message
        latest = [sent for sent in reversed(self.messages) if not sent.deleted]
        return [sent for sent in latest if number in (None, sent.message_id)]

    def _press(self, sent: Sent, button: Button) -> int:
        if button.kind == "reply":
            return self.say(button.label)
        if button.data is None:
            raise self._failure(f"{button} makes no update: the client acts on it alone")
        query_id = str(next(self._world.numbers.queries))
        self._world.presses[query_id] = self._chat
        body = updates.callback(query_id, self._chat.user, sent.wire, button.data)
        return self._world.queue.push("callback_query", body)

    def _membership(self, *, blocked: bool) -> int:
        self._chat.blocked = blocked
        was, now = ("member", "kicked") if blocked else ("kicked", "member")
        body = updates.membership(self._chat.user, self._chat.wire, self._world.bot, was=was, now=now)
        return self._world.queue.push("my_chat_member", body)

    def _failure(self, what: str) -> AssertionError:
        return AssertionError(f"{what}; {self._chat.story()}")

"""The methods that change or delete what already stands in a chat."""

from __future__ import annotations

import time
from dataclasses import replace

from . import keyboard, limits
from .chat import Chat
from .errors import bad_request
from .messages import markup, words
from .sent import Json, Rows, Sent
from .world import World

DELETABLE = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


class Edits:
    def __init__(self, world: World) -> None:
        self.world = world

    def edit_message_text(self, call: Json) -> Json:
        chat, old = self._own(call)
        if "text" not in old.wire:
            raise bad_request("there is no text in the message to edit")
        parsed = limits.text(call, too_long="MESSAGE_TOO_LONG")
        rows, inline = keyboard.read_inline(call.get("reply_markup"))
        body = words(parsed, "text") | markup(inline)
        return self._edit(chat, old, "editMessageText", body, rows, str(call["text"]), parsed.plain)

    def edit_message_reply_markup(self, call: Json) -> Json:
        chat, old = self._own(call)
        rows, inline = keyboard.read_inline(call.get("reply_markup"))
        kept = {key: old.wire[key] for key in ("text", "entities") if key in old.wire}
        return self._edit(
            chat, old, "editMessageReplyMarkup", kept | markup(inline), rows, old.text, old.plain
        )

    def delete_message(self, call: Json) -> bool:
        chat = self.world.chat(call)
        sent = chat.find(call.get("message_id"))
        if sent is None:
            raise bad_request("message to delete not found")
        if _is_old(sent):
            raise bad_request("message can't be deleted for everyone")
        chat.delete(sent.message_id)
        return True

    def delete_messages(self, call: Json) -> bool:
        """Deletes what it finds and passes over the rest; one that is too old makes it refuse them all."""
        chat = self.world.chat(call)
        numbers = call.get("message_ids")
        if not isinstance(numbers, list) or not 1 <= len(numbers) <= 100:
            raise bad_request("message identifiers are not specified or too many")
        found = [sent for number in numbers if (sent := chat.find(number)) is not None]
        if any(map(_is_old, found)):
            raise bad_request("message can't be deleted for everyone")
        for sent in found:
            chat.delete(sent.message_id)
        return True

    def _own(self, call: Json) -> tuple[Chat, Sent]:
        chat = self.world.chat(call)
        sent = chat.find(call.get("message_id"))
        if sent is None:
            raise bad_request("message to edit not found")
        if not sent.by_bot:
            raise bad_request("message can't be edited")
        return chat, sent

    @staticmethod
    def _edit(chat: Chat, old: Sent, method: str, body: Json, rows: Rows, text: str, plain: str) -> Json:
        changing = ("text", "entities", "reply_markup")
        if {key: old.wire[key] for key in changing if key in old.wire} == body:
            raise bad_request(NOT_MODIFIED)
        kept = {key: value for key, value in old.wire.items() if key not in changing}
        wire = kept | body | {"edit_date": int(time.time())}
        now = time.monotonic()
        chat.change(
            replace(old, text=text, plain=plain, buttons=rows, method=method, at=now, edited=True, wire=wire)
        )
        return wire


def _is_old(sent: Sent) -> bool:
    return time.time() - float(sent.wire["date"]) > DELETABLE

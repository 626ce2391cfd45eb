"""The methods that write into chats."""

from __future__ import annotations

from typing import Any

from . import keyboard, limits, updates
from .chat import Chat
from .errors import bad_request
from .markup import Parsed
from .pace import Pace
from .sent import Json, Upload
from .world import World

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
MEGABYTE = 1024 * 1024
HEAVIEST = {"photo": 10 * MEGABYTE, "document": 50 * MEGABYTE}


class Messages:
    def __init__(self, world: World, pace: Pace) -> None:
        self.world = world
        self.pace = pace

    def send_message(self, call: Json) -> Json:
        chat = self.world.chat(call)
        parsed = limits.text(call)
        return self._send(chat, "sendMessage", call, words(parsed, "text"), str(call["text"]), parsed)

    def send_photo(self, call: Json) -> Json:
        return self._send_file(call, "photo")

    def send_document(self, call: Json) -> Json:
        return self._send_file(call, "document")

    def answer_callback_query(self, call: Json) -> bool:
        toast = limits.toast(call)
        chat = self.world.presses.pop(str(call.get("callback_query_id")), None)
        if chat is None:
            raise bad_request(TOO_OLD)
        if toast:
            chat.toasts.append(toast)
        return True

    def send_chat_action(self, call: Json) -> bool:
        self.world.chat(call)
        limits.action(call)
        return True

    def get_chat(self, call: Json) -> Json:
        return self.world.chat(call).wire | {
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(GIFTS, False),
        }

    def _send_file(self, call: Json, kind: str) -> Json:
        chat = self.world.chat(call)
        file = self._file(call.get(kind), kind)
        parsed = limits.caption(call)
        named = self.world.keep(kind, file)
        body = updates.photo(named) if kind == "photo" else updates.document(named, file.name)
        body |= words(parsed, "caption") if parsed.plain else {}
        text = str(call.get("caption") or "")
        return self._send(chat, f"send{kind.title()}", call, body, text, parsed, file.content)

    def _file(self, given: Any, kind: str) -> Upload:
        file = given if isinstance(given, Upload) else self.world.files.get(str(given))
        if file is None:
            raise bad_request(
                f"there is no {kind} in the request"
                if not given
                else "wrong file identifier/HTTP URL specified"
            )
        if not file.content:
            raise bad_request("file must be non-empty")
        if len(file.content) > HEAVIEST[kind]:
            raise bad_request(f"file of size {len(file.content)} bytes is too big for a {kind}")
        return file

    def _send(
        self,
        chat: Chat,
        method: str,
        call: Json,
        body: Json,
        text: str,
        parsed: Parsed,
        content: bytes | None = None,
    ) -> Json:
        rows, inline = keyboard.read(call.get("reply_markup"))
        body |= markup(inline) | self._reply(chat, call)
        self.pace.take(chat.id)
        return self.world.post(
            chat, method, body, by_bot=True, text=text, parsed=parsed, rows=rows, content=content
        ).wire

    @staticmethod
    def _reply(chat: Chat, call: Json) -> Json:
        wanted = call.get("reply_parameters") or {}
        if "message_id" not in wanted:
            return {}
        target = chat.find(wanted["message_id"])
        if target is None and not wanted.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        return {"reply_to_message": target.wire} if target else {}


def words(parsed: Parsed, field: str) -> Json:
    """Text or caption with its entities, as a message carries them."""
    entities = "entities" if field == "text" else "caption_entities"
    return {field: parsed.plain} | ({entities: list(parsed.entities)} if parsed.entities else {})


def markup(inline: Json | None) -> Json:
    return {"reply_markup": inline} if inline and any(inline["inline_keyboard"]) else {}

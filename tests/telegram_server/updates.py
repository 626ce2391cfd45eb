"""Builders of what people send, as Telegram writes it."""

from __future__ import annotations

import itertools
import re
import time
from typing import Any

from .markup import utf16
from .sent import Json

COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?(?!\S)")
MENTION = re.compile(r"(?<![\w/])@[A-Za-z]\w{4,31}")
LONGEST = 4096


def user(person_id: int, first_name: str, language_code: str | None) -> Json:
    found: Json = {"id": person_id, "is_bot": False, "first_name": first_name}
    return {**found, "language_code": language_code} if language_code else found


def bot(token: str) -> Json:
    number = token.partition(":")[0]
    return {
        "id": int(number) if number.isdecimal() else 1000,
        "is_bot": True,
        "first_name": "Ogoh",
        "username": "ogoh_test_bot",
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
    }


def text(words: str) -> Json:
    """A text with its commands and names marked, for PTB looks at the marks."""
    marks = [
        {"type": kind, "offset": utf16(words[: found.start()]), "length": utf16(found[0])}
        for kind, pattern in (("bot_command", COMMAND), ("mention", MENTION))
        for found in pattern.finditer(words)
    ]
    return {"text": words, "entities": marks} if marks else {"text": words}


def pieces(words: str) -> list[str]:
    """What a client makes of a text that is too long for one message."""
    found = [""]
    size = 0
    for character in words:
        size += utf16(character)
        if size > LONGEST:
            found.append("")
            size = utf16(character)
        found[-1] += character
    return found


def sticker(file: Json, emoji: str) -> Json:
    shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    return {"sticker": {**file, **shape, "emoji": emoji}}


def voice(file: Json, seconds: int) -> Json:
    return {"voice": {**file, "duration": seconds, "mime_type": "audio/ogg"}}


def photo(file: Json) -> Json:
    return {"photo": [{**file, "width": 90, "height": 90}]}


def document(file: Json, name: str) -> Json:
    return {"document": {**file, "file_name": name}}


def location(latitude: float, longitude: float) -> Json:
    return {"location": {"latitude": latitude, "longitude": longitude}}


def contact(phone: str, first_name: str, person_id: int) -> Json:
    return {"contact": {"phone_number": phone, "first_name": first_name, "user_id": person_id}}


def forwarded(words: str, sender: str) -> Json:
    origin = {"type": "hidden_user", "sender_user_name": sender, "date": int(time.time()) - 3600}
    return {**text(words), "forward_origin": origin}


def membership(person: Json, chat: Json, me: Json, *, was: str, now: str) -> Json:
    """The change that Telegram reports when a person blocks the bot or lets it in again."""

    def member(status: str) -> Json:
        return {"user": me, "status": status} | ({"until_date": 0} if status == "kicked" else {})

    return {
        "chat": chat,
        "from": person,
        "date": int(time.time()),
        "old_chat_member": member(was),
        "new_chat_member": member(now),
    }


def callback(query_id: str, person: Json, message: Json, data: str) -> Json:
    return {
        "id": query_id,
        "from": person,
        "message": message,
        "chat_instance": str(person["id"]),
        "data": data,
    }


def inline_query(query_id: str, person: Json, words: str) -> Json:
    return {"id": query_id, "from": person, "query": words, "offset": "", "chat_type": "supergroup"}


class Numbers:
    """Ids that never repeat within one server."""

    def __init__(self) -> None:
        self.messages = itertools.count(1)
        self.queries = itertools.count(4_000_000_001)
        self.files = itertools.count(1)

    def file(self, kind: str, size: int) -> dict[str, Any]:
        number = next(self.files)
        return {"file_id": f"{kind}-{number}", "file_unique_id": f"u{number}", "file_size": size}

"""What is kept of an update: as little as an answer needs, and never who wrote it by name."""

from __future__ import annotations

import dataclasses
import json
import re
from dataclasses import dataclass
from typing import Any, Final, Literal

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.ext import filters

Kind = Literal["say", "command", "show", "press"]

ALLOWED: Final = ("message", "callback_query")
"""The kinds of updates that Telegram is asked for; edited messages are not answered anew."""

_COMMAND: Final = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+(.*))?$", re.ASCII | re.DOTALL)
_THINGS: Final = {
    "sticker": ("sticker", "animation"),
    "voice": ("voice", "video_note", "audio"),
    "photo": ("photo", "video", "document", "paid_media", "live_photo"),
    "location": ("location", "venue"),
}


@dataclass(frozen=True)
class Letter:
    """One thing that one person wrote, sent or pressed in a private chat."""

    update: int
    person: int
    kind: Kind
    words: str
    """The text, the command's name, the button's data, or what was sent."""
    client: str | None = None
    """The language code of the person's app."""
    caption: str = ""
    """The words beside a thing sent, or behind a command's name."""
    query: str | None = None
    """What Telegram calls the press of a button."""
    file: str | None = None
    """What Telegram calls the file of a photo or document; the file itself is never kept."""
    size: int | None = None
    """Its bytes, as Telegram tells."""
    album: str | None = None
    """What the photos of one album have in common."""

    def dump(self) -> str:
        """Write as JSON, leaving out what is not known."""
        return json.dumps(
            {name: value for name, value in dataclasses.asdict(self).items() if value not in {None, ""}}
        )

    @classmethod
    def parse(cls, text: str) -> Letter:
        """Read what `dump` wrote; fields of another version of the program are passed over."""
        names = {field.name for field in dataclasses.fields(cls)}
        known = {name: value for name, value in json.loads(text).items() if name in names}
        return cls(**{"words": "", **known})


def read(update: Update) -> Letter | None:
    """Read an update; nothing where no answer is due: groups, channels, service messages, edits."""
    if update.callback_query is not None:
        return _pressed(update.update_id, update.callback_query)
    message = update.message
    if message is None or message.from_user is None or message.chat.type != ChatType.PRIVATE:
        return None
    if filters.StatusUpdate.ALL.check_update(update):
        return None
    kind, words, caption = _content(message)
    return Letter(
        update.update_id,
        message.from_user.id,
        kind,
        words,
        message.from_user.language_code,
        caption,
        album=message.media_group_id,
        **_file(message),
    )


def _pressed(update_id: int, query: CallbackQuery) -> Letter | None:
    if query.message is None or query.message.chat.type != ChatType.PRIVATE or query.data is None:
        return None
    user = query.from_user
    return Letter(update_id, user.id, "press", query.data, user.language_code, query=query.id)


def _file(message: Message) -> dict[str, Any]:
    """Give what may be a page of a paper: the largest size of a photo, or a document."""
    found = message.photo[-1] if message.photo else message.document
    if found is None or message.animation is not None:
        return {}
    return {"file": found.file_id, "size": found.file_size}


def _content(message: Message) -> tuple[Kind, str, str]:
    """Give the kind of what was sent, its words, and the words beside them."""
    if message.text is not None:
        command = _COMMAND.match(message.text)
        return ("command", command[1].lower(), command[2] or "") if command else ("say", message.text, "")
    caption = message.caption or ""
    for thing, names in _THINGS.items():
        if any(getattr(message, name, None) for name in names):
            return "show", thing, caption
    return "show", "sticker", caption

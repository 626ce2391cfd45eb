"""What is kept of an update: as little as an answer needs, and never who wrote it by name."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from dataclasses import dataclass, replace
from typing import Final, Literal

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.ext import filters

Kind = Literal["say", "forward", "command", "show", "press"]

ALLOWED: Final = ("message", "callback_query", "inline_query")
"""The kinds of updates that Telegram is asked for; edited messages are not answered anew."""

_COMMAND: Final = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+(.*))?$", re.ASCII | re.DOTALL)
_THINGS: Final = {
    "sticker": ("sticker", "animation"),
    "voice": ("voice", "video_note", "audio"),
    "photo": ("photo", "video", "document", "paid_media", "live_photo"),
    "location": ("location", "venue"),
}

_FETCHED: Final = {"voice": _THINGS["voice"], "photo": ("photo", "document")}
"""Of which things the file is of use: what is heard, and what may be a page of a paper."""


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
    message: int | None = None
    """The number of the message in the chat; a press brings none."""
    file: str | None = None
    """What Telegram calls the file that was sent."""
    size: int | None = None
    """Its bytes, as Telegram tells them."""
    seconds: int | None = None
    """How long one has to listen to it."""
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
    if kind == "say" and message.forward_origin is not None:
        kind = "forward"
    client, album = message.from_user.language_code, message.media_group_id
    letter = Letter(
        update.update_id, message.from_user.id, kind, words, client, caption, message=message.id, album=album
    )
    return _with_file(letter, message) if kind == "show" else letter


def _pressed(update_id: int, query: CallbackQuery) -> Letter | None:
    if query.message is None or query.message.chat.type != ChatType.PRIVATE or query.data is None:
        return None
    user = query.from_user
    return Letter(update_id, user.id, "press", query.data, user.language_code, query=query.id)


def _with_file(letter: Letter, message: Message) -> Letter:
    """Add what is needed to fetch the file that was sent."""
    found = (getattr(message, name, None) for name in _FETCHED.get(letter.words, ()))
    sent = next(filter(None, found), None)
    if isinstance(sent, tuple | list):
        sent = sent[-1]
    if (name := getattr(sent, "file_id", None)) is None:
        return letter
    length = getattr(sent, "duration", None)
    seconds = length.total_seconds() if isinstance(length, dt.timedelta) else length
    size = getattr(sent, "file_size", None)
    return replace(letter, file=name, size=size, seconds=None if seconds is None else round(seconds))


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

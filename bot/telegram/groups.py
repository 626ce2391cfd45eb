"""In groups: the bot speaks when it is spoken to, briefly, about nobody, and keeps nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from telegram import Message as Received
from telegram import MessageEntity, User
from telegram.constants import ChatType

from bot.dialogue.message import Message
from bot.dialogue.preferences import language_of
from bot.dialogue.public import Public
from bot.dialogue.sharing import Outdoors, warning
from bot.journal.person import Person

GROUPS: Final = {ChatType.GROUP, ChatType.SUPERGROUP}
OTHERS: Final = {MessageEntity.MENTION, MessageEntity.TEXT_MENTION, MessageEntity.PHONE_NUMBER}
"""What shows that the message is about somebody, or holds what tells who."""

_COMMAND: Final = re.compile(r"/(\w{1,32})@(\w+)(?:\s+(.*))?$", re.ASCII | re.DOTALL)


@dataclass(frozen=True)
class Call:
    """What somebody in a group said to the bot; lives in memory only."""

    update: int
    chat: int
    message: int
    thread: int | None
    words: str
    command: str | None
    client: str | None
    about_someone: bool


def addressed(update: int, message: Received, me: User) -> Call | None:
    """Read what is said to the bot in a group; None for everything else that is written there."""
    sender = message.from_user
    if message.chat.type not in GROUPS or sender is None or sender.is_bot or message.via_bot:
        return None
    if message.sender_chat is not None or message.is_automatic_forward or message.forward_origin is not None:
        return None
    text = message.text or ""
    command = _COMMAND.match(text)
    own = f"@{me.username}".lower()
    if command:
        if f"@{command[2]}".lower() != own:
            return None
        words, name = command[3] or "", command[1].lower()
    else:
        name = None
        named = own in {found.lower() for found in message.parse_entities([MessageEntity.MENTION]).values()}
        answered = message.reply_to_message is not None and message.reply_to_message.from_user == me
        if not text or not (named or answered):
            return None
        words = re.sub(re.escape(own), " ", text, flags=re.IGNORECASE).strip()
    return Call(
        update,
        message.chat.id,
        message.id,
        message.message_thread_id if message.is_topic_message else None,
        words,
        name,
        sender.language_code,
        _is_about_someone(message, own),
    )


def reply(call: Call, outdoors: Outdoors, public: Public) -> Message:
    """Give the bot's answer in a group."""
    language = language_of(Person(), call.client)
    if call.command == "share":
        return warning(language, public)
    if call.command is not None and not call.words:
        return outdoors.introduction(language)
    return outdoors.reply(call.words, call.client, about_someone=call.about_someone)


def _is_about_someone(message: Received, own: str) -> bool:
    found = message.parse_entities(list(OTHERS)).items()
    return any(entity.type != MessageEntity.MENTION or words.lower() != own for entity, words in found)

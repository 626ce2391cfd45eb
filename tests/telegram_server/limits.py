"""Telegram's limits on texts and on what a bot says of itself."""

from __future__ import annotations

import re
from typing import Any

from .errors import bad_request
from .markup import Parsed, parse, utf16
from .sent import Json

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_TOAST = 200
MOST_COMMANDS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"(?:[a-z]{2})?")
ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


def text(parameters: Json, *, too_long: str = "message is too long") -> Parsed:
    """The text of a message, if Telegram would take it."""
    parsed = parse(str(parameters.get("text", "")), parameters.get("parse_mode"))
    if not parsed.plain:
        raise bad_request("message text is empty")
    if parsed.units > LONGEST_TEXT:
        raise bad_request(too_long)
    return parsed


def caption(parameters: Json) -> Parsed:
    """The caption of a file; it may be empty."""
    parsed = parse(str(parameters.get("caption") or ""), parameters.get("parse_mode"))
    if parsed.units > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return parsed


def toast(parameters: Json) -> str:
    """The words that pop up after a press."""
    words = str(parameters.get("text") or "")
    if utf16(words) > LONGEST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    return words


def action(parameters: Json) -> None:
    if parameters.get("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")


def language(parameters: Json) -> str:
    """The two-letter code, or `` for everybody else; `uz_Cyrl` and the like don't exist for Telegram."""
    code = str(parameters.get("language_code") or "")
    if not LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def commands(given: Any) -> dict[str, str]:
    """The commands with their descriptions."""
    if not isinstance(given, list):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(given) > MOST_COMMANDS:
        raise bad_request("too many commands specified")
    found: dict[str, str] = {}
    for one in given:
        if not COMMAND.fullmatch(str(one.get("command", ""))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= utf16(str(one.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        found[one["command"]] = one["description"]
    return found


def about(parameters: Json, field: str, longest: int) -> str:
    """A description or a name of the bot."""
    words = str(parameters.get(field) or "")
    if utf16(words) > longest:
        raise bad_request(f"{field.replace('_', ' ')} is too long")
    return words

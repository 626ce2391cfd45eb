"""Keyboards under messages, checked and read."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from .errors import bad_request
from .sent import Button, Json, Rows

MOST_BUTTONS = 100
SCHEMES = {"http", "https", "tg", "ton", "tonsite"}


def read(markup: Any) -> tuple[Rows, Json | None]:
    """The rows of buttons, and the inline keyboard as the message will carry it (None for other markup)."""
    if markup in (None, "", {}):
        return (), None
    if isinstance(markup, str):
        markup = _decoded(markup)
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    inline = "inline_keyboard" in markup
    rows = markup.get("inline_keyboard") if inline else markup.get("keyboard", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse keyboard: field must be of type Array of Array")
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    one = _inline_button if inline else _reply_button
    return tuple(tuple(one(button) for button in row) for row in rows if row), (markup if inline else None)


def read_inline(markup: Any) -> tuple[Rows, Json | None]:
    """As `read`, for edits, which take inline keyboards only."""
    if isinstance(markup, str) and markup:
        markup = _decoded(markup)
    if markup and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return read(markup)


def _decoded(markup: str) -> Any:
    try:
        return json.loads(markup)
    except json.JSONDecodeError:
        raise bad_request("can't parse reply keyboard markup JSON object") from None


def _inline_button(button: Any) -> Button:
    label = _label(button)
    if "callback_data" in button:
        data = str(button["callback_data"])
        if not 1 <= len(data.encode()) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")
        return Button(label, data=data)
    if "url" in button:
        return Button(label, url=_url(str(button["url"])), kind="url")
    for action in button:
        if action != "text":
            return Button(label, kind=action)
    raise bad_request(
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    )


def _reply_button(button: Any) -> Button:
    return Button(_label({"text": button} if isinstance(button, str) else button), kind="reply")


def _label(button: Any) -> str:
    label = button.get("text") if isinstance(button, dict) else None
    if not isinstance(label, str):
        raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
    if not label.strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    return label


def _url(url: str) -> str:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    host = parts.hostname or ""
    if parts.scheme not in SCHEMES:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    if any(character.isspace() for character in url) or not host:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if parts.scheme in {"http", "https"} and "." not in host.strip("."):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return url

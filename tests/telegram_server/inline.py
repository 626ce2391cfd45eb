"""Inline mode: queries that are open, and what the bot offered for them."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Any

from . import keyboard, limits
from .errors import bad_request
from .sent import Json, Rows
from .world import World

MOST_RESULTS = 50
START = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class Offered:
    """One result, as the list shows it and as it would be posted."""

    title: str
    description: str
    text: str
    plain: str
    buttons: Rows


@dataclass(frozen=True)
class Offers:
    """What one query got."""

    results: list[Offered]
    button: Json | None
    cache_time: int
    is_personal: bool


class Inline:
    def __init__(self, world: World) -> None:
        self.world = world

    def answer_inline_query(self, call: Json) -> bool:
        waiting: asyncio.Queue[Any] | None = self.world.inline.pop(str(call.get("inline_query_id")), None)
        if waiting is None:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        results = call.get("results")
        if not isinstance(results, list) or len(results) > MOST_RESULTS:
            raise bad_request("RESULTS_TOO_MUCH")
        ids = [str(one.get("id", "")) for one in results]
        if len(set(ids)) != len(ids):
            raise bad_request("RESULT_ID_DUPLICATE")
        if not all(1 <= len(one.encode()) <= 64 for one in ids):
            raise bad_request("RESULT_ID_INVALID")
        button = call.get("button")
        if button is not None and not START.fullmatch(str(button.get("start_parameter", ""))):
            raise bad_request("START_PARAM_INVALID")
        offers = [_article(one) for one in results]
        waiting.put_nowait(
            Offers(offers, button, int(call.get("cache_time", 300)), bool(call.get("is_personal")))
        )
        return True


def _article(result: Json) -> Offered:
    if result.get("type") != "article" or not result.get("title"):
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content") or {}
    parsed = limits.text({"text": content.get("message_text"), "parse_mode": content.get("parse_mode")})
    rows, _ = keyboard.read_inline(result.get("reply_markup"))
    return Offered(
        result["title"], result.get("description", ""), content["message_text"], parsed.plain, rows
    )

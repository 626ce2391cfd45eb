"""Inline mode: answers to be posted into any chat; neither the query nor who typed it is kept or logged."""

from __future__ import annotations

from typing import Final

from telegram import (
    Bot,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.constants import ParseMode

from bot.dialogue.preferences import language_of
from bot.dialogue.sharing import Offer
from bot.i18n import tr
from bot.journal.person import Person
from bot.telegram.delivery import NO_PREVIEW, keyboard

CACHED: Final = 300
"""Seconds for which Telegram gives the same query the same answers: they hold for everybody alike."""

START: Final = "inline"


async def answer(bot: Bot, query: InlineQuery, offers: list[Offer]) -> None:
    """Show offers to somebody who types; above them stands the door to the private chat."""
    language = language_of(Person(), query.from_user.language_code)
    door = InlineQueryResultsButton(tr(language, "group.button.private"), start_parameter=START)
    await bot.answer_inline_query(
        query.id, [_result(offer) for offer in offers], cache_time=CACHED, is_personal=False, button=door
    )


def _result(offer: Offer) -> InlineQueryResultArticle:
    content = InputTextMessageContent(
        offer.message.text, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
    )
    return InlineQueryResultArticle(
        offer.id, offer.title, content, reply_markup=keyboard(offer.message), description=offer.preview
    )

"""One sheet of paper that leads to the bot: a sentence, three questions, a QR code, the address in letters."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final, Literal, get_args

import segno

from bot.i18n import tr
from bot.outreach.typesetting import Format, set_page
from knowledge.script import WrittenLang

TEMPLATE: Final = Path(__file__).with_name("poster.typ")
Size = Literal["a4", "a6", "card"]
SIZES: Final[tuple[Size, ...]] = get_args(Size)
PIXELS: Final[dict[Size, int]] = {"a4": 150, "a6": 300, "card": 400}
"""Dots an inch of the PNG, so that it is sharp on a screen and not heavy in a chat."""

QUIET_ZONE: Final = 2
"""Modules of white around the code, besides the sheet's own white."""


@dataclass(frozen=True)
class Poster:
    """What stands on a sheet."""

    language: WrittenLang
    link: str
    """The address behind the QR code, whole."""
    bot: str
    """The bot's name in Telegram, without @."""
    code: str = ""
    """What can be typed into the bot instead of following the link."""
    partner: str = ""
    neutral: bool = False
    """Whether no word about war or the army stands on it, for places where a poster is a risk."""


def draw(poster: Poster, size: Size, form: Format) -> bytes:
    """Draw `poster` as a PDF, SVG or PNG of one page."""
    kind = "neutral" if poster.neutral else "open"
    language = poster.language
    data = {
        "size": size,
        "lang": language[:2],
        "title": tr(language, f"poster.{kind}.title"),
        "questions": [tr(language, f"poster.{kind}.question-{number}") for number in (1, 2, 3)],
        "link": f"t.me/{poster.bot}",
        "hint": tr(language, "poster.hint" if poster.code else "poster.find", bot=f"@{poster.bot}"),
        "code": poster.code,
        "foot": " · ".join(filter(None, (tr(language, "poster.foot"), poster.partner))),
    }
    return set_page(TEMPLATE, data, form, ppi=PIXELS[size], pictures={"qr.svg": qr_code(poster.link)})


def qr_code(link: str) -> str:
    """Draw `link` as an SVG that still reads where a quarter of it is worn away."""
    drawn = BytesIO()
    segno.make_qr(link, error="q").save(drawn, kind="svg", border=QUIET_ZONE, dark="#16202c", light="#ffffff")
    return drawn.getvalue().decode()

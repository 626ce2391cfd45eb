"""Posters as files: every language, size and form of one link."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from bot.journal.linkcode import spaced
from bot.journal.partners import Link
from bot.outreach.poster.poster import SIZES, Poster, draw
from bot.outreach.typesetting import Format
from knowledge.script import WrittenLang

FORMS: Final[tuple[Format, ...]] = ("pdf", "svg", "png")


def address(bot: str, code: str) -> str:
    """Give the link that opens the bot and tells it by which way somebody came."""
    return f"https://t.me/{bot}?start={code}"


def write_posters(link: Link, bot: str, languages: Sequence[WrittenLang], folder: Path) -> Iterator[Path]:
    """Write all posters of `link` into `folder`, and name each file once it is there.

    Raises OSError where the folder can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    partner = link.partner if link.welcomes else ""
    for language in languages:
        for neutral in (False, True):
            poster = Poster(language, address(bot, link.code), bot, spaced(link.code), partner, neutral)
            for size in SIZES:
                for form in FORMS:
                    kind = "neutral" if neutral else "open"
                    file = folder / f"ogoh-{link.code}-{language}-{size}-{kind}.{form}"
                    file.write_bytes(draw(poster, size, form))
                    yield file

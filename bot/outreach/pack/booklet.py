"""The pack as a PDF booklet, A5, for printing and for phones that show PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from bot.i18n import tr
from bot.outreach.pack.contents import Pack
from bot.outreach.pack.page import CHAPTERS
from bot.outreach.typesetting import set_page

TEMPLATE: Final = Path(__file__).with_name("booklet.typ")
_UNWRITTEN: Final = str.maketrans({"📞": None, "→": "–"})
"""Signs that the fonts don't carry."""


def booklet(pack: Pack) -> bytes:
    """Give the booklet: a cover with day and version, a list of chapters, and the entries."""
    chapters = [
        {
            "title": tr(pack.language, f"pack.chapter.{name}"),
            "urgent": name == "emergency",
            "entries": [
                {
                    "title": entry.title,
                    "lines": [line.translate(_UNWRITTEN).strip() for line in entry.lines],
                    "sources": entry.sources,
                }
                for entry in pack.of(name)
            ],
        }
        for name in CHAPTERS
        if pack.of(name)
    ]
    data = {
        "title": pack.title,
        "edition": pack.edition,
        "honest": tr(pack.language, "pack.honest"),
        "day": pack.day.isoformat(),
        "version": pack.version,
        "lang": pack.language[:2],
        "chapters": chapters,
    }
    return set_page(TEMPLATE, data, "pdf")

"""The pack as a PDF booklet, A5, for printing and for phones that show PDF."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.outline import TableOfContents

from bot.i18n import tr
from bot.outreach.pack.contents import Entry, Pack
from bot.outreach.pack.page import CHAPTERS

FONTS: Final = Path(__file__).parents[1] / "fonts"
FACE: Final = "Noto"
INK: Final = (31, 41, 51)
GREY: Final = (82, 96, 109)
RED: Final = (180, 35, 24)
BLUE: Final = (28, 90, 153)
A5: Final = (148.0, 210.0)
MARGIN: Final = 12
"""Millimetres."""

TOGETHER: Final = 28
"""Millimetres for a title and the first lines, which stay together."""

_UNWRITTEN: Final = str.maketrans({"📞": None, "▪": "•", "→": "–"})


def booklet(pack: Pack) -> bytes:
    """Give the booklet: a cover with day and version, a list of chapters, and the entries."""
    pdf = _Booklet(pack)
    pdf.cover()
    for name in CHAPTERS:
        if entries := pack.of(name):
            pdf.chapter(tr(pack.language, f"pack.chapter.{name}"), RED if name == "emergency" else BLUE)
            for entry in entries:
                pdf.entry(entry)
    return bytes(pdf.output())


class _Booklet(FPDF):
    def __init__(self, pack: Pack) -> None:
        super().__init__(format=A5)
        self._pack = pack
        self.add_font(FACE, "", FONTS / "NotoSans-Regular.ttf")
        self.add_font(FACE, "B", FONTS / "NotoSans-Bold.ttf")
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN + 4)
        self.set_title(pack.title)
        self.set_lang(pack.language.replace("_", "-"))
        self.set_creation_date(dt.datetime.combine(pack.day, dt.time(), dt.UTC))

    def footer(self) -> None:
        self.set_y(-MARGIN)
        self._write(
            f"Ogoh · {self._pack.day.isoformat()} · {self._pack.version} · {self.page_no()}", 7, colour=GREY
        )

    def cover(self) -> None:
        self.add_page()
        self.ln(18)
        self._write(self._pack.title, 20, "B")
        self.ln(4)
        self._write(self._pack.edition, 10)
        self.ln(3)
        self._write(tr(self._pack.language, "pack.honest"), 10, colour=GREY)
        self.ln(6)
        self.insert_toc_placeholder(TableOfContents(level_indent=0).render_toc, allow_extra_pages=True)

    def chapter(self, title: str, colour: tuple[int, int, int]) -> None:
        if self.page_no() > 1 and self.get_y() > MARGIN + 1:
            self.add_page()
        self.start_section(title)
        self._write(title, 14, "B", colour)
        self.ln(2)

    def entry(self, entry: Entry) -> None:
        if self.will_page_break(TOGETHER):
            self.add_page()
        self._write(entry.title, 10, "B")
        for line in entry.lines:
            self._write(line, 9)
        if entry.sources:
            self._write(entry.sources, 7, colour=GREY)
        self.ln(3)

    def _write(self, text: str, size: float, style: str = "", colour: tuple[int, int, int] = INK) -> None:
        self.set_font(FACE, style, size)
        self.set_text_color(*colour)
        self.multi_cell(
            0, size * 0.5, text.translate(_UNWRITTEN), new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L"
        )

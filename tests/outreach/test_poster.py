"""Posters: pages of the right size, codes that a camera reads, all letters, no risky word on the neutral ones."""

from __future__ import annotations

import re
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from bot.outreach.poster.poster import SIZES, Poster, Size, draw
from knowledge.script import WRITTEN, WrittenLang

LINK = "https://t.me/ogoh_bot?start=K7Q2M4XF9T"
MILLIMETRES = {"a4": (210, 297), "a6": (105, 148), "card": (85, 55)}
RISKY = re.compile(
    r"арми|войн|контракт|воен|armiya|urush|shartnoma|harbiy|армия|уруш|шартнома|ҳарбий|артиш|ҷанг|ҳарбӣ|ukrain|украин",
    re.IGNORECASE,
)


def poster(language: WrittenLang, *, neutral: bool = False) -> Poster:
    return Poster(language, LINK, "ogoh_bot", "K7Q2M-4XF9T", "Sana Sezim", neutral)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    assert len(document) == 1
    text: str = document[0].get_textpage().get_text_bounded()
    document.close()
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("neutral", [False, True])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", WRITTEN)
def test_a_sheet_is_one_page_of_its_size_and_says_where_to_go(
    language: WrittenLang,
    size: Size,
    neutral: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    pdf = draw(poster(language, neutral=neutral), size, "pdf")
    text = text_of(pdf)
    assert "t.me/ogoh_bot" in text
    assert "K7Q2M-4XF9T" in text
    assert "Sana Sezim" in text
    assert bool(RISKY.search(text)) is not neutral
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    width, height = document[0].get_size()
    document.close()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == MILLIMETRES[size]


@pytest.mark.parametrize("size", SIZES)
def test_margins_stay_white_and_nothing_runs_over(size: Size) -> None:
    for language in WRITTEN:
        picture = Image.open(BytesIO(draw(poster(language), size, "png"))).convert("L")
        width, height = picture.size
        margin = width * 4 // MILLIMETRES[size][0]
        for edge in (
            (0, 0, width, margin), (0, height - margin, width, height),
            (0, 0, margin, height), (width - margin, 0, width, height),
        ):  # fmt: skip
            assert picture.crop(edge).getextrema() == (255, 255)


def test_a_camera_reads_the_code() -> None:
    for size in SIZES:
        picture = Image.open(BytesIO(draw(poster("tg"), size, "png"))).convert("L")
        worn = picture.resize((picture.width // 2, picture.height // 2)).rotate(4, fillcolor=255)
        assert [code.text for code in zxingcpp.read_barcodes(worn)] == [LINK]


def test_a_vector_picture_carries_its_letters_as_shapes() -> None:
    drawn = draw(poster("uz_Cyrl"), "a6", "svg").decode()
    assert drawn.startswith("<svg")
    assert "<text" not in drawn
    assert "http" not in re.sub(r'xmlns(?::\w+)?="[^"]*"', "", drawn)

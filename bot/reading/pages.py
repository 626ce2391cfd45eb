"""The bytes that somebody sent become pages: pictures to be read, or lines that a PDF holds already."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import Final

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from bot.reading.light import LONG_SIDE
from bot.reading.words import Fault, Line, ReadingFaultError

FORMATS: Final = ("JPEG", "PNG", "WEBP", "BMP", "TIFF")
PIXELS: Final = 60_000_000
"""More than a phone's camera makes; what is larger is no photo of a page."""

LETTERS: Final = 40
"""Letters from which a PDF's own text is taken for the page's."""

Page = Image.Image | tuple[Line, ...]

_PDFIUM: Final = Lock()


def pages(content: bytes) -> list[Callable[[], Page]]:
    """Give the pages of one file, each to be opened when its turn comes.

    Raises ReadingFaultError where it is no picture or PDF, or one that can't be opened; so does each page.
    """
    if not content:
        raise ReadingFaultError(Fault.EMPTY)
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return _pdf(content)
    return [partial(_photo, content)]


def _photo(content: bytes) -> Image.Image:
    """Open a picture grey and as it was held; a huge JPEG is opened small at once."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            photo = Image.open(io.BytesIO(content), formats=FORMATS)
            if photo.width * photo.height > PIXELS:
                raise ReadingFaultError(Fault.PIXELS)
            photo.draft("L", (LONG_SIDE, LONG_SIDE))
            photo.load()
            upright = ImageOps.exif_transpose(photo)
    except UnidentifiedImageError as error:
        raise ReadingFaultError(Fault.FORMAT) from error
    except Image.DecompressionBombError as error:
        raise ReadingFaultError(Fault.PIXELS) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise ReadingFaultError(Fault.BROKEN) from error
    return _on_white(upright)


def _on_white(picture: Image.Image) -> Image.Image:
    """Give the picture grey; what is transparent shows white paper."""
    if "A" in picture.getbands() or "transparency" in picture.info:
        coloured = picture.convert("RGBA")
        white = Image.new("RGBA", coloured.size, "white")
        return Image.alpha_composite(white, coloured).convert("L")
    return picture.convert("L")


def _pdf(content: bytes) -> list[Callable[[], Page]]:
    try:
        document = pypdfium2.PdfDocument(content)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise ReadingFaultError(Fault.ENCRYPTED if locked else Fault.BROKEN) from error
    if not count:
        raise ReadingFaultError(Fault.EMPTY)
    return [partial(_pdf_page, document, number) for number in range(count)]


def _pdf_page(document: pypdfium2.PdfDocument, number: int) -> Page:
    """Open one page; PDFium is used by one thread at a time."""
    try:
        with _PDFIUM:
            page = document[number]
            text = page.get_textpage().get_text_bounded()
            if sum(letter.isalpha() for letter in text) >= LETTERS:
                return tuple(Line(line.strip()) for line in text.splitlines() if line.strip())
            scale = LONG_SIDE / max(*page.get_size(), 1)
            picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
            return picture.convert("L")
    except pypdfium2.PdfiumError as error:
        raise ReadingFaultError(Fault.BROKEN) from error

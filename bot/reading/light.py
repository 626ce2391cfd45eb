"""A photo of a page made ready for reading: grey, evenly lit, straight, no larger than needed."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter
from scipy import ndimage

LONG_SIDE: Final = 2000
"""Pixels to which larger photos are brought down: an A4 page at some 170 dots an inch."""

SHORT_SIDE: Final = 1000
"""Pixels below which photos are enlarged: Tesseract wants capitals of 20 pixels."""

SMALL: Final = 700
"""The long side of the picture on which the slant is measured."""

SLANT: Final = 14.0
"""Degrees of slant that are looked for on either side."""

CELL: Final = 8
"""The background is estimated on squares of so many pixels."""

WINDOW: Final = 11
"""Squares over which the background's median is taken: wider than any letter."""

DARK: Final = 150
LETTER: Final = 0.2
"""The share of the long side that no letter reaches."""

Grey = npt.NDArray[np.float32]


def ready(photo: Image.Image) -> Image.Image:
    """Give the page grey, sized, evenly lit, its lines level; it may still stand on its head."""
    page = unframed(evened(_sized(photo)))
    sideways, slant = direction(page)
    if sideways:
        page = page.transpose(Image.Transpose.ROTATE_90)
    page = page.rotate(slant, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    return _cropped(page)


def evened(page: Image.Image) -> Image.Image:
    """Divide out light and shadow: paper becomes white wherever it lies, ink dark."""
    small = page.reduce(CELL)
    ground = small.filter(ImageFilter.MedianFilter(WINDOW)).filter(ImageFilter.GaussianBlur(2))
    ground = ground.resize(page.size, Image.Resampling.BILINEAR)
    soft = np.asarray(page.filter(ImageFilter.GaussianBlur(0.6)), dtype=np.float32)
    share = soft / np.maximum(np.asarray(ground, dtype=np.float32), 1)
    dark = min(float(np.percentile(share, 1.0)), 0.8)
    spread = (share - dark) / (0.97 - dark)
    return Image.fromarray((np.clip(spread, 0, 1) * 255).astype(np.uint8))


def unframed(page: Image.Image) -> Image.Image:
    """Wipe off what is too large for a letter: the page's own edge, the table beside it, the lines of a form."""
    dark = np.asarray(page.reduce(2)) < DARK
    labels, count = ndimage.label(dark, structure=np.ones((3, 3), dtype=np.int8))
    if not count:
        return page
    longest = LETTER * max(dark.shape)
    wanted = np.zeros(count + 1, dtype=np.uint8)
    for number, box in enumerate(ndimage.find_objects(labels), 1):
        if box is not None and max(side.stop - side.start for side in box) > longest:
            wanted[number] = 255
    frame = Image.fromarray(wanted[labels]).filter(ImageFilter.MaxFilter(5)).resize(page.size)
    page.paste(255, mask=frame)
    return page


def direction(page: Image.Image) -> tuple[bool, float]:
    """Tell whether the lines run up and down, and by how many degrees a turn then levels them.

    Level lines of print make the sums of ink over rows rise and fall most sharply (Postl 1986).
    """
    ink = Image.fromarray(255 - np.asarray(page))
    ink.thumbnail((SMALL, SMALL), Image.Resampling.BOX)
    found = []
    for sideways in (False, True):
        turned = ink.transpose(Image.Transpose.ROTATE_90) if sideways else ink
        coarse = max((_sharpness(turned, angle), angle) for angle in np.arange(-SLANT, SLANT + 1, 1.0))
        fine = max((_sharpness(turned, angle), angle) for angle in coarse[1] + np.arange(-0.75, 1, 0.25))
        found.append((fine[0], sideways, float(fine[1])))
    _, sideways, slant = max(found)
    return sideways, slant


def _sharpness(ink: Image.Image, angle: float) -> float:
    turned = np.asarray(ink.rotate(angle, Image.Resampling.BILINEAR), dtype=np.float32)
    return float(np.square(np.diff(turned.sum(axis=1))).sum())


def _sized(photo: Image.Image) -> Image.Image:
    wide, high = photo.size
    factor = min(LONG_SIDE / max(wide, high), 1.0)
    factor = max(factor, min(SHORT_SIDE / min(wide, high), LONG_SIDE / max(wide, high)))
    if factor == 1.0:
        return photo
    return photo.resize(
        (max(1, round(wide * factor)), max(1, round(high * factor))), Image.Resampling.LANCZOS
    )


def _cropped(page: Image.Image, margin: int = 30) -> Image.Image:
    """Cut away the empty paper around the print."""
    ink = np.asarray(page.reduce(CELL)) < 200  # noqa: PLR2004 - darker than any paper that was evened
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not rows.size:
        return page
    box = (columns[0] * CELL - margin, rows[0] * CELL - margin,
           (columns[-1] + 1) * CELL + margin, (rows[-1] + 1) * CELL + margin)  # fmt: skip
    return page.crop((max(box[0], 0), max(box[1], 0), min(box[2], page.width), min(box[3], page.height)))

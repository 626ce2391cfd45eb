"""Drawing a paper and spoiling it as a phone does: turned, bent, blurred, badly lit, pressed into JPEG."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FOLDERS = (
    Path(mpl.get_data_path()) / "fonts" / "ttf",
    Path("/usr/share/fonts/truetype/liberation"),
    Path("/usr/share/fonts/truetype/liberation2"),
)
FACES = ("LiberationSerif-Regular", "DejaVuSerif", "LiberationSans-Regular", "DejaVuSans")
TAJIK_AND_UZBEK = ("DejaVuSerif", "DejaVuSans")
PAGE = (1240, 1754)
"""An A4 page at 150 dots an inch."""


@dataclass(frozen=True)
class Spoil:
    """What happens to a page between the printer and the bot."""

    quarter: int = 0
    """Quarter turns, counterclockwise."""
    skew: float = 0.0
    """Degrees."""
    perspective: float = 0.0
    """How far corners move, as a share of the page."""
    blur: float = 0.0
    noise: float = 0.0
    shade: float = 0.0
    """How much darker the darkest corner is: 0 to 1."""
    contrast: float = 1.0
    scale: float = 1.0
    jpeg: int = 85

    @classmethod
    def drawn(cls, dice: random.Random) -> Spoil:
        """Throw the dice for one photo."""
        return cls(
            quarter=dice.choice((0, 0, 1, 2, 3)),
            skew=dice.uniform(-10, 10),
            perspective=dice.uniform(0, 0.05),
            blur=dice.uniform(0, 1.3),
            noise=dice.uniform(2, 14),
            shade=dice.uniform(0.1, 0.65),
            contrast=dice.uniform(0.55, 1.0),
            scale=dice.uniform(0.75, 1.4),
            jpeg=dice.randint(35, 85),
        )


def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """Open a font that Matplotlib brings, or one of the Debian package `fonts-liberation`.

    Raises FileNotFoundError where it isn't installed.
    """
    for folder in FOLDERS:
        if (file := folder / f"{name}.ttf").exists():
            return ImageFont.truetype(file, size)
    raise FileNotFoundError(f"the font {name} is not installed")


def page(text: str, dice: random.Random) -> Image.Image:
    """Print `text` on a white page."""
    special = any(letter in text for letter in "ӣқӯҳҷғўʻ")
    face = dice.choice(TAJIK_AND_UZBEK if special else FACES)
    lines = text.split("\n")
    size = dice.randint(24, 30)
    while max(font(face, size).getlength(line) for line in lines) > PAGE[0] - 220:
        size -= 1
    image = Image.new("L", PAGE, 255)
    pen = ImageDraw.Draw(image)
    letters, top = font(face, size), 130
    for line in lines:
        wide = letters.getlength(line)
        centred = line.isupper() or line.replace(" ", "").isupper()
        pen.text(((PAGE[0] - wide) / 2 if centred else 110, top), line, fill=25, font=letters)
        top += round(size * 1.55)
    return image


def photograph(image: Image.Image, spoil: Spoil, dice: random.Random) -> bytes:
    """Give the JPEG that a phone would make of a page."""
    table = _on_table(image, dice)
    wide, high = table.size
    table = table.rotate(spoil.skew, Image.Resampling.BICUBIC, expand=True, fillcolor=95)
    table = _bent(table, spoil.perspective, dice)
    if spoil.scale != 1.0:
        table = table.resize((round(wide * spoil.scale), round(high * spoil.scale)), Image.Resampling.BICUBIC)
    if spoil.blur:
        table = table.filter(ImageFilter.GaussianBlur(spoil.blur * spoil.scale))
    lit = _lit(np.asarray(table, dtype=np.float32), spoil, dice)
    photo = Image.fromarray(lit).rotate(90 * spoil.quarter, expand=True)
    out = io.BytesIO()
    photo.convert("RGB").save(out, "JPEG", quality=spoil.jpeg)
    return out.getvalue()


def photo(text: str, seed: str, spoil: Spoil | None = None) -> bytes:
    """Print `text`, and photograph it with what the dice of `seed` say, or with `spoil`."""
    dice = random.Random(seed)
    printed = page(text, dice)
    return photograph(printed, spoil or Spoil.drawn(dice), dice)


def _on_table(image: Image.Image, dice: random.Random) -> Image.Image:
    edge = dice.randint(20, 90)
    table = Image.new("L", (image.width + 2 * edge, image.height + 2 * edge), 95)
    table.paste(image, (edge, edge))
    return table


def _bent(image: Image.Image, share: float, dice: random.Random) -> Image.Image:
    """See the page from the side."""
    if not share:
        return image
    wide, high = image.size

    def moved(x: float, y: float) -> tuple[float, float]:
        return x + dice.uniform(-share, share) * wide, y + dice.uniform(-share, share) * high

    there = [(0, 0), (wide, 0), (wide, high), (0, high)]
    here = [moved(*corner) for corner in there]
    rows, right = [], []
    for (x, y), (u, v) in zip(there, here, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    solved = np.linalg.solve(np.array(rows, dtype=float), np.array(right, dtype=float))
    return image.transform(
        image.size, Image.Transform.PERSPECTIVE, tuple(solved), Image.Resampling.BICUBIC, fillcolor=95
    )


def _lit(pixels: np.ndarray, spoil: Spoil, dice: random.Random) -> np.ndarray:
    """Let light fall from one side, and the sensor add its grain."""
    high, wide = pixels.shape
    x, y = np.meshgrid(np.linspace(0, 1, wide, dtype=np.float32), np.linspace(0, 1, high, dtype=np.float32))
    angle = dice.uniform(0, 2 * np.pi)
    slope = (x - 0.5) * np.cos(angle) + (y - 0.5) * np.sin(angle)
    light = 1 - spoil.shade * (0.5 + slope / np.sqrt(2))
    shadow = 1 - 0.35 * spoil.shade * np.exp(-(((x - dice.random()) ** 2 + (y - dice.random()) ** 2) / 0.05))
    grey = 255 - (255 - pixels) * spoil.contrast
    grain = np.random.default_rng(dice.randrange(2**32)).normal(0, spoil.noise, pixels.shape)
    return np.clip(grey * light * shadow + grain, 0, 255).astype(np.uint8)

"""Tesseract over pipes: a page's picture in, its lines out; nothing touches the disk."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from PIL import Image

from bot.reading.words import Line

LANGUAGES: Final = ("rus", "uzb", "uzb_cyrl", "tgk")
"""The models that are used: Debian's `tesseract-ocr-rus`, `-uzb`, `-uzb-cyrl`, `-tgk`."""

KIN: Final = ("uzb_cyrl", "tgk")

GOOD: Final = 80.0
"""Mean confidence of words with which a reading is taken as it is."""

WORDS: Final = 5
"""Fewer words than these prove nothing."""

DPI: Final = "170"


@dataclass(frozen=True)
class Attempt:
    """One reading of a page, in one direction and language."""

    lines: tuple[Line, ...]
    words: int
    confidence: float
    turn: int
    """Degrees, clockwise."""

    @property
    def is_russian(self) -> bool:
        """Whether a letter stands there that Russian has and neither Uzbek nor Tajik."""
        return any(letter in line.text.lower() for line in self.lines for letter in "ыщ")

    @property
    def is_good(self) -> bool:
        return self.words >= WORDS and self.confidence >= GOOD


def program() -> str | None:
    """Give the path of Tesseract, where it is installed."""
    return shutil.which("tesseract")


def missing_languages() -> tuple[str, ...]:
    """Name the models that are wanted and not installed; all of them where Tesseract itself isn't."""
    if program() is None:
        return LANGUAGES
    told = _run("--list-langs").decode(errors="replace").split()
    return tuple(name for name in LANGUAGES if name not in told)


def read(page: Image.Image, languages: tuple[str, ...] = LANGUAGES) -> tuple[Line, ...]:
    """Read a page whose lines are level, whichever way it stands, in whichever of `languages` it is.

    Most papers are Russian and upright: what takes further attempts is tried only where that reads badly.
    Which way up it stands shows by Tesseract's own confidence: its detection of orientation errs more on short papers.
    """
    tries = [_attempt(page, "rus", 0)]
    if not tries[0].is_good:
        tries.append(_attempt(page, "rus", 180))
    upright = max(tries, key=_worth)
    if upright.is_good and not upright.is_russian:
        # the Russian model reads Uzbek and Tajik surely, and without their own letters
        tries += [_attempt(page, name, upright.turn) for name in languages if name in KIN]
        return max(tries, key=_worth).lines
    others = [(name, upright.turn) for name in languages if name != "rus"]
    sideways = [("rus", 90), ("rus", 270)]
    for language, turn in others + sideways if upright.words >= WORDS else sideways + others:
        if any(one.is_good for one in tries):
            break
        tries.append(_attempt(page, language, turn))
    return max(tries, key=_worth).lines


def _attempt(page: Image.Image, language: str, turn: int) -> Attempt:
    table = _run("-l", language, "--psm", "4", "--dpi", DPI, "tsv", picture=_turned(page, turn))
    rows = [row.split("\t") for row in table.decode(errors="replace").splitlines()[1:]]
    words = [(row[:5], row[11], float(row[10])) for row in rows if row[0] == "5" and row[11].strip()]
    lines = tuple(_lines(words))
    solid = [sure for _, text, sure in words if sum(letter.isalpha() for letter in text) > 1]
    return Attempt(lines, len(solid), sum(solid) / len(solid) if solid else 0.0, turn)


def _lines(words: list[tuple[list[str], str, float]]) -> Iterator[Line]:
    for _, group in groupby(words, key=lambda word: word[0]):
        parts = list(group)
        text = " ".join(word for _, word, _ in parts)
        size = sum(len(word) for _, word, _ in parts)
        if any(letter.isalnum() for letter in text):
            yield Line(text, sum(len(word) * sure for _, word, sure in parts) / size)


def _worth(attempt: Attempt) -> float:
    """Give what attempts are compared by: few words count little, however sure."""
    return attempt.confidence * min(attempt.words / WORDS, 1.0)


def _turned(page: Image.Image, turn: int) -> Image.Image:
    return page.rotate(-turn, expand=True) if turn else page


def _run(*options: str, picture: Image.Image | None = None) -> bytes:
    given = b""
    if picture is not None:
        written = io.BytesIO()
        picture.save(written, "PPM")
        given = written.getvalue()
    names = ("stdin", "stdout") if picture is not None else ()
    command = (program() or "tesseract", *names, *options)
    return subprocess.run(command, input=given, capture_output=True, check=False).stdout  # noqa: S603 - our own options

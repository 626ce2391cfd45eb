"""How well made-up papers are read and recognised: the kept half, photographed as the dice fall."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from benchmarks.measure import Result, machine, quantile
from benchmarks.papers import plain
from benchmarks.papers.drawing import photo
from benchmarks.papers.sheets import Part, Sheet, sheets
from bot.answering.paper import judge
from bot.reading.reader import PaperReader
from bot.reading.words import ReadingFaultError
from bot.settings import Settings
from knowledge.papers import WAR

PART: Part = "kept"
SHOTS = 1
"""Photos of each page, each spoilt in its own way; one takes about four minutes on two cores."""

Read = Callable[[Sequence[bytes]], tuple[str, Sequence[str]]]
"""Gives the words of a paper, and its kinds."""


@dataclass(frozen=True)
class Row:
    """One paper, photographed once."""

    sheet: Sheet
    kinds: Sequence[str]
    errors: int
    words: int
    seconds: float

    @property
    def is_right(self) -> bool:
        return self.kinds[0] == self.sheet.kinds[0]


def run(settings: Settings) -> Result:
    """Read the kept papers, with our chain and with the usual alternative."""
    reader = PaperReader(settings.threads)

    def ours(photos: Sequence[bytes]) -> tuple[str, Sequence[str]]:
        try:
            reading = reader.read(photos)
        except ReadingFaultError as error:
            return "", (error.fault,)
        return reading.text, judge(reading).kinds or ("unclear",)

    def usual(photos: Sequence[bytes]) -> tuple[str, Sequence[str]]:
        text = plain.read(photos)
        return text, (plain.kind(text),)

    sides = {"ours": figures(measure(ours)), "plain Tesseract and keywords": figures(measure(usual))}
    return {"papers": sum(1 for _ in sheets(PART)), "shots": SHOTS, "machine": machine(), **sides}


def measure(read: Read) -> list[Row]:
    """Read every paper of the half as often as it is photographed."""
    rows = []
    for sheet in sheets(PART):
        for shot in range(SHOTS):
            photos = [photo(page, f"{sheet.name}-{shot}-{n}") for n, page in enumerate(sheet.pages)]
            begun = time.perf_counter()
            text, kinds = read(photos)
            passed = time.perf_counter() - begun
            told = words("\n".join(sheet.pages))
            rows.append(Row(sheet, kinds, distance(told, words(text)), len(told), passed))
    return rows


def figures(rows: Sequence[Row]) -> Result:
    """Give what was recognised of each kind, the share of wrong words, and the seconds."""
    by_kind = defaultdict(list)
    for row in rows:
        by_kind[row.sheet.kinds[0] if len(row.sheet.kinds) == 1 else "mixed"].append(row)
    war = [row for row in rows if row.sheet.kinds[0] in WAR]
    peace = [row for row in rows if row.sheet.kinds[0] not in WAR]
    return {
        "right": round(fmean(row.is_right for row in rows), 3),
        "right of each kind": {
            kind: f"{sum(row.is_right for row in some)}/{len(some)}" for kind, some in sorted(by_kind.items())
        },
        "war missed": f"{sum(row.kinds[0] not in WAR for row in war)}/{len(war)}",
        "false alarms": f"{sum(row.kinds[0] in WAR for row in peace)}/{len(peace)}",
        "word error rate": round(sum(row.errors for row in rows) / sum(row.words for row in rows), 3),
        "seconds, median": round(median(row.seconds for row in rows), 2),
        "seconds, 95 of 100": round(quantile([row.seconds for row in rows], 0.95), 2),
        "wrong": sorted(f"{row.sheet.name}: {', '.join(row.kinds)}" for row in rows if not row.is_right),
    }


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def distance(told: Sequence[str], read: Sequence[str]) -> int:
    """Count the words to insert, leave out or change (Levenshtein 1966)."""
    row = list(range(len(read) + 1))
    for i, word in enumerate(told, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(read, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]


def line(result: Result) -> str:
    return "; ".join(
        f"{side}: {result[side]['right']:.0%} recognised, {result[side]['word error rate']:.1%} of words wrong, "
        f"{result[side]['seconds, median']} s"
        for side in ("ours", "plain Tesseract and keywords")
    )

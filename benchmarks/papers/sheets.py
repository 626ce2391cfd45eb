"""The texts of made-up papers: half of them for tuning, half kept for testing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

TEXTS = Path(__file__).parent / "texts"
Part = Literal["tuning", "kept"]


@dataclass(frozen=True)
class Sheet:
    """One paper: what it is, and the words of each of its pages."""

    name: str
    kinds: tuple[str, ...]
    """What it has to be recognised as, the most dangerous first; `unclear` for papers of other sorts."""
    pages: tuple[str, ...]


def sheets(part: Part) -> Iterator[Sheet]:
    """Read the papers of one half. Papers end with `====`, pages with `----`; `# a+b` names two kinds."""
    for file in sorted((TEXTS / part).glob("*.txt")):
        for number, text in enumerate(file.read_text(encoding="utf-8").split("====\n"), 1):
            kinds = (file.stem,)
            if text.startswith("# "):
                head, text = text.split("\n", 1)  # noqa: PLW2901
                kinds = tuple(head.removeprefix("# ").split("+"))
            pages = tuple(page.strip("\n") for page in text.split("----\n"))
            yield Sheet(f"{part}-{file.stem}-{number}", kinds, pages)

"""Packs as files: a page, a booklet and plain text for every language and passport."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.answering.question import Passport
from bot.outreach.pack.booklet import booklet
from bot.outreach.pack.contents import contents
from bot.outreach.pack.leaflets import leaflets
from bot.outreach.pack.page import page
from knowledge.corpus import Corpus
from knowledge.script import WrittenLang

Tell = Callable[[str, int, int], None]
"""Told of progress: what is being done, how much is done, how much there is."""


def write_packs(
    corpus: Corpus,
    wanted: Sequence[tuple[WrittenLang, Passport]],
    folder: Path,
    day: dt.date,
    link: str | None,
    tell: Tell,
) -> list[Path]:
    """Write each wanted pack three times into `folder`, and name the files.

    Raises OSError where the folder can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for done, (language, passport) in enumerate(wanted):
        tell("writing packs", done, len(wanted))
        pack = contents(corpus, language, passport, day, link)
        name = f"ogoh-{language}-{passport}"
        for suffix, content in (
            ("html", page(pack).encode()),
            ("pdf", booklet(pack)),
            ("txt", leaflets(pack).encode()),
        ):
            files.append(folder / f"{name}.{suffix}")
            files[-1].write_bytes(content)
    tell("writing packs", len(wanted), len(wanted))
    return files

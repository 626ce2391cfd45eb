"""The pack as plain text: pieces short enough to be forwarded one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.i18n import date, tr
from bot.outreach.pack.contents import Entry, Pack

LONGEST: Final = 600
"""Characters of a piece: a chat's screen, or four to nine SMS."""

RULE: Final = "\n\n" + "-" * 20 + "\n\n"


def leaflets(pack: Pack) -> str:
    """Give the text: a head, then one piece for each entry, each with its day and version."""
    head = f"{pack.title}\n{pack.edition}\n{tr(pack.language, 'pack.honest')}"
    pieces = [
        _piece(pack, entry) for chapter in ("emergency", "answers", "steps") for entry in pack.of(chapter)
    ]
    contacts = "\n\n".join("\n".join((entry.title, *entry.lines)) for entry in pack.of("contacts"))
    return RULE.join([head, *pieces, f"{tr(pack.language, 'pack.chapter.contacts')}\n\n{contacts}"]) + "\n"


def _piece(pack: Pack, entry: Entry) -> str:
    foot = f"Ogoh, {date(pack.language, pack.day.isoformat())}, {pack.version}"
    if pack.link:
        foot += f", {pack.link}"
    return "\n".join((entry.title, *_fitting(entry, LONGEST - len(entry.title) - len(foot) - 2), foot))


def _fitting(entry: Entry, room: int) -> Iterator[str]:
    """Give the lines that have room; the first always stands, for it is the answer."""
    for number, line in enumerate(entry.lines):
        room -= len(line) + 1
        if room < 0 and number:
            return
        yield line

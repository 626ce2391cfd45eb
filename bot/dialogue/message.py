"""What is shown to a person: text in the small HTML that Telegram knows, and buttons."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from knowledge.script import WrittenLang

LONGEST: Final = 4096
"""Characters that Telegram takes in one message."""

CAPTION: Final = 1024
"""Characters that Telegram takes below a picture."""

_SHORT: Final[dict[WrittenLang, str]] = {"uz": "u", "uz_Cyrl": "c", "ru": "r", "tg": "t"}
_LONG: Final[dict[str, WrittenLang]] = {short: lang for lang, short in _SHORT.items()}


@dataclass(frozen=True)
class Action:
    """What a button does: a verb and its arguments, at most 64 bytes when written.

    Whatever a press needs is in the action itself, so that any process can serve it at any time.
    """

    verb: str
    arguments: tuple[str, ...] = ()

    def write(self) -> str:
        return ":".join((self.verb, *self.arguments))

    @classmethod
    def read(cls, data: str) -> Action:
        verb, *arguments = data.split(":")
        return cls(verb, tuple(arguments))


@dataclass(frozen=True)
class Button:
    label: str
    action: Action


@dataclass(frozen=True)
class Message:
    """One message: safe HTML and rows of buttons."""

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    picture: bytes | None = None
    """A PNG that says no more than the text, which stands below it then and has at most `CAPTION` characters."""

    @property
    def plain(self) -> str:
        """The text without its markup; a link shows its address."""
        linked = re.sub(r'<a href="([^"]+)">(.*?)</a>', r"\2: \1", self.text)
        return html.unescape(re.sub(r"</?\w+>", "", linked))


def escape(text: str) -> str:
    """Make `text` safe inside HTML."""
    return html.escape(text, quote=False)


@cache
def code(record_id: str) -> str:
    """Give a record's short name for buttons: 30 bits of its id's hash."""
    digest = hashlib.sha256(record_id.encode()).digest()
    return base64.b32encode(digest).decode()[:6].lower()


def decode(codes: Iterable[str], record_ids: Sequence[str]) -> list[str]:
    """Give the record ids behind `codes`; a record that is gone is passed over."""
    known = {code(record_id): record_id for record_id in record_ids}
    return [known[one] for one in codes if one in known]


def pages(
    verb: tuple[str, tuple[str, ...]], page: int, total: int, size: int, language: WrittenLang
) -> list[tuple[Button, ...]]:
    """Give the row that turns the pages of a list; none where all stands on one page.

    `verb` is the action's name and its arguments before the page; the language's letter comes after it.
    """
    name, arguments = verb
    turns = []
    if page > 0:
        turns.append(Button("◀", Action(name, (*arguments, str(page - 1), short(language)))))
    if (page + 1) * size < total:
        turns.append(Button("▶", Action(name, (*arguments, str(page + 1), short(language)))))
    return [tuple(turns)] if turns else []


def short(language: WrittenLang) -> str:
    return _SHORT[language]


def written(short_name: str) -> WrittenLang:
    """Give the language behind its letter in a button.

    Raises KeyError where there is none such.
    """
    return _LONG[short_name]

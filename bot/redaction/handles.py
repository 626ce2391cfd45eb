"""Addresses of the net: e-mail, @names, links to profiles, channels and messengers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.redaction.span import Kind, Span

HOSTS: Final = (
    r"t\.me|telegram\.(?:me|dog|org)|vk\.(?:com|ru|me)|vkontakte\.ru|ok\.ru|odnoklassniki\.ru|instagram\.com|"
    r"instagr\.am|facebook\.com|fb\.(?:com|me)|tiktok\.com|wa\.me|(?:api|chat)\.whatsapp\.com|twitter\.com|x\.com|"
    r"youtube\.com|youtu\.be|threads\.net|my\.mail\.ru|imo\.im|viber\.(?:com|me)|max\.ru"
)
PATTERNS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    (
        "email",
        re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}", re.IGNORECASE),
    ),
    (
        "link",
        re.compile(
            rf"(?<![\w@])(?:https?://)?(?:(?:www|m|mobile|web|l)\.)?(?:{HOSTS})\s?/\s?[^\s,;<>«»\"]+"
            r"|(?<!\w)tg://\S+|(?<![\w/])id\d{6,}\b",
            re.IGNORECASE,
        ),
    ),
    ("username", re.compile(r"(?<![\w.])@\s?[^\W\d]\w{2,}")),
    (
        "username",
        re.compile(
            r"\b(?:ник(?:нейм)?|юзер(?:нейм)?|nik(?:im)?|username|user)\s*[:=-]?\s*([A-Za-z][\w.]*[\d_][\w.]*)",
            re.IGNORECASE,
        ),
    ),
)
TRAILING: Final = ".,;:!?)»\"'"


def handles(text: str) -> Iterator[Span]:
    for kind, pattern in PATTERNS:
        for found in pattern.finditer(text):
            group = pattern.groups
            yield Span(found.start(group), found.start(group) + len(found[group].rstrip(TRAILING)), kind)

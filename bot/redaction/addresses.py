"""Street addresses: a street or a quarter with what stands around it. A town or a region alone stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.redaction.names import CAPITAL
from bot.redaction.span import Span

WORD: Final = rf"[{CAPITAL}][\w'ʻʼ’‘`-]*"
WORDS: Final = rf"{WORD}(?:\s+{WORD}){{0,2}}"
GAP: Final = r"[\s,]+"
PLACE: Final = (
    rf"(?:(?:г\.|гор\.|город|пос\.|посёлок|поселок|село|деревня|шаҳри|ноҳияи|деҳаи|вилояти|қишлоғи)\s*{WORDS}"
    rf"|{WORDS}\s+(?:shahri|sh\.|tumani|viloyati|qishlog['ʻ’]?i|mahallasi|MFY|шаҳри|ш\.|тумани|вилояти|қишлоғи|"
    r"маҳалласи|область|обл\.|край|район|р-н))"
)
VILLAGE: Final = (
    rf"(?:(?:с\.|село|деревня|деҳаи|қишлоғи|маҳаллаи)\s*{WORDS}"
    rf"|{WORDS}\s+(?:qishlog['ʻ’]?i|mahallasi|MFY|қишлоғи|маҳалласи))"
)
STREET: Final = (
    rf"(?:\b(?:[Уу]л\.?|[Уу]лиц\w+|[Пп]роспект\w*|[Пп]р-т|[Пп]ер\.|[Пп]ереул\w+|[Шш]оссе|[Бб]ульвар\w*|[Нн]аб\.|"
    rf"[Нн]абережн\w+|[Пп]роезд\w*|[Кк][ӯу]чаи|[Хх]иёбони|[Мм]аҳаллаи|[Гг]узари)\s*(?:{WORDS}|\w+(?=,?\s+(?:д\.?\s?|дом\s)?\d))"
    rf"|{WORDS}\s+(?:ko['ʻʼ’‘`]?cha(?:si)?|prospekti|кўча(?:си)?|куча(?:си)?|шоссе|улиц\w|проспект\w*)(?:da|да)?)"
)
QUARTER: Final = (
    r"(?:(?:["
    + CAPITAL
    + r"][\w'ʻʼ’‘`-]*\s+)?\d+\s?-?\s?(?:mavze|мавзе|kvartal|квартал|daha|даҳа|мкр\w*|микрорайон\w*)"
    r"|(?:мкр\.?|микрорайон)\s*[\w-]+)"
)
HOUSE: Final = (
    r"(?:(?:д\.|дом|кв\.|квартира|корп\.|корпус|к\.|стр\.|строение|подъезд|хонаи|ҳуҷраи|бинои)\s*\d+\s?[а-яa-z]?\b(?!\w)"
    r"|\d+\s?-?\s?(?:uy|уй|xonadon|хонадон|dom|дом|kvartira|квартира)(?:da|да)?)"
)
NUMBER: Final = r"\d{1,4}(?:\s?[-/]\s?\d{1,4})?[а-яa-z]?\b"
COUNTED: Final = r"(?:чел|нафар|киши|kishi|та\b|ta\b|дн|лет\b|год|йил|yil|сол|час|soat|соат|руб|rubl)"
BEFORE: Final = rf"(?:(?:{PLACE}|{QUARTER}){GAP}){{0,4}}"
AFTER: Final = rf"(?:{GAP}(?:{HOUSE}|{QUARTER}|{PLACE}|{NUMBER}(?!\s+{COUNTED}))){{0,5}}"
ADDRESSES: Final = (
    re.compile(rf"{BEFORE}{STREET}{AFTER}"),
    re.compile(rf"{BEFORE}{QUARTER}(?:{GAP}{HOUSE}){{1,4}}"),
    re.compile(rf"(?:{PLACE}{GAP}){{1,3}}{VILLAGE}(?:{GAP}{HOUSE}){{0,3}}"),
)


def addresses(text: str) -> Iterator[Span]:
    for pattern in ADDRESSES:
        for found in pattern.finditer(text):
            yield Span(found.start(), found.end(), "address")

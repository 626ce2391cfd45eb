"""Names, where the words around say that one comes: "my name is", in four written languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.redaction.span import Span

CAPITAL: Final = "A-ZА-ЯЁЎҚҒҲӮӢҶ"
NAME: Final = rf"[{CAPITAL}][\w'ʻʼ’‘`-]*[\wʻʼ’](?:\s+[{CAPITAL}][\w'ʻʼ’‘`-]*[\wʻʼ’]){{0,2}}"
LOWER: Final = r"[^\W\d_][^\W\d_'ʻʼ’‘`-]*[^\W\d_]"
SEP: Final = r"(?:\s*[:=—–-]\s*|\s+)"

_LEADS: Final = (
    # Russian
    r"(?i:(?:меня|мен|тебя|его|е[её]|сына|брата|мужа|отца|дочь|жену|друга|сестру|мать|маму|папу|их)\s+зовут)\s+",
    r"(?i:зовут\s+(?:меня|его|е[её]))\s+",
    r"(?i:(?:мо[её]|полное|сво[её])\s+имя)" + SEP,
    r"(?i:\b(?:имя|ф\.?\s?и\.?\s?о\.?|фио))\s*[:=—–-]\s*",
    # Uzbek
    r"(?i:\b(?:ism(?:im|i)?[\s-]*(?:familiya|sharif)\w*|ismim|otim))" + SEP,
    r"(?i:\b(?:исм(?:им|и)?[\s-]*(?:фамилия|шариф)\w*|исмим|отим))" + SEP,
    # Tajik
    r"(?i:\b(?:ном(?:и|у\s+насаби)\s+ман|номам|исмам|исми\s+ман|насабам|насаби\s+ман))" + SEP,
)
STRONG: Final = tuple(re.compile(lead + rf"({NAME}|{LOWER}(?:\s+{LOWER})?)") for lead in _LEADS)
"""After these a name comes, also one without its capital letter."""

CAPITALIZED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i:\b(?:фамили[яию]|отчество|насаб))\w{{0,2}}{SEP}({NAME})",
        rf"(?i:зовут)\s+({NAME})",
        rf"(?i:\b(?:имя|имени))\s+({NAME})",
        rf"(?:^|[.!?]\s+)Я\s*[,—–-]?\s*([{CAPITAL}][\w-]+\s+[{CAPITAL}][\w-]+)",
        rf"(?:^|[.!?]\s+)[ЭеЕэ]то\s+({NAME})(?=\s*,)",
        rf"(?i:\b(?:ismi|oti|familiyam|familiyasi)){SEP}({NAME})",
        rf"(?i:\b(?:исми|оти|фамилиям|фамилияси)){SEP}({NAME})",
        rf"(?i:\b(?:men|мен))\s+({NAME})(?=\s+(?i:bo.?laman|бўламан|буламан))",
        rf"(?i:\b(?:men|мен))\s+([{CAPITAL}][\w'ʻʼ’‘`-]*?(?:\s+[{CAPITAL}][\w'ʻʼ’‘`-]*?)?)(?=man\b|ман\b)",
        rf"(?i:\b(?:номи|исми)\s+\w+(?:ам|аш|амон|и\s+ман)){SEP}({NAME})",
        rf"(?i:\bман)\s+({NAME})(?=\s+(?i:ҳастам|хастам))",
        rf"(?i:\bмаро)\s+({NAME})(?=\s+(?i:меноманд|мегӯянд|мегуянд))",
    )
)
NO_NAME: Final = re.compile(
    r"(?i:росси\w*|москв\w*|украин\w*|узбек\w*|таджик\w*|киргиз\w*|кыргыз\w*|казах\w*|туркмен\w*|ўзбек\w*|тоҷик\w*|"
    r"қирғиз\w*|рус(?:ск\w*|ча|ман|им)?|rossiya\w*|moskva\w*|ukraina\w*|o.?zbek\w*|tojik\w*|qirg.?iz\w*|rus\b|telegram|телеграм\w*|"
    r"контракт\w*|kontrakt\w*|донбасс?\w*|донецк\w*|маскав\w*|ӯзбек\w*|вы|кто|как|kim|nima|ким|нима|чӣ|кӣ|ва|va|и|"
    r"не|нет|yo.?q|йўқ|не\b|есть|bor|бор|ҳаст)"
)
GOES_ON: Final = re.compile(
    r"\s*(?:[,.;!?)\n]|$)|\s+(?i:я|мне|и|из|это|мой|а|men|menga|yoshim|yosh|va|мен|менга|ёшим|ва|ман|аз|аст|меня)\b"
)
"""What comes behind a name that was written without a capital."""
VERB: Final = re.compile(
    r"(?i:.*(?:ть|ться|ти|ют|ут|ят|ат|али|ли|ди|dilar|di|lar|gan|ган|ilgan|илган|mi|ми|ман|man|дам|нд|ед))$"
)


def names(text: str) -> Iterator[Span]:
    for pattern in CAPITALIZED:
        for found in pattern.finditer(text):
            if not NO_NAME.fullmatch(found[1].split()[0]):
                yield Span(found.start(1), found.end(1), "name")
    for pattern in STRONG:
        for found in pattern.finditer(text):
            word = found[1]
            if NO_NAME.fullmatch(word.split()[0]):
                continue
            if word[0].isupper():
                yield Span(found.start(1), found.end(1), "name")
            else:
                yield from _lower(text, found.start(1), word)


def _lower(text: str, start: int, words: str) -> Iterator[Span]:
    """Take one or two words for a name only where nothing speaks of a verb, and what follows fits."""
    parts = re.split(r"\s+", words)
    for count in range(len(parts), 0, -1):
        end = start + len(words) if count == len(parts) else start + len(parts[0])
        if GOES_ON.match(text, end) and not any(map(VERB.fullmatch, parts[:count])):
            yield Span(start, end, "name")
            return

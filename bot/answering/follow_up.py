"""Messages that go on with the question before them: how much they lean on it, and what they change of it."""

from __future__ import annotations

import re
from typing import Final

from bot.answering.question import Passport

SHORT: Final = 8
LONG: Final = 14
"""Words up to which a message leans on the question before it as much as on itself, and up to which by a PART."""

PART: Final = 0.7

BARE: Final = 3
"""Words up to which a message tells too little of itself for one to see whether it is about another subject."""

_COUNTRIES: Final[dict[Passport, str]] = {
    "UZ": r"[уўӯ]зб[еаи]к|o.?zbek|uzbek",
    "TJ": r"таджик|то[ҷчж]ик|tojik|tadjik",
    "KG": r"[ккқ][иы]р[гғ][иы][зс]|qir.?g.?.?iz|kirgiz",
    "KZ": r"казах|[қк][оа]зо[қкғг]|qozo[qg]|kazax|kazakh",
    "TM": r"туркм[еаи]н|turkm[ae]n",
}
_COUNTRY: Final = re.compile(
    "|".join(rf"(?P<{name}>\b(?:{stems})[\w'ʻ’‘`]*)" for name, stems in _COUNTRIES.items()), re.IGNORECASE
)
_WORD: Final = re.compile(r"\w+")
_ELLIPTIC: Final = frozenset(
    "я он она мы а и у в для если то же что как ну с по про насчёт насчет есть них граждан гражданин гражданина гражданам "
    "men u biz chi esa ham uchun haqida fuqarolari fuqarolariga fuqarosi fuqarosiga bormi qanday qanaqa unda va agar bo lsa bolsa "
    "мен биз чи эса ҳам хам учун ҳақида хакида фуқаролари фуқароси фуқаросига борми қандай кандай унда ва агар бўлса булса "
    "дар барои чӣ чй аз бошад бошам ҳаст хаст шаҳрванд шаҳрванди шахрванди шаҳрвандони мардуми бо ман ӯ мо дигар чихел".split()
)


def leaning(text: str) -> float:
    """Give what the question before counts beside `text`, which counts 1: less, the more is said anew."""
    words = len(text.split())
    if words <= SHORT:
        return 1.0
    return PART if words <= LONG else 0.0


def is_bare(text: str) -> bool:
    """Tell whether `text` is so short that only the question before tells what it is about."""
    return len(text.split()) <= BARE


def country_instead(text: str) -> Passport | None:
    """Give the country for which `text` asks the question before once more, and asks nothing else."""
    named = list(_COUNTRY.finditer(text))
    if len(named) != 1 or not named[0].lastgroup:
        return None
    rest = text[: named[0].start()] + " " + text[named[0].end() :]
    if any(word.lower() not in _ELLIPTIC for word in _WORD.findall(rest)):
        return None
    return next(name for name in _COUNTRIES if name == named[0].lastgroup)


def thread(previous: str | None, text: str) -> str:
    """Give what the next message may go on with: `text`, behind the question that began it where it is bare."""
    text = " ".join(text.split())
    return f"{previous.splitlines()[0]}\n{text}" if previous and is_bare(text) else text

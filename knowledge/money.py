"""Sums of money in a text: how much, in what, and for how long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

Currency = Literal["RUB", "USD", "EUR", "UZS", "TJS", "KZT", "KGS"]
Per = Literal["once", "month", "year", "day", "stint"]

_THOUSAND: Final = r"тыс\w*|т\.?\s?р\b|тр\b|к\b|k\b|ming\w*|минг\w*|ҳазор\w*|хазор\w*|tis\w*"
_MILLION: Final = r"млн\.?|мл\b|миллион\w*|million\w*|mln\.?|mlrd|лям\w*|кк\b|kk\b"
_NUMBER: Final = r"\d{1,3}(?:[ \u00a0\u202f.,']\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_WORDS: Final = {
    "полмиллион": 500_000.0, "пол миллион": 500_000.0, "yarim million": 500_000.0, "ярим миллион": 500_000.0,
    "ним миллион": 500_000.0, "полтора миллион": 1_500_000.0, "миллионы": 2_000_000.0, "миллионҳо": 2_000_000.0,
    "millionlab": 2_000_000.0, "миллионлаб": 2_000_000.0,
}  # fmt: skip
_COUNTED: Final = {
    "один": 1, "два": 2, "двух": 2, "две": 2, "три": 3, "трёх": 3, "трех": 3, "четыре": 4, "пять": 5, "пяти": 5,
    "шесть": 6, "семь": 7, "bir": 1, "ikki": 2, "uch": 3, "to'rt": 4, "besh": 5, "бир": 1, "икки": 2, "уч": 3,
    "беш": 5, "як": 1, "ду": 2, "се": 3, "чор": 4, "панҷ": 5,
}  # fmt: skip
_SUM: Final = re.compile(
    rf"(?<![\w.,])(?P<number>{_NUMBER})(?:\s?[-–—]\s?(?P<upper>{_NUMBER}))?\s?"
    rf"(?:(?P<million>{_MILLION})|(?P<thousand>{_THOUSAND}))?"
    rf"|\b(?P<counted>{'|'.join(_COUNTED)})\s(?:(?P<millions>{_MILLION}))"
    rf"|\b(?P<words>{'|'.join(_WORDS)})\w*",
    re.IGNORECASE,
)
_CURRENCIES: Final[tuple[tuple[Currency, re.Pattern[str]], ...]] = (
    ("UZS", re.compile(r"^\s?(?:so['`ʻʼ‘’]?m|сўм|сум|sum)\b", re.IGNORECASE)),
    ("TJS", re.compile(r"^\s?(?:сомон\w*|somon\w*)", re.IGNORECASE)),
    ("KZT", re.compile(r"^\s?(?:тенге|tenge|₸)", re.IGNORECASE)),
    ("KGS", re.compile(r"^\s?сом\b", re.IGNORECASE)),
    ("USD", re.compile(r"^\s?(?:\$|долл\w*|doll\w*|usd\b)", re.IGNORECASE)),
    ("EUR", re.compile(r"^\s?(?:€|евро|yevro|evro|euro)", re.IGNORECASE)),
    ("RUB", re.compile(r"^\s?(?:₽|руб\w*|р\b|rub\w*|рубл\w*)", re.IGNORECASE)),
)
_TENS: Final = re.compile(
    r"^\s?(?:%|лет|год\w*|yosh\w*|ёш\w*|сол\w*|км|km|кв|м\b|metr|метр|мин|час|соат|дн|кун\b|kun\b|чел|нафар|kishi|"
    r"человек|разряд|мест|сут|мес\w*|oy\w*|ой\w*|моҳ\w*)",
    re.IGNORECASE,
)
_BORDER: Final = re.compile(r"[\n!?;]|[.,]\s")
LONGEST: Final = 8
"""Digits of a sum; what has more is a phone or another number."""

_BEFORE: Final = 34
_AFTER: Final = 30
_PERIODS: Final[Mapping[Per, str]] = {
    "day": r"""смен[аыуе] smena сутк сутоки суточн в\sдень /день за\sдень ежедневн в\sсутки sutka час\b soat
        соат kuniga кунига kunlik кунлик рӯзе рузе км\b /м\b метр куб""",
    "once": r"""единоврем сразу подъ[её]мн podyomn podyemn при\sподписан за\sподпис при\sзаключен разов
        на\sкарт премия birdan бирдан bir\smartalik бир\sмарталик imzo имзо darrov дарров kartang картанг
        якбора дарҳол""",
    "year": r"за\sгод в\sгод первый\sгод yiliga йилига bir\syil бир\sйил солона дар\sяк\sсол",
    "stint": r"""за\sвахт за\sсезон за\sсрок вахта\s?\d за\s\d+\s(?:дн|мес) vaxtaga вахтага mavsum мавсум
        \d+\skunga uch\soyga барои\sду\sмоҳ барои\s\d+\sрӯз се\sмоҳ""",
    "month": r"""мес ежемес зп\b з/п зарплат оклад доход oyiga ойига oylik ойлик har\soy ҳар\sой моҳе
        ҳар\sмоҳ maosh маош""",
}
r"""Words of time, told apart by blanks; `\s` is a blank within one."""

_COMPILED: Final = {
    per: re.compile("|".join(words.split()), re.IGNORECASE) for per, words in _PERIODS.items()
}


@dataclass(frozen=True)
class Sum:
    """A sum with its span in the text; what isn't said is None."""

    amount: float
    currency: Currency | None
    per: Per | None
    start: int
    end: int


def sums(text: str) -> Iterator[Sum]:
    """Find the sums of money in `text`, their larger end where a range is given."""
    for match in _SUM.finditer(text):
        amount = _amount(match)
        rest = text[match.end() : match.end() + 16]
        currency = next((name for name, sign in _CURRENCIES if sign.match(rest)), None)
        if currency is None and re.search(r"\$\s?$", text[max(0, match.start() - 2) : match.start()]):
            currency = "USD"
        bare = match["number"] and not (match["million"] or match["thousand"])
        if bare and currency is None and (amount < 1000 or _TENS.match(rest) or _is_phone(text, match)):  # noqa: PLR2004
            continue
        yield Sum(amount, currency, _per(text, match.start(), match.end()), match.start(), match.end())


def _is_phone(text: str, match: re.Match[str]) -> bool:
    around = text[max(0, match.start() - 4) : match.end() + 6]
    digits = re.sub(r"\D", "", match["number"])
    return len(digits) > LONGEST or bool(re.search(r"\+\s?\d|\d[-–]\d{2}[-–]\d|\(\d{3}\)|ИНН|INN", around))


def _amount(match: re.Match[str]) -> float:
    if match["words"]:
        return next(value for words, value in _WORDS.items() if match["words"].lower().startswith(words))
    if match["counted"]:
        return _COUNTED[match["counted"].lower()] * 1_000_000.0
    number = _number(match["upper"] or match["number"])
    if match["million"]:
        return number * 1_000_000 if number < 1000 else number  # noqa: PLR2004
    return number * 1000 if match["thousand"] and number < 10_000 else number  # noqa: PLR2004


def _number(digits: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:[ \u00a0\u202f.,']\d{3})+", digits):
        return float(re.sub(r"\D", "", digits))
    return float(digits.replace(",", "."))


def _per(text: str, start: int, end: int) -> Per | None:
    """Tell for how long a sum is: the nearest word of time within its own line."""
    before = _BORDER.split(text[max(0, start - _BEFORE) : start])[-1]
    after = _BORDER.split(text[end : end + _AFTER])[0]
    nearest: tuple[int, Per] | None = None
    for per, words in _COMPILED.items():
        for found in words.finditer(after):
            nearest = min(nearest or (999, per), (found.start(), per))
        for found in words.finditer(before):
            nearest = min(nearest or (999, per), (len(before) - found.end() + 3, per))
    return nearest[1] if nearest else None

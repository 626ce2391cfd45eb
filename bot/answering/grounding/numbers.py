"""Numbers as they are written: digits, groups of digits, and words in Russian, Uzbek and Tajik."""

from __future__ import annotations

import re
from typing import Final

from knowledge.schema import Lang
from knowledge.script import fold

PHONE_DIGITS: Final = 7
NUMBER: Final = re.compile(
    r"""\+?\d{1,4}(?:[ \u00a0()-]{1,2}\d{2,4}){2,5}(?!\d)   # a phone, or thousands in groups
    | \d{1,3}(?:[ \u00a0]\d{3})+(?![\d.,]*\d)                # thousands in one group or more
    | \d+(?:[-.,:/]\d+)*""",
    re.VERBOSE,
)
THOUSANDS: Final = re.compile(r"\d{1,3}(?:[ \u00a0]\d{3})+")

_WORDS: Final[dict[Lang, str]] = {
    "ru": """2 два две двух двум двумя двое двоих 3 три трёх трех трём тремя трое троих 4 четыре четырёх четырех четырём
        5 пять пяти пятью пятеро 6 шесть шести шестью 7 семь семи семью 8 восемь восьми восемью 9 девять девяти девятью
        10 десять десяти десятью 11 одиннадцать одиннадцати 12 двенадцать двенадцати 13 тринадцать тринадцати
        14 четырнадцать четырнадцати 15 пятнадцать пятнадцати 16 шестнадцать шестнадцати 17 семнадцать семнадцати
        18 восемнадцать восемнадцати 19 девятнадцать девятнадцати 20 двадцать двадцати 30 тридцать тридцати
        40 сорок сорока 50 пятьдесят пятидесяти 60 шестьдесят шестидесяти 70 семьдесят семидесяти
        80 восемьдесят восьмидесяти 90 девяносто девяноста 100 сто ста 200 двести двухсот 300 триста трёхсот
        400 четыреста четырёхсот 500 пятьсот пятисот 600 шестьсот шестисот 700 семьсот 800 восемьсот 900 девятьсот
        1000 тысяча тысячи тысяч тысячу тыс 1000000 миллион миллиона миллионов млн""",
    "uz": """2 ikki ikkita ikkala 3 uch uchta 4 toʻrt toʻrtta 5 besh beshta 6 olti oltita 7 yetti yettita
        8 sakkiz sakkizta
        9 toʻqqiz toʻqqizta 10 oʻn oʻnta 20 yigirma yigirmata 30 oʻttiz 40 qirq 50 ellik 60 oltmish 70 yetmish 80 sakson
        90 toʻqson 100 yuz yuzta 1000 ming mingta 1000000 million mln""",
    "tg": """2 ду дуто 3 се сето 4 чор чаҳор чорто 5 панҷ панҷто 6 шаш шашто
        7 ҳафт ҳафтто 8 ҳашт ҳаштто 9 нӯҳ нӯҳто 10 даҳ даҳто
        11 ёздаҳ 12 дувоздаҳ 13 сездаҳ 14 чордаҳ 15 понздаҳ 16 шонздаҳ 17 ҳабдаҳ ҳафдаҳ
        18 ҳаждаҳ 19 нуздаҳ 20 бист
        30 сӣ 40 чил 50 панҷоҳ 60 шаст 70 ҳафтод 80 ҳаштод 90 навад 100 сад 200 дусад 300 сесад 400 чорсад 500 панҷсад
        1000 ҳазор 1000000 миллион млн""",
}


def _table(text: str) -> dict[str, int]:
    table: dict[str, int] = {}
    value = 0
    for word in text.split():
        if word.isdigit():
            value = int(word)
        else:
            table[fold(word)] = value
    return table


WORDS: Final[dict[Lang, dict[str, int]]] = {lang: _table(text) for lang, text in _WORDS.items()}
MONTHS: Final[dict[Lang, str]] = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uz": "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr",
    "tg": "январи феврали марти апрели майи июни июли августи сентябри октябри ноябри декабри",
}
_DATE: Final = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.((?:19|20)\d{2})(?![\d.]*\d)")
_ORDINAL: Final = re.compile(r"(\d)-(?:го|й|му|м|х|я|е|ю)(?!\w)")
_AGE: Final = re.compile(
    r"(?<!\w)(\d+-?|двадцати|тридцати|сорока|пятидесяти|шестидесяти)(двух|трёх|четырёх|пяти|шести|семи|восьми|девяти)?летн\w+",
    re.IGNORECASE,
)
_AGED: Final = re.compile(
    r"\b(мужчин\w{0,2}|женщин\w{0,2}|парн\w{1,3}|парень) (\d+) (?:лет|года?)\b", re.IGNORECASE
)
SCALES: Final = (1000, 1_000_000)
HUNDRED: Final = 100
TEN: Final = 10


def written(digits: str) -> str:
    """Give one form for every way of writing a number in digits."""
    bare = digits.strip(" \u00a0-")
    if THOUSANDS.fullmatch(bare):
        return re.sub(r"\D", "", bare)
    plain = re.sub(r"\D", "", bare)
    if len(plain) >= PHONE_DIGITS and not bare.isdigit():
        return plain
    return re.sub(r"^0+(?=\d)", "", bare).replace(",", ".")


def in_digits(text: str, lang: Lang) -> str:
    """Write the number words of `text` in digits; neighbours make one number."""

    def replaced(found: re.Match[str]) -> str:
        value = summed([value for word in found[0].split() if (value := _value(word, lang)) is not None])
        return f"{value}{_suffix(found[0].split()[-1], lang)}"

    def scaled(found: re.Match[str]) -> str:
        amount = float(re.sub(r"[ \u00a0]", "", found[1]).replace(",", "."))
        return f"{amount * WORDS[lang][fold(found[2])]:.0f}"

    plain = _ORDINAL.sub(r"\1", _aged(_dated(text, lang))) if lang == "ru" else _dated(text, lang)
    return _RUNS[lang].sub(replaced, _SCALED[lang].sub(scaled, plain))


def _dated(text: str, lang: Lang) -> str:
    """Write dates that are all in digits with the month's name, as records do."""

    def named(found: re.Match[str]) -> str:
        day, month, year = map(int, found.groups())
        names = MONTHS[lang].split()
        if not 1 <= month <= len(names):
            return found[0]
        name = names[month - 1]
        return f"{year}-yil {day}-{name} " if lang == "uz" else f"{day} {name} {year}"

    return _DATE.sub(named, text)


def _aged(text: str) -> str:
    """Write Russian ages, which go with somebody, unlike years that he was given."""

    def aged(found: re.Match[str]) -> str:
        age = summed([value for word in found.groups() if word and (value := _value(word, "ru")) is not None])
        return f"{found[1].rstrip('-') if found[1][0].isdigit() else age} возраста"

    return _AGED.sub(r"\1 \2 возраста", _AGE.sub(aged, text))


def summed(values: list[int]) -> int:
    """Put the numbers of neighbouring words together: twenty, five, thousand make 25,000."""
    total, part = 0, 0
    for value in values:
        if value in SCALES:
            total += (part or 1) * value
            part = 0
        elif value == HUNDRED and 0 < part < TEN:
            part *= value
        else:
            part += value
    return total + part


def _value(word: str, lang: Lang) -> int | None:
    key, table = fold(word), WORDS[lang]
    if lang == "tg" and key.endswith("u") and key not in table:
        return table.get(key[:-1])
    return (
        table.get(key)
        if key in table
        else table.get(key[: -len(end)])
        if (end := _suffix(word, lang))
        else None
    )


def _suffix(word: str, lang: Lang) -> str:
    """Give the Uzbek ending that tells from where or how far a number goes."""
    key = fold(word)
    if lang != "uz" or key in WORDS[lang]:
        return ""
    return next(
        (end for end in ("dan", "gacha", "ga") if key.endswith(end) and key[: -len(end)] in WORDS[lang]), ""
    )


def _alternatives(lang: Lang, *, scales: bool = False) -> str:
    words = [word for word in _WORDS[lang].split() if not word.isdigit()]
    if scales:
        words = [word for word in words if WORDS[lang][fold(word)] in SCALES]
    ordered = sorted(words, key=len, reverse=True)
    pattern = "|".join(re.escape(word).replace("ʻ", "[ʻ'’‘`]") for word in ordered)
    return f"(?:{pattern})" + {"tg": "у?", "uz": "(?:dan|gacha|ga)?", "ru": "", "en": ""}[lang]


_RUNS: Final = {
    lang: re.compile(rf"(?<![\w-]){_alternatives(lang)}(?:\s+{_alternatives(lang)})*(?![\w])", re.IGNORECASE)
    for lang in WORDS
}
_SCALED: Final = {
    lang: re.compile(
        rf"(?<!\d)(\d{{1,3}}(?:[ \u00a0]\d{{3}})*(?:[.,]\d+)?)\s+({_alternatives(lang, scales=True)})(?!\w)",
        re.IGNORECASE,
    )
    for lang in WORDS
}

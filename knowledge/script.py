"""Spellings: one folded key for every way of writing a word, and Uzbek Cyrillic made from Uzbek Latin.

People type Uzbek in two scripts and three Latin spellings, Tajik without its own letters, and Russian in
Latin letters. `fold` brings all of these to one plain Latin key, so that lexical search compares words
and not keyboards.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal, get_args

import alifbo

WrittenLang = Literal["uz", "uz_Cyrl", "ru", "tg"]
"""A language and script in which people write to the bot and are answered."""

WRITTEN: Final[tuple[WrittenLang, ...]] = get_args(WrittenLang)

LETTERS: Final = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфхыэ", "abvgdeziiklmnoprstufhie", strict=True)),
        "ғ": "g", "ӣ": "i", "қ": "k", "ӯ": "u", "ў": "o", "ҳ": "h", "ҷ": "j", "ё": "io", "ж": "j",
        "ц": "s", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "iu", "я": "ia", "ъ": None, "ь": None,
        "ә": "a", "і": "i", "ң": "n", "ө": "o", "ү": "u", "ұ": "u", "һ": "h", "ї": "i", "є": "e", "ґ": "g",
        "q": "k", "x": "h", "w": "v", "ş": "sh", "ș": "sh", "ç": "ch", "õ": "o", "ö": "o", "ō": "o",
        "ğ": "g", "ǵ": "g", "ı": "i", "ñ": "n", "ü": "u", "y": "i",
        **dict.fromkeys("'`´ʻʼʽ‘’‛′ʹ", None),
    }
)  # fmt: skip
DIGRAPHS: Final = (
    (re.compile(r"kh"), "h"),
    (re.compile(r"zh"), "j"),
    (re.compile(r"ts"), "s"),
    (re.compile(r"ie"), "e"),
    (re.compile(r"([^\W\d])\1+"), r"\1"),
)
CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
LOOKALIKES: Final = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")
_WORD: Final = re.compile(r"[^\W_]+")
_STEM_WORD: Final = re.compile(r"[A-Za-zʻʼ]+(?:['`´‘’′][A-Za-zʻʼ]+)*")
_LATIN_SPAN: Final = re.compile(
    r"""(?<!\w)`[^`\n]+`(?!\w)          # code
    | https?://\S+ | t\.me/\S+
    | [\w.%+-]+@[\w-]+(?:\.[\w-]+)+    # e-mail
    | @\w+
    | (?<![\w/>])/[A-Za-z][\w@]*        # a command, not «va/yoki»
    | \b[A-Za-z0-9-]+(?:\.(?:[a-z]{2,}|KG|KZ|RU|TJ|TM|UZ))+\b(?:/\S*)?
    | (?<!\S)\.[a-z]+\b                 # a dot file
    | </?[A-Za-z][^<>]*> | &\#?\w+;
    | \{[^{}\s]*\} | %\(\w+\)[a-z]
    | \b[A-Z]+(?:_[A-Z0-9]+)+(?:=\w+)?  # a setting
    | (?<=\d-)[IVXLC]+\b                # a law's Roman number: 226-V
    | \bCtrl-[A-Z]\b""",
    re.VERBOSE,
)
_MONTH: Final = (
    r"(?:yanvar|fevral|mart(?!a)|aprel|may(?!or|don)|iyun|iyul|avgust|sentabr|oktabr|noyabr|dekabr|\{month\})"
)
_DATE_HYPHEN: Final = re.compile(
    # Latin joins the year and the day with a hyphen, Cyrillic doesn't: 2022 йил 5 май, but 1990-йиллар.
    rf"""(?P<dropped>(?<=\d{{4}})-(?=(?:,|\ va|\ yoki|\ hamda)\ \d{{4}}-))
    | (?<=\d{{4}})-(?=yil(?!lar)) | (?<=\d{{3}}[1-9])-(?=yillar) | (?<=\{{year\}})-(?=yil)
    | (?:(?<=[–—-]\d{{4}})|(?<=\ va\ \d{{4}})|(?<=\ yoki\ \d{{4}}))-(?=yillar)
    | (?:(?<=\d)|(?<=\{{day\}}))-(?={_MONTH})""",
    re.VERBOSE,
)
_JOINTS: Final = (
    # alifbo reads every ts as ц, shch as щ, ye after a consonant as йе and the mark between s and h as ъ.
    (re.compile(r"ts(?!h|e|iya|ion)", re.IGNORECASE), "тс"),
    (re.compile(r"(?<=[bdfgjklmnprstvxz])ye", re.IGNORECASE), "ье"),
    (re.compile(r"sʼh", re.IGNORECASE), "сҳ"),
    (re.compile(r"sh(?=ch)", re.IGNORECASE), "ш"),
)
# Where alifbo writes kontsert, oktyabr and obʼyekt, books have konsert, oktabr and obyekt.
_BOOK_S: Final = re.compile(r"(?<=[бвгдзйклмнпрт])ц", re.IGNORECASE)
_BOOK_A: Final = re.compile(r"(?<=т)я(?=бр)", re.IGNORECASE)
_BOOK_YE: Final = re.compile(r"(?<=[бдкнст])ъ(?=[еёюя])", re.IGNORECASE)
_FOREIGN: Final = re.compile(r"[Ww]|[Cc](?![Hh])|[a-z][A-Z]")


def unmix(text: str) -> str:
    """Give words of Cyrillic with a few look-alike Latin letters wholly in Cyrillic."""

    def mend(match: re.Match[str]) -> str:
        word = match[0]
        if re.search(r"[а-яёғӣқӯҳҷў]", word, re.IGNORECASE) and re.search(r"[A-Za-z]", word):
            return word.translate(LOOKALIKES)
        return word

    return _WORD.sub(mend, text)


def plain(text: str) -> str:
    """Lower-case `text` in one Unicode form, without invisible characters and with unmixed scripts."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Mn", "Me"} or c == "\u200d")
    return unmix(text).lower()


@lru_cache(maxsize=32)  # one message is folded by several models in turn
def fold(text: str) -> str:
    """Give the key under which every spelling of `text` meets: lower-case Latin words and single spaces.

    >>> fold("қўл қўй") == fold("qo'l qoʻy") == fold("qol qoy")
    True
    >>> fold("подписал контракт") == fold("podpisal kontrakt")
    True
    """
    words = _WORD.findall(re.sub(r"(?<=\w)['`´ʻʼʽ‘’‛′ʹ](?=\w)", "", plain(text)))
    return " ".join(_fold_word(word) for word in words)


def uzbek_latin(text: str) -> str:
    """Give Uzbek `text` of any script or spelling in the Latin alphabet that books use: sh, ch, oʻ, gʻ."""
    text = _BOOK_S.sub(lambda match: _cased("с", match[0]), text)
    text = _BOOK_A.sub(lambda match: _cased("а", match[0]), text)
    text = _BOOK_YE.sub("ь", text)
    latin = alifbo.from_cyrillic(text).text
    return str(alifbo.to_old_latin(latin).text)


@lru_cache(maxsize=16384)
def uzbek_cyrillic(text: str) -> str:
    """Give Uzbek Latin `text` in Cyrillic; links, handles, markup and foreign names stay as they are.

    The letters are alifbo's; `cyrillic.tsv` holds the stems whose spelling doesn't follow from the Latin
    (ц written as s, ъ and ь that Latin leaves out) and the names that stay in Latin letters.

    >>> uzbek_cyrillic("2022-yil 5-oktabrda 154-modda, konsert: t.me/konsert")
    '2022 йил 5 октябрда 154-модда, концерт: t.me/konsert'
    """
    return _pieces().sub(_piece, text)


@cache
def _pieces() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(_stems()[2], key=len, reverse=True)))
    kept = rf"(?x:{_LATIN_SPAN.pattern})|\b(?:{names})(?![A-Z])"
    return re.compile(
        rf"(?P<kept>{kept})|(?P<hyphen>(?ix:{_DATE_HYPHEN.pattern}))|(?P<word>{_STEM_WORD.pattern})"
    )


def _piece(match: re.Match[str]) -> str:
    if match["word"]:
        return _stem(match["word"])
    if match["hyphen"]:
        return "" if match["dropped"] else " "
    return match[0]


@cache
def _stems() -> tuple[dict[str, str], dict[str, str], frozenset[str]]:
    whole: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    kept: set[str] = set()
    for line in (Path(__file__).parent / "cyrillic.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            latin, cyrillic = line.split("\t")
            if cyrillic == "=":
                kept.add(latin)
            else:
                (whole if latin.endswith("$") else beginnings)[latin.removesuffix("$")] = cyrillic
    return whole, beginnings, frozenset(kept)


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    whole, beginnings, _ = _stems()
    lower = word.lower()
    if lower in whole:
        return _cased(whole[lower], word)
    for size in range(len(word), 2, -1):
        if lower[:size] in beginnings:
            cyrillic = beginnings[lower[:size]]
            if size < len(word):
                cyrillic = cyrillic.removesuffix("ь")  # октябрь, but октябрда
            return _cased(cyrillic, word[:size]) + _letters(word[size:])
    return _letters(word)


def _letters(word: str) -> str:
    if _FOREIGN.search(word):
        return word
    for pattern, spelling in _JOINTS:
        if found := pattern.search(word):
            word = pattern.sub(_cased(spelling, found[0]), word)
    # With ng as one letter, alifbo would lose the ғ of қўнғироқ.
    cyrillic = alifbo.to_cyrillic(
        word, protect_spans=False, ng_as_digraph=False, foreign_words="transliterate"
    )
    return str(cyrillic.text)


def _cased(cyrillic: str, latin: str) -> str:
    if cyrillic[1:].lower() != cyrillic[1:]:
        return cyrillic  # ВКонтакте
    if len(latin) > 1 and latin.isupper():
        return cyrillic.upper()
    return cyrillic[0].upper() + cyrillic[1:] if latin[0].isupper() else cyrillic


@lru_cache(maxsize=65536)
def _fold_word(word: str) -> str:
    key = word.translate(LETTERS)
    for pattern, letter in DIGRAPHS:
        key = pattern.sub(letter, key)
    return key

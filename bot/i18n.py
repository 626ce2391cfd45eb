"""Words of the bot in every language: gettext catalogs, plurals, numbers, dates; Uzbek Cyrillic by program."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Final, Literal, get_args

from babel import Locale
from babel.dates import get_month_names
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.settings import ROOT
from knowledge.schema import Text
from knowledge.script import WrittenLang, uzbek_cyrillic

CATALOGS: Final = ROOT / "locales"
Language = Literal["uz", "uz_Cyrl", "ru", "tg", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
_BABEL: Final[Mapping[str, str]] = {"uz": "uz_Latn", "uz_Cyrl": "uz_Cyrl", "ru": "ru", "tg": "tg", "en": "en"}


def _written(language: str, domain: str) -> Catalog:
    source = CATALOGS / language / "LC_MESSAGES" / f"{domain}.po"
    with source.open("rb") as file:
        return read_po(file, locale=_BABEL[language])


@cache
def catalog(language: str, domain: str = "ogoh") -> gettext.GNUTranslations:
    """Give the messages of a language; `domain` names the file."""
    compiled = BytesIO()
    write_mo(compiled, _written(language, domain))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def tr(language: Language, key: str, **values: object) -> str:
    """Give the message `key` in `language`, with `values` filled in.

    Raises KeyError where the catalog has no such message.
    """
    words = catalog(_source(language)).gettext(key)
    if words == key:
        raise KeyError(f"{key!r} is not in the catalog of {language}")
    return _in_script(language, words).format(**values)


def trn(language: Language, key: str, count: int, **values: object) -> str:
    """Give the message `key` in the plural form that `count` asks for in `language`."""
    words = catalog(_source(language)).ngettext(key, key, count)
    if words == key:
        raise KeyError(f"{key!r} is not in the catalog of {language}")
    return _in_script(language, words).format(count=number(language, count), **values)


@cache
def messages(language: Language) -> Mapping[str, tuple[str, ...]]:
    """Give all messages of a language by their keys, `{names}` not filled in; one form, or one for each plural."""
    found = {}
    for message in _written(_source(language), "ogoh"):
        if message.id:
            key = message.id[0] if isinstance(message.id, tuple | list) else message.id
            forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
            found[str(key)] = tuple(_in_script(language, str(form)) for form in forms)
    return found


def text_of(text: Text, language: WrittenLang) -> str:
    """Give a record's `text` in the written `language`."""
    if language == "uz_Cyrl":
        return uzbek_cyrillic(text.uz)
    return text.of(language)


def number(language: Language, value: float) -> str:
    """Write a number as the language does."""
    return format_decimal(value, locale=_locale(language))


def date(language: Language, value: str) -> str:
    """Write a date of the records (`2024`, `2024-11` or `2024-11-04`) as the language does."""
    if language == "uz_Cyrl":
        return uzbek_cyrillic(date("uz", value))
    year, *rest = value.split("-")
    if not rest:
        return year
    if len(rest) == 1:
        month = get_month_names("wide", context="stand-alone", locale=_locale(language))[int(rest[0])]
        return tr(language, "date.month", month=_month(language, month), year=year)
    month = get_month_names("wide", context="format", locale=_locale(language))[int(rest[0])]
    return tr(language, "date.day", day=int(rest[1]), month=_month(language, month), year=year)


def _month(language: Language, name: str) -> str:
    return name if language == "en" else name.lower()


def country(language: Language, code: str) -> str:
    """Name the country with the ISO code `code`."""
    return tr(language, f"country.{code}")


@cache
def _locale(language: Language) -> Locale:
    return Locale.parse(_BABEL[language])


def _source(language: Language) -> str:
    return "uz" if language == "uz_Cyrl" else language


@cache
def _in_script(language: Language, words: str) -> str:
    return uzbek_cyrillic(words) if language == "uz_Cyrl" else words

"""Words of the bot: dates, plurals and numbers as a reader of each language expects them; catalogs alike."""

from __future__ import annotations

import re
import string
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.answering.question import PASSPORTS
from bot.i18n import CATALOGS, Language, country, date, number, tr, trn
from bot.settings import ROOT
from knowledge.schema import Penalty
from knowledge.script import uzbek_cyrillic

LANGUAGES = ("en", "ru", "tg", "uz")
COUNTS = (1, 2, 5, 11, 21, 22, 101)
NAMES = {
    "PDF",
    "JPEG",
    "PNG",
    "Ogoh",
    "Ogohman",
    "Telegram",
    "BotFather",
    "TELEGRAM_BOT_TOKEN",
    "Ctrl-D",
    "make",
    "run",
    "env",
    "newbot",
}


@cache
def catalog(language: str) -> Catalog:
    with (CATALOGS / language / "LC_MESSAGES" / "ogoh.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str) -> dict[str, list[str]]:
    """Give every message's forms by its key."""
    found = {}
    for message in catalog(language):
        if message.id:
            plural = isinstance(message.id, list | tuple)
            key = message.id[0] if plural else message.id
            found[str(key)] = list(message.string) if plural else [str(message.string)]
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(
    ("language", "value", "words"),
    [
        ("ru", "2024-11-04", "4 ноября 2024 года"),
        ("ru", "2025-05-31", "31 мая 2025 года"),
        ("ru", "2026-03", "март 2026 года"),
        ("ru", "2022", "2022"),
        ("uz", "2024-11-04", "2024-yil 4-noyabr"),
        ("uz", "2022-10-05", "2022-yil 5-oktabr"),
        ("uz", "2025-09", "2025-yil sentabr"),
        ("uz", "2022", "2022"),
        ("uz_Cyrl", "2024-11-04", "2024 йил 4 ноябрь"),
        ("uz_Cyrl", "2022-10-05", "2022 йил 5 октябрь"),
        ("uz_Cyrl", "2026-06", "2026 йил июнь"),
        ("uz_Cyrl", "2022", "2022"),
        ("tg", "2024-11-04", "4 ноябри соли 2024"),
        ("tg", "2014-05-22", "22 майи соли 2014"),
        ("tg", "2025-07", "июли соли 2025"),
        ("tg", "2022", "2022"),
        ("en", "2024-11-04", "4 November 2024"),
    ],
)
def test_dates(language: Language, value: str, words: str) -> None:
    assert date(language, value) == words


MONTHS = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uz": "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr",
    "uz_Cyrl": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "tg": "январи феврали марти апрели майи июни июли августи сентябри октябри ноябри декабри",
}


@pytest.mark.parametrize("language", MONTHS)
def test_every_month_has_its_name(language: Language) -> None:
    for month, name in enumerate(MONTHS[language].split(), 1):
        assert re.search(rf"\b{name}\b", date(language, f"2025-{month:02}-03")), (language, name)


@pytest.mark.parametrize(
    ("language", "value", "words"),
    [
        ("ru", 5_000_000, "5 000 000"),
        ("uz", 450_000, "450 000"),
        ("uz_Cyrl", 450_000, "450 000"),
        ("tg", 1_600_000, "1 600 000"),
        ("en", 1_600_000, "1,600,000"),
        ("ru", 4.5, "4,5"),
        ("uz", 4.5, "4,5"),
        ("uz_Cyrl", 4.5, "4,5"),
        ("tg", 4.5, "4,5"),
        ("ru", 1_500, "1 500"),
        ("ru", 7.0, "7"),
    ],
)
def test_numbers(language: Language, value: float, words: str) -> None:
    assert re.sub(r"[\u00a0\u202f]", " ", number(language, value)) == words


PLURALS = {
    ("ru", "courts.total"): ("решение", "решения", "решений", "решений", "решение", "решения", "решение"),
    ("ru", "length.years"): ("год", "года", "лет", "лет", "год", "года", "год"),
    ("ru", "length.months"): ("месяц", "месяца", "месяцев", "месяцев", "месяц", "месяца", "месяц"),
    ("uz", "courts.total"): ("ta sud qarori",) * 7,
    ("uz", "length.years"): ("yil",) * 7,
    ("uz", "length.months"): ("oy",) * 7,
    ("uz_Cyrl", "courts.total"): ("та суд қарори",) * 7,
    ("uz_Cyrl", "length.years"): ("йил",) * 7,
    ("uz_Cyrl", "length.months"): ("ой",) * 7,
    ("tg", "courts.total"): ("қарори суд",) * 7,
    ("tg", "length.years"): ("сол",) * 7,
    ("tg", "length.months"): ("моҳ",) * 7,
}


@pytest.mark.parametrize(("language", "key"), PLURALS)
def test_words_agree_with_their_number(language: Language, key: str) -> None:
    for count, word in zip(COUNTS, PLURALS[language, key], strict=True):
        assert re.search(rf"\b{count} {word}\b", trn(language, key, count, country="X")), (key, count)


@pytest.mark.parametrize("penalty", get_args(Penalty))
def test_penalties_are_counted_in_every_language(penalty: str) -> None:
    times = ("раз", "раза", "раз", "раз", "раз", "раза", "раз")
    for count, word in zip(COUNTS, times, strict=True):
        key = f"courts.penalty.{penalty}"
        assert trn("ru", key, count).endswith(f" — {count} {word}")
        assert trn("uz", key, count).startswith(f"{count} tasida ")
        assert trn("uz_Cyrl", key, count).startswith(f"{count} тасида ")
        assert trn("tg", key, count).startswith(f"{count} бор ")


def test_case_endings_after_numbers_and_years() -> None:
    assert tr("uz", "contact.old-source", year=2018).startswith("raqam 2018-yilgi manbadan")
    assert tr("uz_Cyrl", "contact.old-source", year=2018).startswith("рақам 2018 йилги манбадан")
    assert tr("tg", "contact.old-source", year=2018).startswith("рақам аз манбаи соли 2018")
    assert tr("ru", "contact.old-source", year=2018).startswith("номер из источника 2018 года")


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogs_have_the_same_messages_and_placeholders(language: str) -> None:
    own, english = messages(language), messages("en")
    assert own.keys() == english.keys()
    for key, forms in own.items():
        assert all(forms), f"{language}: {key} is empty"
        for form in forms:
            assert placeholders(form) == placeholders(english[key][0]), f"{language}: {key}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_as_many_forms_as_its_language(language: str) -> None:
    forms = {
        len(forms) for key, forms in messages(language).items() if key.startswith(("courts.pen", "length.y"))
    }
    assert forms == {catalog(language).num_plurals}


def sources() -> str:
    files = sorted(Path(ROOT, "bot").rglob("*.py"))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_every_key_in_the_code_is_in_the_catalogs() -> None:
    used = set(re.findall(r"""\btrn?\(\s*[^,()]+(?:\([^()]*\))?,\s*"([a-z][\w.-]+)\"""", sources()))
    assert used
    assert used <= messages("en").keys()


def test_every_key_in_the_catalogs_is_used() -> None:
    code = sources()
    whole = set(re.findall(r"""["']([a-z]+\.[\w.-]+)["']""", code))
    begun = tuple(re.findall(r"""f"([a-z]+\.(?:[a-z]+\.)?)\{""", code))
    ended = tuple(re.findall(r"""f"\{\w+\}(\.[a-z]+)\"""", code))
    idle = [
        key
        for key in messages("en")
        if key not in whole and not key.startswith(begun) and not key.endswith(ended)
    ]
    assert idle == []


def test_every_message_in_uzbek_cyrillic_has_no_latin_left() -> None:
    for key, forms in messages("uz").items():
        for form in forms:
            text = re.sub(r"\{\w+\}|/[a-z]+|@\w+|`[^`]+`|\.env", " ", uzbek_cyrillic(form))
            left = set(re.findall(r"[A-Za-z][A-Za-z_-]*", text)) - NAMES - {"token"}
            assert not left, f"{key}: {left}"


@pytest.mark.parametrize("name", PASSPORTS)
def test_passports_and_countries_are_named_alike(name: str) -> None:
    for language in ("uz", "uz_Cyrl", "ru", "tg"):
        assert name == "other" or tr(language, f"passport.{name}") == country(language, name)


FORBIDDEN = {
    "uz": (
        r"yollanuvchilik|verbov|kontrakt|komandir|\bshturm|begona urush|oʻzga urush|\breestr|muhojir|\bdeport\b"
    ),
    "tg": r"қарордод|ҷиноӣ|хидмат|\bполис|полиция|паспорт|\bвакил|консулхона",
}


@pytest.mark.parametrize("language", FORBIDDEN)
def test_words_are_those_of_the_term_lists(language: str) -> None:
    for key, forms in messages(language).items():
        for form in forms:
            found = re.search(FORBIDDEN[language], form, re.IGNORECASE)
            assert not found, f"{language}: {key}: {found and found[0]}"


def test_tajik_has_its_own_letters_and_no_russian_ones() -> None:
    for key, forms in messages("tg").items():
        for form in forms:
            assert not re.search(r"[ыщў]", form), key


def test_uzbek_is_spelt_with_its_own_marks() -> None:
    for key, forms in messages("uz").items():
        for form in forms:
            assert not re.search(r"['`’‘]", re.sub(r"`[^`]+`", "", form)), key


@pytest.mark.parametrize("function", [tr, lambda language, key: trn(language, key, 1)])
def test_a_message_that_is_nowhere_is_a_fault(function) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(KeyError):
        function("ru", "no.such.message")

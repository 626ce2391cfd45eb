"""The console's words: the same messages in both languages, and none that a page lacks."""

from __future__ import annotations

import datetime as dt
import re
import string

import pytest
from babel.messages.pofile import read_po

from bot.console.templates import FOLDER
from bot.console.words import TONGUES, Words, tongue
from bot.i18n import CATALOGS
from bot.settings import ROOT
from knowledge.corpus import Fault


def messages(language):
    with (CATALOGS / language / "LC_MESSAGES" / "console.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    found = {}
    for message in catalog:
        if message.id:
            plural = isinstance(message.id, tuple | list)
            forms = message.string if plural else (message.string,)
            assert not plural or len(forms) == catalog.num_plurals
            found[message.id[0] if plural else message.id] = forms
    return found


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_messages_and_placeholders():
    english, russian = messages("en"), messages("ru")
    assert english.keys() == russian.keys()
    for key in english:
        assert all((*english[key], *russian[key])), key
        for form in (*english[key], *russian[key]):
            assert placeholders(form) == placeholders(english[key][0]), key


def used():
    files = [*FOLDER.glob("*.html"), *(ROOT / "bot" / "console").glob("*.py")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_every_key_on_a_page_is_in_the_catalogs_and_every_one_there_is_used():
    text = used()
    whole = set(re.findall(r"""["'](console\.[\w.-]*[\w])["']""", text))
    begun = tuple(re.findall(r"""["'](console\.[\w.-]+\.)["'] ~""", text))
    assert whole - {"console.css", "console.js"} <= messages("en").keys()
    by_code = ("console.fault.", "console.stage.", "console.choice.")
    begun += by_code
    assert [key for key in messages("en") if key not in whole and not key.startswith(begun)] == []


@pytest.mark.parametrize(
    ("wanted", "accepted", "chosen"),
    [
        ("ru", "en", "ru"), (None, "ru-RU,ru;q=0.9,en;q=0.8", "ru"), (None, "uz,en-GB;q=0.8", "en"),
        (None, "", "en"), ("../x", "fr", "en"),
    ],
)  # fmt: skip
def test_the_language_is_the_chosen_or_the_browsers(wanted, accepted, chosen):
    assert tongue(wanted, accepted) == chosen


@pytest.mark.parametrize("name", TONGUES)
def test_hours_are_never_finer_than_hours(name):
    assert Words(name).hour(dt.datetime(2026, 3, 1, 12, 34, tzinfo=dt.UTC)).endswith("12:00")


SOURCES = [ROOT / "knowledge", ROOT / "bot" / "curation"]


def test_every_stage_of_a_build_and_every_fault_of_a_record_is_told_in_both_languages():
    text = "\n".join(file.read_text(encoding="utf-8") for folder in SOURCES for file in folder.glob("*.py"))
    stages = set(re.findall(r"""\btell\("([^"]+)", """, text))
    codes = set(re.findall(r"""PydanticCustomError\(\s*"([\w-]+)\"""", text))
    codes |= set(re.findall(r"""Fault\([^)]*?what[^)]*?, "([\w-]+)"[,)]""", text))
    assert len(stages) > 3
    assert len(codes) > 12
    known = messages("ru")
    assert [one for one in stages if f"console.stage.{one.replace(' ', '-')}" not in known] == []
    assert [one for one in codes if f"console.fault.{one}" not in known] == []


def test_a_fault_is_told_in_the_reader_s_language_and_in_english_where_nobody_gave_it_words():
    fault = Fault(
        "answer/x.yaml", "says.0.tg", "differs", "numbers", {"as": "says.0.en", "numbers": "10, 12"}
    )
    assert (
        Words("ru").fault(fault)
        == "числа не те же, что в says.0.en: 10, 12. Во всех языках говорится одно и то же"
    )
    assert Words("ru").fault(Fault("f", "w", "what nobody foresaw", "new-code")) == "what nobody foresaw"


def test_a_message_that_is_nowhere_is_a_fault():
    with pytest.raises(KeyError):
        Words("en")("console.nothing")

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


def test_a_message_that_is_nowhere_is_a_fault():
    with pytest.raises(KeyError):
        Words("en")("console.nothing")

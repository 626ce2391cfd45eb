"""A chat that protects its owner, opinions, friends, groups and voice: the real process over the fake Bot API."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.journal.store import Journal
from bot.journal.vault import Vault
from tests.e2e.conftest import NUMBERS, in_each_language
from tests.e2e.test_run import HELD, QUESTIONS, START
from tests.telegram.hearing import Hearing

pytestmark = pytest.mark.slow
NAME = "@ogoh_test_bot"
AFTER = {
    "uz": ("👍 Foydali", "👎 Yoʻq", "📨 Doʻstga"),
    "uz_Cyrl": ("👍 Фойдали", "👎 Йўқ", "📨 Дўстга"),
    "ru": ("👍 Помогло", "👎 Нет", "📨 Другу"),
    "tg": ("👍 Фоида дод", "👎 Не", "📨 Ба дӯст"),
}


@pytest.fixture
async def journal(ogoh):
    opened = await Journal.open(ogoh.environment["OGOH_DATABASE"], Vault(bytes(32)))
    yield opened
    await opened.close()


async def empties_its_chat(tg, ali):
    """An emergency on the person's phone, and the chat is empty after it."""
    ali.say(HELD)
    card = await ali.next(START)
    assert card.plain.startswith("🆘")
    await ali.next()
    ali.say("/quiet")
    ali.press("Включить, без звука", await ali.next())
    await ali.next()
    ali.say(QUESTIONS["ru"])
    quiet = await ali.next()
    assert quiet.plain.startswith("Здравствуйте!")
    assert tg.called("sendMessage")[-1].parameters["disable_notification"] is True
    ali.press("🧹 Очистить чат", card)
    report = await ali.next()
    assert "Удалено сообщений: 8" in report.plain
    assert [sent for sent in ali.chat if not sent.deleted] == [report]
    ali.press("Удалить и это сообщение", report)
    await tg.wait_for_call("deleteMessages", times=2)
    await ali.quiet(1)
    assert all(sent.deleted for sent in ali.chat)
    ali.say("/privacy")
    ali.press("Стереть всё обо мне и очистить", await ali.next())
    assert "Удалено сообщений: 2" in (await ali.next()).plain
    assert "стёрто" in (await ali.next()).plain


async def test_opinions_reach_the_journal_and_a_human_is_asked(tg, ogoh, journal):
    async with ogoh.running(OGOH_ANSWER_HOURS="5", OGOH_OFFICIAL_LINKS="https://ngo.example/bot"):
        await in_each_language(tg, opines)
    entries = (await journal.exchanges.page(order="newest")).entries
    assert sorted(entry.exchange.language for entry in entries) == sorted(QUESTIONS)
    assert {entry.feedback for entry in entries} == {"not"}
    assert all("meant" in entry.comment and "901234567" not in entry.comment for entry in entries)
    assert [entry.exchange.language for entry in entries if entry.human == "asked"] == ["ru"]
    for language, number in NUMBERS.items():
        wanted = await journal.relay.open_for(journal.pseudonym(number))
        assert (wanted is not None) == (language == "ru")


async def opines(person, language):
    helped, not_, friend = AFTER[language]
    person.say(QUESTIONS[language])
    answer = await person.next(START)
    person.press(helped, answer)
    person.press(friend, await person.next())
    await person.next()
    card = await person.next()
    assert card.buttons[0][0].url.startswith("https://t.me/share/url?")
    person.press(not_, answer)
    await person.next()
    person.say("this is not what I meant, Aliyev +998901234567")
    await person.next()
    if language == "ru":
        await turns_to_a_human(person, answer)


async def turns_to_a_human(person, answer):
    person.press("Спросить человека", answer)
    person.press("Да, отправить", await person.next())
    assert "в течение 5 часов" in (await person.next()).plain
    person.say("/verify")
    verify = await person.next()
    assert NAME in verify.plain
    assert "https://ngo.example/bot" in verify.plain


async def test_a_chat_that_is_cleaned_groups_lists_and_voices(tg, ali, ogoh, journal):
    group = tg.group()
    async with Hearing(says=QUESTIONS["tg"].replace("?", "")) as stt, ogoh.running(OGOH_STT_URL=stt.url):
        ali.voice(b"OggS-Kanareyka")
        heard = await ali.next(START)
        assert stt.says in heard.plain
        ali.press("Ha, savolim shu", heard)
        assert "[1]" in (await ali.next()).plain
        stt.says = HELD
        ali.voice()
        assert (await ali.next()).plain.startswith("🆘")

        group.say(ali, "Kanareyka: armiya shartnomasi haqida gaplashamiz")
        group.say(ali, f"{NAME} {HELD}")
        private = await group.next()
        assert "лично" in private.plain
        assert private.buttons[0][0].url == "https://t.me/ogoh_test_bot?start=group"
        group.say(ali, f"{NAME} {QUESTIONS['uz']}")
        assert (await group.next()).plain
        await empties_its_chat(tg, tg.person(5))
        for question in QUESTIONS.values():
            offers = await ali.offered(ali.look_up(question))
            assert 1 <= len(offers.results) <= 5
    assert sum("Kanareyka" in str(call.parameters) for call in tg.calls) == 0
    for canary in ("anareyka", "gaplashamiz", str(ali.id)):
        assert canary.encode() not in ogoh.written(), canary
    entries = (await journal.exchanges.page()).entries
    assert len(entries) == 2  # those of the one who was erased are gone
    assert (await journal.trail.list(journal.pseudonym(ali.id), dt.datetime.now(dt.UTC))).numbers

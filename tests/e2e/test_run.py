"""`ogoh run`, a real process, talked to over the fake Bot API."""

from __future__ import annotations

import asyncio
import base64
import re
import sys
import time

import pytest

from bot.i18n import tr
from bot.journal.store import Journal
from bot.journal.vault import Vault
from bot.settings import ROOT
from tests.e2e.conftest import kill

pytestmark = pytest.mark.slow

START = 120
"""Seconds for a process to load its models on a busy machine."""

QUESTIONS = {
    "uz": "Armiya bilan shartnoma imzolasam qamashadimi?",
    "uz_Cyrl": "Армия билан шартнома имзоласам қамашадими?",
    "ru": "Что мне будет дома, если я подпишу контракт с российской армией?",
    "tg": "Агар бо артиши Русия шартнома бандам, дар ватан чанд сол мешинам?",
}
MARKS = {"uz": "oʻ|sh", "uz_Cyrl": "[ўқғҳ]", "ru": "ы|[яю]", "tg": "[ӣқӯҳҷ]"}
CANARIES = ("anareyka", "Zumrad", "imzoladim", "123 45 67", "987654321")
HELD = "Меня задержали в отделении, заставляют подписать контракт сейчас"


async def test_a_conversation_in_four_written_languages(tg, ali, ogoh):
    async with ogoh.running():
        ali.start()
        greeting = await ali.next(START)
        assert {"Oʻzbekcha", "Ўзбекча", "Русский", "Тоҷикӣ"} <= set(greeting.labels)
        for language, question in QUESTIONS.items():
            ali.say(question)
            answer = await ali.next()
            assert re.search(MARKS[language], answer.plain), language
            assert "[1]" in answer.plain
            assert len(answer.plain) <= 1100
            assert answer.buttons

        ali.press(tr("tg", "button.sources"), answer)
        assert "http" in (await ali.next()).text
        ali.press("Русский", greeting)
        assert "по-русски" in (await ali.next()).plain
        passports = await ali.next()
        ali.press("Узбекистан", passports)
        assert "Узбекистан" in (await ali.next()).plain
        ali.say(QUESTIONS["uz"])
        assert re.search(MARKS["ru"], (await ali.next()).plain)


async def test_danger_is_met_with_the_card_first(tg, ali, ogoh):
    async with ogoh.running():
        ali.say("салом")
        await ali.next(START)
        ali.say(HELD)
        card = await ali.next(2)
        assert card.plain.startswith("🆘")
        assert len(card.plain.splitlines()) <= 6
        assert "[" in (await ali.next()).plain


async def test_killed_while_it_sends_and_started_again(tg, ali, ogoh):
    vali = tg.person(2)
    async with ogoh.running() as process:
        ali.say("салом")
        await ali.next(START)
        tg.hang("sendMessage", delivered=False, chat_id=ali.id)
        tg.hang("sendMessage", delivered=True, chat_id=vali.id)
        question, delivered = ali.say(QUESTIONS["uz"]), vali.say(QUESTIONS["ru"])
        await tg.wait_for_call("sendMessage", times=3)
        await kill(process)
    async with ogoh.running():
        tg.repeat(question)
        tg.repeat(delivered)
        note = await ali.next(START)
        ali.press(note.labels[0])
        assert "[1]" in (await ali.next()).plain
        assert "[1]" in (await vali.next()).plain
        assert len((await vali.next()).labels) == 1
        await asyncio.gather(ali.quiet(2), vali.quiet(2))
    assert tg.pending == []


async def test_killed_at_any_moment_every_question_is_answered_once(tg, ali, ogoh):
    people = [tg.person(number) for number in range(10, 16)]
    async with ogoh.running() as process:
        ali.say("салом")
        await ali.next(START)
        for person in people:
            person.say(QUESTIONS["ru"])
        await tg.wait_for_call("sendMessage", times=3)
        await kill(process)
    async with ogoh.running():
        for person in people:
            first = await person.next(START)
            if len(first.labels) == 1:
                person.press(first.labels[0])
                first = await person.next()
            assert "[1]" in first.plain
        await asyncio.sleep(2)
        for person in people:
            answers = [message for message in person.messages if "[1]" in message.plain]
            notes = [message for message in person.messages if len(message.labels) == 1]
            assert len(answers) == 1 or (len(answers) == 2 and notes)


async def test_killed_while_it_computes_and_started_again(tg, ali, ogoh):
    async with ogoh.running() as process:
        ali.say("салом")
        await ali.next(START)
        typings = len(tg.called("sendChatAction"))
        ali.say(QUESTIONS["tg"])
        await tg.wait_for_call("sendChatAction", times=typings + 1)
        await kill(process)
    async with ogoh.running():
        await ali.next(START)
        await ali.quiet(2)


async def test_nothing_of_a_person_stands_on_disk_in_clear(tg, ali, ogoh):
    async with ogoh.running() as process:
        ali.say("Kanareyka haqida: armiya shartnomasini imzoladim")
        await ali.next(START)
        tg.hang("sendMessage", delivered=False)
        ali.say("Yana kanareyka: qamashadimi?")
        await tg.wait_for_call("sendMessage", times=2)
        tg.fail("getUpdates", status=500, times=2)
        await kill(process)
    written = ogoh.written()
    assert b"serving" in written
    for canary in ("anareyka", str(ali.id), "TEST-TOKEN", "imzoladim"):
        assert canary.encode() not in written, canary

    async with ogoh.running():
        await ali.next(START)
        ali.say("/forget")
        assert "oʻchirildi" in (await ali.next()).plain


async def test_a_question_is_found_nowhere_but_sealed_in_the_journal(tg, ali, ogoh, settings):
    begun = time.time()
    async with ogoh.running() as process:
        ali.say("Zumrad-kanareyka: armiya bilan shartnoma imzoladim, qamashadimi? Nomerim +998 90 123 45 67")
        assert "[1]" in (await ali.next(START)).plain
        ali.say("kanareyka-ikki")
        await ali.next()
        nowhere(CANARIES, ogoh.written())
        process.terminate()
        await process.wait()
    nowhere(CANARIES, ogoh.written())
    for file in settings.data.rglob("*"):  # the index and what lies beside it
        if file.is_file() and file.stat().st_mtime >= begun:
            nowhere(CANARIES[:2], file.read_bytes())

    journal = await Journal.open(ogoh.database, Vault(bytes(32)))
    questions = [entry.exchange.question for entry in (await journal.exchanges.page(order="newest")).entries]
    await journal.close()
    assert questions[-1].startswith("Zumrad-kanareyka: armiya")
    assert questions[-1].endswith("Nomerim [phone]")
    assert questions[0] == "kanareyka-ikki"


def nowhere(canaries, content):
    for canary in canaries:
        for coding in ("utf-8", "utf-16-le"):
            assert canary.encode(coding) not in content, canary
        assert base64.b64encode(canary.encode())[:-4] not in content, canary


async def test_a_wrong_token_ends_with_a_line_and_status_1(tg, ogoh):
    async with ogoh.running(TELEGRAM_BOT_TOKEN="1000:WRONG-TOKEN") as process:
        assert await asyncio.wait_for(process.wait(), START) == 1
    told = ogoh.log.read_text()
    assert "BotFather" in told
    assert "WRONG-TOKEN" not in told
    assert "Traceback" not in told


async def test_another_key_ends_with_a_line_and_status_1(tg, ali, ogoh):
    async with ogoh.running():
        ali.start()
        await ali.next(START)
    async with ogoh.running(OGOH_KEY="eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg=") as process:
        assert await asyncio.wait_for(process.wait(), START) == 1
    assert "another key" in ogoh.log.read_text()


async def test_a_signal_ends_it_cleanly(tg, ali, ogoh):
    async with ogoh.running() as process:
        ali.start()
        await ali.next(START)
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 20) == 0


async def test_a_pipe_gets_its_answers_without_a_token(ogoh):
    environment = ogoh.environment | {"TELEGRAM_BOT_TOKEN": ""}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.cli", "run", cwd=ROOT, env=environment,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    typed = f"{QUESTIONS['ru']}\n1\n{QUESTIONS['uz_Cyrl']}\n"
    told, hint = await asyncio.wait_for(process.communicate(typed.encode()), START)
    assert process.returncode == 0
    assert "@BotFather" in hint.decode()
    assert "@BotFather" not in told.decode()
    assert told.decode().count("[1]") >= 2
    assert re.search(MARKS["uz_Cyrl"], told.decode())

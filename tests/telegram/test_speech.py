"""Voice messages: fetched from Telegram, heard by a real server, and nowhere kept."""

from __future__ import annotations

import pytest

from bot.journal.person import Person
from tests.telegram.hearing import Hearing


@pytest.fixture
async def stt():
    async with Hearing() as server:
        yield server


async def test_what_was_said_reaches_the_conversation(tg, ali, running, stt):
    stt.says = "  Менга <қўл қўй> дейишяпти "
    async with running(stt_url=f"{stt.url}/", stt_key="secret", stt_model="large"):
        ali.voice(b"OggS sound", seconds=5)
        assert (await ali.next()).plain == "saw voice Менга <қўл қўй> дейишяпти"
    assert stt.asked == [
        {
            "model": "large",
            "response_format": "json",
            "name": "voice.oga",
            "sound": b"OggS sound",
            "key": "Bearer secret",
        }
    ]


async def test_the_language_that_the_person_fixed_is_a_hint(ali, running, stt, journal):
    await journal.remember(journal.pseudonym(1), Person(language="uz_Cyrl"))
    async with running(stt_url=stt.url):
        ali.voice()
        await ali.next()
    assert stt.asked[0]["language"] == "uz"
    assert stt.asked[0]["key"] is None


async def test_without_a_server_nothing_is_fetched(tg, ali, running):
    async with running():
        ali.voice()
        assert (await ali.next()).plain == "saw voice"
    assert not tg.called("getFile")


@pytest.mark.parametrize(
    ("content", "seconds"), [(b"OggS", 181), (bytes(5 * 1024 * 1024 + 1), 30)], ids=["long", "big"]
)
async def test_what_is_too_long_or_too_big_is_not_fetched(tg, ali, running, stt, content, seconds):
    async with running(stt_url=stt.url):
        ali.voice(content, seconds)
        assert (await ali.next()).plain == "saw voice long"
    assert not tg.called("getFile")
    assert not stt.asked


async def test_silence_is_told(ali, running, stt):
    stt.says = "  "
    async with running(stt_url=stt.url):
        ali.voice()
        assert (await ali.next()).plain == "saw voice empty"


@pytest.mark.parametrize(
    ("status", "body"), [(500, "canary"), (401, "{}"), (200, "<html>"), (200, '{"text": 5}'), (200, "[]")]
)
async def test_a_server_that_fails_stops_nothing(ali, running, stt, status, body, caplog):
    stt.status, stt.body = status, body
    async with running(stt_url=stt.url):
        ali.voice()
        assert (await ali.next()).plain == "saw voice fault"
    assert "speech-failed" in caplog.text
    assert "canary" not in caplog.text


async def test_a_server_that_is_slow_or_gone_stops_nothing(ali, running, stt, monkeypatch):
    monkeypatch.setattr("bot.telegram.speech.LONGEST_WAIT", 0.3)
    stt.wait = 3
    async with running(stt_url=stt.url):
        ali.voice()
        assert (await ali.next()).plain == "saw voice fault"
    async with running(stt_url="http://127.0.0.1:9"):
        ali.voice()
        assert (await ali.next()).plain == "saw voice fault"


async def test_a_file_that_telegram_no_longer_has(tg, ali, running, stt):
    tg.fail("getFile", status=400, description="Bad Request: file is temporarily unavailable")
    async with running(stt_url=stt.url):
        ali.voice()
        assert (await ali.next()).plain == "saw voice fault"


async def test_neither_sound_nor_words_are_kept(ali, running, stt, tmp_path, caplog):
    caplog.set_level("DEBUG", logger="bot")
    stt.says = "kanareyka"
    async with running(stt_url=stt.url):
        ali.voice(b"OggS-kanareyka")
        await ali.next()
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.is_file())
    assert b"anareyka" not in kept + caplog.text.encode()

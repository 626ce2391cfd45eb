"""Photos and documents on their way from Telegram into the conversation: in memory, whole, once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.message import Message
from bot.dialogue.turn import Turn
from bot.telegram.fetching import MOST_BYTES
from tests.telegram.conftest import heard, kill


class Viewer:
    """Tells what it was shown."""

    def __init__(self, parrot):
        self._parrot = parrot
        self.shown = []

    def __getattr__(self, name):
        return getattr(self._parrot, name)

    def show(self, thing, person, _client):
        self.shown.append(thing)
        told = "+".join(str(len(content)) for content in thing.content) or thing.trouble or "nothing"
        return Turn((Message(told),), replace(person, usual="ru"))


async def test_a_photo_and_a_document_arrive_byte_for_byte(ali, parrot, running):
    viewer = Viewer(parrot)
    async with running(conversation=viewer):
        ali.photo(b"a real photo", caption="қарангчи")
        assert (await ali.next()).plain == "12"
        ali.document("shartnoma.pdf", b"%PDF-1.7 x")
        assert (await ali.next()).plain == "10"
    assert viewer.shown[0].content == (b"a real photo",)
    assert viewer.shown[0].caption == "қарангчи"
    assert viewer.shown[1].content == (b"%PDF-1.7 x",)


async def test_an_album_gets_one_answer(tg, ali, parrot, running):
    viewer = Viewer(parrot)
    async with running(conversation=viewer):
        ali.album([b"1", b"22", b"333"], caption="imzo qoʻysam boʻladimi")
        ali.say("va yana")
        assert (await ali.next()).plain == "1+2+3"
        assert (await ali.next()).plain == "- → va yana"
    assert [thing.caption for thing in viewer.shown] == ["imzo qoʻysam boʻladimi"]
    assert tg.pending == []


async def test_an_album_survives_a_crash(ali, parrot, running, journal):
    viewer = Viewer(parrot)
    async with running(conversation=viewer) as bot:
        ali.say("slow")
        await heard(parrot)
        ali.album([b"1", b"22"])
        await ali.quiet(0.5)
        await kill(bot)
    parrot.release.set()
    async with running(conversation=viewer):
        assert "slow" in (await ali.next()).plain
        assert (await ali.next()).plain == "1+2"
    assert await journal.inbox.unfinished() == []


@pytest.mark.slow
async def test_an_album_whose_answer_was_lost_is_shown_whole_at_a_press(tg, ali, parrot, running):
    viewer = Viewer(parrot)
    async with running(conversation=viewer):
        tg.hang("sendMessage", delivered=False)
        ali.album([b"1", b"22"])
        note = await ali.next(30)
        assert note.plain == "interrupted"
        ali.press(note.labels[0])
        assert (await ali.next()).plain == "1+2"
        await ali.quiet(0.5)


async def test_what_is_too_large_is_not_fetched(tg, ali, parrot, running):
    async with running(conversation=Viewer(parrot)):
        ali.document("scan.pdf", bytes(MOST_BYTES + 1))
        assert (await ali.next()).plain == "large"
    assert not tg.called("getFile")


@pytest.mark.slow
async def test_a_file_that_telegram_does_not_give_is_told(tg, ali, parrot, running):
    async with running(conversation=Viewer(parrot)):
        tg.fail("getFile", status=500, times=9)
        ali.photo(b"x")
        assert (await ali.next(20)).plain == "download"

"""The intake: an update is safe before Telegram hears that it was taken."""

from __future__ import annotations

import asyncio

from sqlalchemy.exc import OperationalError
from telegram import Update

from bot.telegram.intake import Intake
from tests.telegram_server import updates

USER = updates.user(1, "Ali", "uz")


def update(number, text="салом", chat_type="private"):
    message = {"message_id": 3, "date": 0, "chat": {"id": 1, "type": chat_type}, "from": USER, "text": text}
    return Update.de_json({"update_id": number, "message": message}, None)


async def test_what_was_put_is_written_down_already(journal):
    intake = Intake(journal)
    await intake.put(update(1))
    assert [kept.update_id for kept in await journal.inbox.unfinished()] == [1]
    assert intake.get_nowait().letter.words == "салом"


async def test_a_known_update_goes_no_further(journal):
    intake = Intake(journal)
    for _ in range(3):
        await intake.put(update(1))
    assert intake.qsize() == 1


async def test_a_group_s_message_is_not_kept_at_all(journal):
    intake = Intake(journal)
    await intake.put(update(1, chat_type="group"))
    assert intake.empty()
    assert await journal.inbox.unfinished() == []


async def test_a_database_in_trouble_is_waited_for(journal, monkeypatch, caplog):
    accept, faults = journal.inbox.accept, [OperationalError("locked", {}, Exception("canary"))] * 2

    async def ailing(*args):
        if faults:
            raise faults.pop()
        return await accept(*args)

    monkeypatch.setattr(journal.inbox, "accept", ailing)
    monkeypatch.setattr("bot.telegram.patience.FIRST_WAIT", 0.01)
    intake = Intake(journal)
    await intake.put(update(1))
    assert intake.qsize() == 1
    assert "database-trouble OperationalError" in caplog.text
    assert "canary" not in caplog.text


async def test_what_was_unfinished_comes_first_and_in_order(journal):
    for number in (3, 1, 2):
        await Intake(journal).put(update(number, str(number)))
    await journal.inbox.sending(2)
    await journal.inbox.sent(3, 1)
    intake = Intake(journal)
    await intake.restore()
    errands = [intake.get_nowait() for _ in range(3)]
    assert [errand.letter.words for errand in errands] == ["1", "2", "3"]
    assert [errand.doubtful for errand in errands] == [False, True, False]
    assert [errand.sent for errand in errands] == [0, 0, 1]


async def test_beyond_its_room_it_leaves_updates_with_telegram(journal, monkeypatch):
    monkeypatch.setattr("bot.telegram.intake.MOST", 2)
    intake = Intake(journal)
    await intake.put(update(1))
    await intake.put(update(2))
    third = asyncio.create_task(intake.put(update(3)))
    await asyncio.sleep(0.05)
    assert len(await journal.inbox.unfinished()) == 2
    intake.get_nowait()
    intake.task_done()
    await third
    assert len(await journal.inbox.unfinished()) == 3

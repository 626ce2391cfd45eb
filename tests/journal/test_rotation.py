"""A new key: everything is read as before, and the old key opens nothing any more."""

from __future__ import annotations

import pytest
from sqlalchemy import LargeBinary, select, text, update

from bot.journal.person import Person
from bot.journal.reviews import Judgement
from bot.journal.rotation import SEALED, rekey
from bot.journal.store import Journal
from bot.journal.tables import contents, metadata
from bot.journal.vault import KeyFaultError, Vault
from tests.journal.examples import NOON, exchange

OLD, NEW = bytes(32), b"n" * 32


def quiet(_stage, _done, _total):
    pass


@pytest.fixture
async def filled(journal, ali):
    """A journal with something in every table."""
    one = exchange()
    await journal.inbox.accept(7, ali, "waits")
    await journal.finish([1], ali, Person(passport="UZ"), one)
    await journal.exchanges.rate(ali, one.token, "wrong", "aslida boshqacha")
    request = await journal.relay.ask(ali, one.token, 1001, NOON)
    await journal.relay.reply(request.id, "lola", "Salom", NOON)
    await journal.reviews.judge(request.exchange, Judgement("wrong", "lola", NOON, 0, "boshqacha"))
    await journal.reviews.write((await journal.exchanges.get(1)).conversation, "lola", "koʻrdim", NOON)
    return journal


async def rotate(journal):
    async with journal.engine.begin() as connection:
        return await rekey(connection, journal.vault, Vault(OLD, NEW), quiet)


async def test_everything_is_found_and_read_under_the_new_key(filled, url, tmp_path):
    assert await rotate(filled) == 0
    again = await Journal.open(url, Vault(OLD, NEW), tmp_path)
    ali = again.pseudonym(1001)
    assert ali != filled.pseudonym(1001)
    assert await again.person(ali) == Person(passport="UZ")
    assert [kept.body for kept in await again.inbox.unfinished()] == ["waits"]
    (entry,) = (await again.exchanges.page()).entries
    assert (entry.comment, entry.exchange.question) == ("aslida boshqacha", exchange().question)
    assert await again.exchanges.find(ali, entry.token) == entry
    assert await again.exchanges.tally("topic") == {again.vault.tag("contract"): 1}
    assert await again.exchanges.cited(["uz-cc-154"]) == {"uz-cc-154": 1}
    assert (await again.relay.take("bot", NOON)).text == "Salom"
    assert (await again.reviews.judgements([entry.id]))[entry.id].words == "boshqacha"
    assert [note.text for note in await again.reviews.notes(entry.conversation)] == ["koʻrdim"]
    await again.close()


async def test_the_old_key_opens_nothing_of_it(filled, url, tmp_path):
    async with filled.engine.begin() as connection:
        before = (await connection.scalars(select(contents.c.body))).one()
    await rotate(filled)
    with pytest.raises(KeyFaultError, match="another key"):
        await Journal.open(url, Vault(OLD), tmp_path)
    again = await Journal.open(url, Vault(OLD, NEW), tmp_path)
    async with again.engine.begin() as connection:
        (body,) = (await connection.scalars(select(contents.c.body))).all()
        token = await connection.scalar(text("SELECT token FROM exchanges"))
        stored = repr((await connection.execute(text("SELECT pseudonym FROM conversations"))).all())
    assert Vault(OLD).unseal(before, f"exchange {token}")
    with pytest.raises(KeyFaultError):
        Vault(OLD).unseal(body, f"exchange {token}")
    assert Vault(OLD).pseudonym(1001) not in stored
    await again.close()


async def test_a_key_that_stands_ready_changes_nothing_before_the_rotation(filled, url, tmp_path):
    ready = await Journal.open(url, Vault(OLD, NEW), tmp_path)
    assert ready.pseudonym(1001) == filled.pseudonym(1001)
    assert await ready.person(ready.pseudonym(1001)) == Person(passport="UZ")
    await ready.close()


async def test_a_process_of_before_the_rotation_writes_nothing_any_more(filled, url, tmp_path):
    other = await Journal.open(url, Vault(OLD), tmp_path)
    await rotate(filled)
    with pytest.raises(KeyFaultError, match="start this process again"):
        await other.remember("somebody", Person())
    await other.engine.dispose()


async def test_what_cannot_be_opened_stays_as_it_is(filled):
    async with filled.engine.begin() as connection:
        await connection.execute(update(contents).values(body=b"damaged"))
    assert await rotate(filled) == 1


def test_every_sealed_column_is_rotated():
    sealed = {
        column
        for table in metadata.tables.values()
        for column in table.c
        if isinstance(column.type, LargeBinary)
    }
    assert {one.column for one in SEALED} == sealed

"""What the journal remembers of people, what it forgets, and who can read it."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import update

from bot.journal.database import JournalFaultError
from bot.journal.person import Person
from bot.journal.store import Journal
from bot.journal.tables import metadata, people
from bot.journal.vault import KeyFaultError, Vault

ALI = Person(language="uz_Cyrl", passport="UZ", previous="контрактга қол қўйдим")


async def test_a_stranger_is_nobody(journal, ali):
    assert await journal.person(ali) == Person()


async def test_a_person_is_remembered_over_a_restart(journal, ali, url, vault):
    await journal.remember(ali, Person(passport="TJ"))
    await journal.remember(ali, ALI)
    await journal.close()
    again = await Journal.open(url, vault)
    assert await again.person(ali) == ALI
    assert await again.person(vault.pseudonym(1002)) == Person()
    await again.close()


async def test_forgetting_erases_the_person_and_what_he_wrote(in_file, ali, tmp_path):
    journal = in_file
    await journal.remember(ali, ALI)
    await journal.inbox.accept(1, ali, "erased")
    await journal.inbox.noted(1)
    await journal.forget(ali)
    assert await journal.person(ali) == Person()
    assert await journal.inbox.find(1, ali) is None
    with closing(sqlite3.connect(tmp_path / "ogoh.db")) as database:
        assert database.execute("SELECT count(*) FROM people").fetchone() == (0,)
        assert database.execute("SELECT pseudonym, body FROM updates").fetchall() == [(None, None)]
    assert ali.encode() not in everything(tmp_path)


async def test_forgetting_leaves_what_still_waits_for_an_answer(journal, ali):
    await journal.inbox.accept(1, ali, "asked after /forget")
    await journal.forget(ali)
    assert [kept.body for kept in await journal.inbox.unfinished()] == ["asked after /forget"]


async def test_an_answer_is_closed_and_the_person_remembered_at_once(journal, ali):
    await journal.inbox.accept(1, ali, "a")
    await journal.finish([1], ali, ALI)
    assert await journal.person(ali) == ALI
    assert await journal.inbox.unfinished() == []
    await journal.finish([1], ali, None)
    assert await journal.person(ali) == Person()


async def test_another_key_is_refused_and_changes_nothing(in_file, ali, sqlite_url, tmp_path):
    journal, url = in_file, sqlite_url
    await journal.remember(ali, ALI)
    await journal.close()
    before = everything(tmp_path)
    with pytest.raises(KeyFaultError, match="another key"):
        await Journal.open(url, Vault(b"x" * 32))
    assert everything(tmp_path) == before


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://x/y", "sqlite:////proc/none/ogoh.db", "postgresql://nobody@127.0.0.1:1/none"]
)
async def test_a_database_that_cannot_be_opened_is_told_in_words(url, vault):
    with pytest.raises(JournalFaultError, match="can't be"):
        await Journal.open(url, vault)


async def test_a_file_that_is_no_database_is_told_in_words(sqlite_url, vault, tmp_path):
    (tmp_path / "ogoh.db").write_bytes(b"nothing of the kind" * 100)
    with pytest.raises(JournalFaultError, match="not a database"):
        await Journal.open(sqlite_url, vault)


async def test_an_unreadable_person_is_a_stranger(journal, ali):
    await journal.remember(ali, ALI)
    async with journal.engine.begin() as connection:
        await connection.execute(update(people).values(state=b"0"))
    assert await journal.person(ali) == Person()


async def test_the_migrations_make_the_tables_of_the_code(journal):
    def differences(connection):
        return compare_metadata(MigrationContext.configure(connection), metadata)

    async with journal.engine.begin() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_database_is_for_its_owner_alone(in_file, tmp_path):
    assert {file.stat().st_mode & 0o077 for file in tmp_path.glob("ogoh.db*")} == {0}


async def test_nothing_is_written_in_clear(in_file, ali, tmp_path, caplog):
    journal = in_file
    caplog.set_level(logging.DEBUG)
    logging.getLogger("aiosqlite").setLevel(logging.CRITICAL)
    await journal.remember(ali, Person(previous="canary-question"))
    await journal.inbox.accept(1, ali, '{"person": 987654321, "words": "canary-words"}')
    await journal.inbox.sending(1)
    stored = everything(tmp_path)
    for canary in (b"canary", b"987654321"):
        assert canary not in stored
        assert canary.decode() not in caplog.text


def everything(folder: Path) -> bytes:
    """All that stands on disk: the database, its log and its index."""
    return b"".join(file.read_bytes() for file in sorted(folder.glob("ogoh.db*")) if file.suffix != ".db-shm")

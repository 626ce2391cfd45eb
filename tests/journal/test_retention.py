"""What is too old goes, by the clock that is handed over."""

from __future__ import annotations

import datetime as dt
import json

from sqlalchemy import text

from bot.journal import retention
from bot.journal.exchanges import Filter
from bot.journal.person import Person
from tests.journal.examples import DAY, HOUR, NOON, exchange


def quiet(_stage, _done, _total):
    pass


async def test_exchanges_go_after_their_days_and_take_everything_along(journal, ali):
    old, new = exchange("eski"), exchange("yangi")
    await journal.exchanges.record(ali, old, NOON)
    await journal.relay.ask(ali, old.token, 1001, NOON, "menga yozing")
    await journal.exchanges.record(ali, new, NOON + 10 * DAY)
    assert (await retention.purge(journal, 30, NOON + 30 * DAY)).exchanges == 0
    assert (await retention.purge(journal, 30, NOON + 30 * DAY + HOUR)).exchanges == 1
    assert [entry.exchange.question for entry in (await journal.exchanges.page()).entries] == ["yangi"]
    async with journal.engine.begin() as connection:
        for table, left in {
            "conversations": 1,
            "contents": 1,
            "citations": 2,
            "requests": 0,
            "relay": 0,
        }.items():
            assert await connection.scalar(text(f"SELECT count(*) FROM {table}")) == left, table


async def test_people_who_were_not_seen_so_long_are_forgotten(journal, ali):
    await journal.remember(ali, Person(passport="UZ"))
    now = dt.datetime.now(dt.UTC)
    assert (await retention.purge(journal, 30, now + 30 * DAY)).people == 0
    assert (await retention.purge(journal, 30, now + 31 * DAY)).people == 1
    assert await journal.person(ali) == Person()


async def test_the_daily_work_is_done_once_a_day_by_whoever_comes_first(journal, ali):
    await journal.exchanges.record(ali, exchange(), NOON)
    await retention.keep(journal, 1, NOON)
    await journal.exchanges.record(ali, exchange(), NOON - 2 * DAY)
    await retention.keep(journal, 1, NOON + 23 * HOUR)
    assert await journal.exchanges.count() == 2
    await retention.keep(journal, 1, NOON + 24 * HOUR)
    assert await journal.exchanges.count() == 1


async def test_what_was_erased_is_nowhere_in_the_files(in_file, ali, tmp_path):
    """The sealed bytes themselves are gone, from the database and from its log."""
    await in_file.exchanges.record(ali, exchange(link="kanareyka-link"), NOON)
    assert b"kanareyka-link" in stored(tmp_path)
    await retention.purge(in_file, 30, NOON + 31 * DAY)
    assert b"kanareyka-link" not in stored(tmp_path)
    assert ali.encode() not in stored(tmp_path)


async def test_exports_keep_nothing_longer_than_the_journal(in_file, ali, vault, tmp_path):
    await in_file.exchanges.record(ali, exchange("eski"), NOON)
    await in_file.exchanges.record(ali, exchange("yangi"), NOON + DAY)
    await in_file.exchanges.record(vault.pseudonym(1002), exchange("boshqa", language="ru"), NOON + DAY)
    file = await in_file.exports.write(Filter(), NOON, quiet)
    assert file.stat().st_mode & 0o777 == 0o600
    assert exported(file) == ["boshqa", "yangi", "eski"]
    await retention.purge(in_file, 30, NOON + 30 * DAY + HOUR)
    assert exported(file) == ["boshqa", "yangi"]
    await in_file.forget(ali)
    assert exported(file) == ["boshqa"]
    await in_file.forget(vault.pseudonym(1002))
    assert list((tmp_path / "exports").iterdir()) == []


async def test_an_export_says_nothing_of_who_asked(in_file, ali):
    await in_file.exchanges.record(ali, exchange(), NOON)
    file = await in_file.exports.write(Filter(language="uz"), NOON, quiet)
    words = file.read_text()
    assert ali not in words
    assert (await in_file.exchanges.get(1)).token not in words
    assert json.loads(words)["answer"][0] == {"text": "Ha.", "cites": ["answer-uz-contract"], "role": "lead"}


def exported(file):
    return [json.loads(line)["question"] for line in file.read_text().splitlines()]


def stored(folder):
    return b"".join(file.read_bytes() for file in folder.glob("ogoh.db*") if file.suffix != ".db-shm")

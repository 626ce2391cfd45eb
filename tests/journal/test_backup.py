"""A backup puts everything back, but for those who were erased since."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.journal.backup import BackupFaultError, check, is_empty, new_file, restore, write_backup
from bot.journal.person import Person
from bot.journal.rotation import rekey
from bot.journal.store import Journal
from bot.journal.vault import KeyFaultError, Vault
from tests.journal.examples import DAY, NOON, exchange

OLD, NEW = bytes(32), b"n" * 32


def quiet(_stage, _done, _total):
    pass


@pytest.fixture
def vali(vault):
    return vault.pseudonym(1002)


@pytest.fixture
async def backup(journal, ali, vali, tmp_path):
    """A backup of a journal in which Ali and Vali asked."""
    for name, question in ((ali, "Ali soʻradi"), (vali, "Vali soʻradi")):
        one = exchange(question)
        await journal.remember(name, Person(passport="UZ"))
        await journal.exchanges.record(name, one, NOON)
        await journal.relay.ask(name, one.token, 1001, NOON)
        await journal.inbox.accept(len(question), name, question)
    file = tmp_path / "backup"
    with new_file(file) as out:
        await write_backup(journal, out, quiet)
    return file


async def restored(url, vault, file, home, now=NOON):
    """Put the backup back, and open the journal anew."""
    journal = await Journal.open(url, vault, home)
    done = await restore(journal, vault, file, 30, now, quiet)
    await journal.close()
    return await Journal.open(url, vault, home), done


async def questions(journal):
    return {entry.exchange.question for entry in (await journal.exchanges.page()).entries}


async def test_everything_comes_back_and_life_goes_on(journal, ali, vali, backup, url, vault, tmp_path):
    await journal.exchanges.record(ali, exchange("keyin soʻradi"), NOON)
    await journal.close()
    again, done = await restored(url, vault, backup, tmp_path)
    assert (done.erased, done.expired) == (0, 0)
    assert await questions(again) == {"Ali soʻradi", "Vali soʻradi"}
    assert (await again.person(vali)).passport == "UZ"
    assert {kept.body for kept in await again.inbox.unfinished()} == {"Ali soʻradi", "Vali soʻradi"}
    assert (await again.relay.request(1)).token
    await again.exchanges.record(ali, exchange("yana soʻradi"), NOON)
    assert len(await questions(again)) == 3
    await again.close()


async def test_whoever_was_erased_since_stays_erased(journal, ali, backup, url, vault, tmp_path):
    await journal.forget(ali)
    await journal.close()
    again, done = await restored(url, vault, backup, tmp_path)
    assert done.erased == 1
    assert await questions(again) == {"Vali soʻradi"}
    assert await again.person(ali) == Person()
    await again.close()


async def test_also_where_the_database_is_lost_and_only_the_file_beside_the_key_is_left(
    journal, ali, backup, vault, tmp_path
):
    await journal.forget(ali)
    assert ali not in (tmp_path / "erasures").read_text()
    again, done = await restored(f"sqlite:///{tmp_path}/new.db", vault, backup, tmp_path)
    assert done.erased == 1
    assert await questions(again) == {"Vali soʻradi"}
    await again.close()


async def test_whoever_came_back_before_the_backup_is_kept(journal, ali, url, vault, tmp_path):
    await journal.exchanges.record(ali, exchange("avval"), NOON)
    await journal.forget(ali)
    await journal.exchanges.record(ali, exchange("keyin"), NOON)
    with new_file(tmp_path / "backup") as out:
        await write_backup(journal, out, quiet)
    await journal.close()
    again, done = await restored(url, vault, tmp_path / "backup", tmp_path)
    assert done.erased == 0
    assert await questions(again) == {"keyin"}
    await again.close()


async def test_a_backup_of_before_a_rotation_comes_back_under_the_new_key(
    journal, ali, vali, backup, url, tmp_path
):
    await journal.forget(ali)
    both = Vault(OLD, NEW)
    async with journal.engine.begin() as connection:
        await rekey(connection, journal.vault, both, quiet)
    journal = await Journal.open(url, both, tmp_path)
    await journal.forget(both.pseudonym(1002))
    await journal.close()
    again, done = await restored(url, both, backup, tmp_path)
    assert done.erased == 2
    assert await questions(again) == set()
    await again.close()
    (tmp_path / "erasures").unlink()
    fresh, done = await restored(f"sqlite:///{tmp_path}/new.db", both, backup, tmp_path)
    assert await questions(fresh) == {"Ali soʻradi", "Vali soʻradi"}
    assert await fresh.person(both.pseudonym(1001)) == Person(passport="UZ")
    with pytest.raises(KeyFaultError):
        await Journal.open(f"sqlite:///{tmp_path}/new.db", Vault(OLD))
    await fresh.close()


async def test_from_one_kind_of_database_to_the_other_and_back(in_file, ali, vault, postgres_url, tmp_path):
    await in_file.exchanges.record(ali, exchange("Ali soʻradi"), NOON)
    with new_file(tmp_path / "first") as out:
        await write_backup(in_file, out, quiet)
    big, _ = await restored(postgres_url, vault, tmp_path / "first", tmp_path)
    await big.exchanges.record(vault.pseudonym(1002), exchange("Vali soʻradi"), NOON)
    with new_file(tmp_path / "second") as out:
        await write_backup(big, out, quiet)
    await big.close()
    small, _ = await restored(f"sqlite:///{tmp_path}/small.db", vault, tmp_path / "second", tmp_path)
    assert await questions(small) == {"Ali soʻradi", "Vali soʻradi"}
    await small.close()


async def test_what_is_too_old_does_not_come_back(journal, backup, url, vault, tmp_path):
    await journal.close()
    again, done = await restored(url, vault, backup, tmp_path, NOON + 31 * DAY)
    assert done.expired == 2
    assert await questions(again) == set()
    await again.close()


@pytest.mark.parametrize("fault", ["key", "cut", "end", "other", "turned"])
async def test_a_backup_that_cannot_be_read_changes_nothing(in_file, ali, vault, sqlite_url, tmp_path, fault):
    for number in range(3):
        await in_file.exchanges.record(ali, exchange(f"{number}"), NOON)
    file = tmp_path / "backup"
    with new_file(file) as out:
        await write_backup(in_file, out, quiet)
    whole = file.read_bytes()
    changed = {
        "cut": whole[:-5],
        "end": whole[: frames(whole)[-1]],
        "other": b"PK" + whole,
        "turned": whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:],
    }
    file.write_bytes(changed.get(fault, whole))
    other = Vault(NEW) if fault == "key" else vault
    with pytest.raises(
        (BackupFaultError, KeyFaultError), match=r"another key|cut short|no backup|doesn't open|damaged"
    ):
        await restore(in_file, other, file, 30, NOON, quiet)
    assert await questions(in_file) == {"0", "1", "2"}


def frames(content):
    """Where each sealed piece begins."""
    starts, at = [], len(b"ogoh-backup 1\n")
    while at < len(content):
        starts.append(at)
        at += 4 + int.from_bytes(content[at : at + 4], "big")
    return starts


def test_a_backup_never_overwrites_and_a_half_one_has_no_name(tmp_path):
    (tmp_path / "there").write_bytes(b"precious")
    with pytest.raises(FileExistsError, match="choose another name"), new_file(tmp_path / "there"):
        pass
    with pytest.raises(OSError, match="disk full"), new_file(tmp_path / "half"):
        raise OSError("disk full")
    assert [file.name for file in tmp_path.iterdir()] == ["there"]


async def test_no_word_and_no_pseudonym_stands_in_a_backup(backup, ali, vault):
    stored = backup.read_bytes()
    assert b"Ali" not in stored
    assert ali.encode() not in stored
    assert backup.stat().st_mode & 0o777 == 0o600
    assert check(backup, vault).rows > 0


async def test_an_empty_journal_is_known_as_such(journal, ali):
    assert await is_empty(journal)
    await journal.exchanges.record(ali, exchange(), NOON)
    assert not await is_empty(journal)
    async with journal.engine.begin() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM erasures")) == 0

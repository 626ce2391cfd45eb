"""The audit log shows what was changed, taken out, put in, or cut off."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import delete, insert, select, update

from bot.journal.backup import new_file, restore, write_backup
from bot.journal.store import Journal
from bot.journal.tables import audit
from bot.journal.vault import Vault
from bot.staff.accounts import Accounts
from bot.staff.audit import Audit
from bot.staff.sessions import Sessions
from tests.journal.examples import NOON


@pytest.fixture
async def log(journal, tmp_path):
    """A log with five rows."""
    opened = Audit.beside(journal.engine, journal.vault, tmp_path)
    for number in range(5):
        await opened.add("lola", "conversation-seen", f"talk{number}", NOON)
    return opened


async def tampered(journal, *statements):
    async with journal.engine.begin() as connection:
        for statement in statements:
            await connection.execute(statement)


async def test_a_log_that_nobody_touched(log):
    found = await log.verify()
    assert (found.rows, found.fault) == (5, None)
    assert [one.subject for one in await log.list(2)] == ["talk4", "talk3"]


async def test_rows_written_at_once_stand_in_one_chain(log):
    await asyncio.gather(*(log.add("rustam", "judged", str(n), NOON) for n in range(20)))
    found = await log.verify()
    assert (found.rows, found.fault) == (25, None)


@pytest.mark.parametrize(
    "change", [{"account": "rustam"}, {"account": None}, {"deed": "x"}, {"subject": "talk9"}, {"at": 0}]
)
async def test_a_changed_row(log, journal, change):
    await tampered(journal, update(audit).where(audit.c.id == 3).values(change))
    assert (await log.verify()).fault.startswith("row 3 was changed")


async def test_a_row_taken_out(log, journal):
    await tampered(journal, delete(audit).where(audit.c.id == 3))
    assert (await log.verify()).fault == "row 3 is missing"


async def test_a_row_taken_out_and_the_others_moved_up(log, journal):
    moved = [update(audit).where(audit.c.id == n).values(id=n - 1) for n in (4, 5)]
    await tampered(journal, delete(audit).where(audit.c.id == 3), *moved)
    assert (await log.verify()).fault.startswith("row 3 was changed")


async def test_a_row_put_in_without_the_key(log, journal):
    forged = Vault(b"x" * 32).stamp("audit", "whatever")
    row = {"id": 6, "at": 1, "account": "lola", "deed": "signed-in", "subject": None, "stamp": forged}
    await tampered(journal, insert(audit).values(row))
    assert (await log.verify()).fault.startswith("row 6 was changed")


async def test_an_end_cut_off(log, journal):
    await tampered(journal, delete(audit).where(audit.c.id >= 4))
    assert "5 rows were written, 3 are left" in (await log.verify()).fault
    await tampered(journal, delete(audit))
    assert "5 rows were written, 0 are left" in (await log.verify()).fault


async def test_an_end_cut_off_and_written_anew(log, journal, tmp_path):
    await tampered(journal, delete(audit).where(audit.c.id == 5))
    async with journal.engine.begin() as connection:
        assert len((await connection.execute(select(audit))).all()) == 4
    await Audit(journal.engine, journal.vault, None).add("lola", "signed-in", None, NOON)
    assert "row 5 is not the one" in (await log.verify()).fault


async def test_an_anchor_that_is_gone(log, tmp_path):
    (tmp_path / "audit.anchor").unlink()
    assert "is missing" in (await log.verify()).fault


async def test_rows_of_before_a_change_of_keys_still_hold(log, journal, tmp_path):
    newer = Audit.beside(journal.engine, Vault(bytes(32), b"n" * 32), tmp_path)
    await newer.add("lola", "signed-in", None, NOON)
    assert (await newer.verify()).fault is None
    assert (await log.verify()).fault.startswith("row 6")


async def test_a_restored_backup_takes_nothing_out_and_signs_everybody_out(
    log, journal, url, vault, tmp_path
):
    await Accounts(journal.engine, vault).add("lola", "editor", NOON)
    token = await Sessions(journal.engine, vault).open("lola", "signed-in", "?", NOON)
    with new_file(tmp_path / "backup") as out:
        await write_backup(journal, out, lambda *_: None)
    await log.add("lola", "judged right", "1", NOON)
    await restore(journal, vault, tmp_path / "backup", 30, NOON, lambda *_: None)
    again = await Journal.open(url, vault, tmp_path)
    found = await Audit.beside(again.engine, vault, tmp_path).verify()
    assert (found.rows, found.fault) == (6, None)
    assert await Sessions(again.engine, vault).find(token, NOON) is None
    await again.close()

"""`ogoh journal` as an operator types it."""

from __future__ import annotations

import asyncio
import datetime as dt
import json

import pytest
from typer.testing import CliRunner

from bot.cli import app, journal
from bot.journal.access import open_journal
from bot.settings import ROOT, Settings
from tests.journal.examples import DAY, exchange

KEY = "A" * 43 + "="


@pytest.fixture(autouse=True)
def _environment(monkeypatch, tmp_path):
    """A data folder of its own, with one person's question; no setting of this machine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OGOH_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("OGOH_RETENTION_DAYS", "180")
    for name in ("OGOH_KEY", "OGOH_DATABASE", "TELEGRAM_BOT_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    in_journal(lambda opened: opened.exchanges.record(opened.pseudonym(1), exchange("Eski savol"), now()))


def now():
    return dt.datetime.now(dt.UTC)


def in_journal(job):
    async def work():
        journal = await open_journal(Settings(_env_file=None))
        try:
            return await job(journal)
        finally:
            await journal.close()

    return asyncio.run(work())


def ogoh(*words):
    return CliRunner().invoke(app, ["journal", *words])


def asked():
    return {entry.exchange.question for entry in in_journal(lambda opened: opened.exchanges.page()).entries}


def test_a_backup_is_made_and_put_back():
    assert "rows in backup" in ogoh("backup", "backup").output
    in_journal(lambda opened: opened.exchanges.record(opened.pseudonym(1), exchange("Yangi savol"), now()))
    refused = ogoh("restore", "backup")
    assert refused.exit_code == 1
    assert "--replace" in refused.output
    assert asked() == {"Eski savol", "Yangi savol"}
    assert "rows are back" in ogoh("restore", "backup", "--replace").output
    assert asked() == {"Eski savol"}


def test_an_erased_person_stays_erased():
    ogoh("backup", "backup")
    in_journal(lambda opened: opened.forget(opened.pseudonym(1)))
    assert "1 people erased again" in ogoh("restore", "backup").output
    assert asked() == set()


def test_a_backup_never_overwrites_a_file(tmp_path):
    (tmp_path / "backup").write_text("precious")
    refused = ogoh("backup", "backup")
    assert refused.exit_code == 1
    assert "choose another name" in refused.output
    assert (tmp_path / "backup").read_text() == "precious"


def test_a_wrong_key_is_told_in_words_and_nothing_is_lost(monkeypatch):
    ogoh("backup", "backup")
    monkeypatch.setenv("OGOH_KEY", KEY)
    for words in (("backup", "other"), ("restore", "backup", "--replace"), ("rotate",), ("purge",)):
        refused = ogoh(*words)
        assert refused.exit_code == 1
        assert "another key" in refused.output
        assert "Traceback" not in refused.output
    monkeypatch.setenv("OGOH_DATABASE", "sqlite:///new.db")
    assert "another key" in ogoh("restore", "backup").output
    monkeypatch.delenv("OGOH_KEY")
    monkeypatch.delenv("OGOH_DATABASE")
    assert asked() == {"Eski savol"}


def test_what_is_no_backup_is_told_in_words(tmp_path):
    (tmp_path / "picture").write_bytes(b"PNG")
    refused = ogoh("restore", "picture", "--replace")
    assert refused.exit_code == 1
    assert "no backup" in refused.output
    assert asked() == {"Eski savol"}


def test_the_key_is_changed_in_the_key_file(tmp_path):
    file = tmp_path / "data" / "key"
    old = file.read_text()
    ogoh("backup", "backup")
    done = ogoh("rotate")
    assert done.exit_code == 0, done.output
    assert file.read_text().startswith(old)
    assert len(file.read_text().split()) == 2
    assert file.stat().st_mode & 0o777 == 0o600
    assert asked() == {"Eski savol"}
    assert in_journal(lambda opened: opened.exchanges.find(opened.pseudonym(1), "none")) is None
    assert "rows are back" in ogoh("restore", "backup", "--replace").output
    assert asked() == {"Eski savol"}
    assert ogoh("rotate").exit_code == 0
    assert len(file.read_text().split()) == 3


def test_a_key_of_the_environment_is_changed_there(monkeypatch, tmp_path):
    old = (tmp_path / "data" / "key").read_text().strip()
    monkeypatch.setenv("OGOH_KEY", old)
    refused = ogoh("rotate")
    assert refused.exit_code == 1
    assert "openssl rand" in refused.output
    monkeypatch.setenv("OGOH_KEY", f"{old},{KEY}")
    assert ogoh("rotate").exit_code == 0
    assert asked() == {"Eski savol"}
    monkeypatch.setenv("OGOH_KEY", old)
    assert "another key" in ogoh("purge").output


def test_conversations_are_exported_redacted(tmp_path):
    done = ogoh("export", "--language", "uz", "--days", "3")
    (file,) = (tmp_path / "data" / "exports").iterdir()
    assert str(file) in done.output.replace("\n", "")
    assert json.loads(file.read_text())["question"] == "Eski savol"


def test_what_is_too_old_is_purged(monkeypatch):
    old = now() - 10 * DAY
    in_journal(lambda opened: opened.exchanges.record(opened.pseudonym(2), exchange("Juda eski"), old))
    monkeypatch.setenv("OGOH_RETENTION_DAYS", "7")
    assert "1 exchanges" in ogoh("purge").output
    assert asked() == {"Eski savol"}


@pytest.mark.parametrize("days", ["0", "181", "a month"])
def test_retention_is_from_1_to_180_days(monkeypatch, days):
    monkeypatch.setenv("OGOH_RETENTION_DAYS", days)
    refused = ogoh("purge")
    assert refused.exit_code == 2
    assert "OGOH_RETENTION_DAYS" in refused.output


def test_every_command_is_documented():
    told = (ROOT / "docs" / "journal.md").read_text(encoding="utf-8")
    for command in journal.app.registered_commands:
        assert f"`ogoh journal {command.callback.__name__}" in told

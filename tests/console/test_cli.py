"""`ogoh user`, `ogoh audit`, `ogoh console` and `ogoh demo` as an operator types them."""

from __future__ import annotations

import re
import socket
import sqlite3

import pytest
from typer.testing import CliRunner

from bot.answering.live import LivePipeline, corpus
from bot.cli import app
from bot.cli.demo import sandbox
from bot.curation.writing import folder

run = CliRunner().invoke


@pytest.fixture(autouse=True)
def environment(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in ("OGOH_DATABASE", "OGOH_KEY", "OGOH_CONSOLE_TLS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OGOH_DATA", str(tmp_path / "data"))


def test_accounts_from_beginning_to_end():
    added = run(app, ["user", "add", "lola", "--role", "editor"])
    assert re.search(r"^name: +lola\npassword: [a-z2-7-]{27}$", added.stdout, re.MULTILINE)
    again = run(app, ["user", "add", "lola", "--role", "editor"])
    assert again.exit_code == 1
    assert "ogoh user reset lola" in again.stderr
    assert "lola                 editor     new" in run(app, ["user", "list"]).stdout
    reset = run(app, ["user", "reset", "lola"])
    assert reset.stdout != added.stdout
    run(app, ["user", "disable", "lola"])
    assert "disabled" in run(app, ["user", "list"]).stdout
    assert "no account" in run(app, ["user", "disable", "rustam"]).stderr
    assert run(app, ["user", "add", "lola", "--role", "king"]).exit_code == 2
    deeds = run(app, ["audit", "list"]).stdout
    assert re.findall(r"user-\w+(?: \w+)?", deeds) == ["user-disabled", "user-reset", "user-added editor"]


def test_an_account_of_a_partner_belongs_to_an_organisation():
    assert "--partner names the organisation" in run(app, ["user", "add", "umid", "--role", "partner"]).stderr
    wrong = run(app, ["user", "add", "umid", "--role", "partner", "--partner", "Umid"])
    assert "there is no partner 'Umid'" in wrong.stderr
    assert run(app, ["user", "list"]).stdout == ""
    run(app, ["partner", "add", "Umid"])
    added = run(app, ["user", "add", "umid", "--role", "partner", "--partner", "Umid"])
    assert added.exit_code == 0
    assert run(app, ["user", "add", "lola", "--role", "editor", "--partner", "Umid"]).exit_code == 2


def test_an_audit_log_that_was_tampered_with(tmp_path):
    run(app, ["user", "add", "lola", "--role", "editor"])
    run(app, ["user", "disable", "lola"])
    sound = run(app, ["audit", "verify"])
    assert (sound.exit_code, sound.stdout) == (0, "2 rows, each as it was written.\n")
    with sqlite3.connect(tmp_path / "data" / "ogoh.db") as database:
        database.execute("UPDATE audit SET subject = 'rustam' WHERE id = 1")
    database.close()
    found = run(app, ["audit", "verify"])
    assert found.exit_code == 1
    assert "row 1 was changed" in found.stderr


def test_an_address_that_is_taken_is_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run(app, ["console", "--port", str(taken.getsockname()[1])])
    assert result.exit_code == 1
    assert "can't listen at 127.0.0.1" in result.stderr


def test_a_console_beside_no_bot_is_told():
    result = run(app, ["run", "--console"])
    assert result.exit_code == 1
    assert "`ogoh console`" in result.stderr


def test_the_demo_never_fills_a_folder_of_others(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "key").write_text("x")
    result = run(app, ["demo", "--folder", str(tmp_path / "data"), "--no-serve"])
    assert result.exit_code == 1
    assert "didn't make it" in result.stderr


@pytest.mark.slow
def test_the_demo_tells_how_to_sign_in_and_leaves_the_real_database_alone(settings, monkeypatch, tmp_path):
    monkeypatch.setenv("OGOH_DATA", str(settings.data.resolve()))
    for _ in range(2):
        result = run(app, ["demo", "--folder", str(tmp_path / "demo"), "--no-serve"])
        assert result.exit_code == 0, result.stderr
        assert re.findall(
            r"name: +(\w+)\npassword: [a-z2-7-]{27}\nsecret: +[A-Z2-7]{32}\n", result.stdout
        ) == ["admin", "editor", "moderator", "partner"]
        assert len(re.findall(r"\b[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}", result.stdout)) == 40
    with sqlite3.connect(tmp_path / "demo" / "ogoh.db") as database:
        (count,) = database.execute("SELECT count(*) FROM exchanges").fetchone()
        languages = {row[0] for row in database.execute("SELECT DISTINCT language FROM exchanges")}
        (linked,) = database.execute("SELECT count(*) FROM exchanges JOIN links ON link = code").fetchone()
        drafts = database.execute("SELECT state, hands FROM drafts").fetchall()
    database.close()
    assert linked >= 5
    assert drafts == [("waiting", '["editor"]')]  # admin approves it
    assert count >= 25
    assert languages == {"uz", "uz_Cyrl", "ru", "tg"}


@pytest.mark.slow
def test_the_demo_s_records_and_index_are_its_own(settings, tmp_path):
    demo = tmp_path / "demo"
    demo.mkdir()
    for _ in range(2):
        own = sandbox(settings, settings.model_copy(update={"data": demo}))
        assert folder(own) == demo / "records"
        assert corpus(own).version == corpus(settings).version
        assert LivePipeline(own)().version == LivePipeline(settings)().version

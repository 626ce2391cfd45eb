"""The `ogoh` command as an operator types it."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.dialogue.conversation import COMMANDS
from bot.settings import ROOT, Settings
from knowledge.corpus import RECORDS

run = CliRunner().invoke
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of this machine reaches a test."""
    monkeypatch.chdir(tmp_path)
    for name in ("TELEGRAM_BOT_TOKEN", "OGOH_DATA", "OGOH_RECORDS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """The data folder with the index of all records."""
    monkeypatch.setenv("OGOH_DATA", str(settings.data.resolve()))


def test_the_readme_names_every_subcommand_and_option() -> None:
    commands = [
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    ]
    for name in commands:
        assert f"ogoh {name}" in README, name
    for option in ("--passport", "--lang", "--json", "--jsonl", "--rebuild", "--out", "--failures"):
        assert option in README, option


def test_the_readme_names_every_command_of_the_chat() -> None:
    for name in COMMANDS:
        assert f"`/{name}`" in README, name


def test_sound_records_are_told_as_such() -> None:
    result = run(app, ["records", "check"])
    assert result.exit_code == 0
    assert "no faults" in result.output


def test_every_fault_of_the_records_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "records"
    (folder / "sign").mkdir(parents=True)
    shutil.copy(RECORDS / "sign" / "sign-fast-passport.yaml", folder / "sign" / "sign-slow-passport.yaml")
    result = run(app, ["records", "check", str(folder)])
    assert result.exit_code == 1
    assert "sign/sign-slow-passport.yaml: id" in result.output
    assert "which no record has" in result.output
    assert "Traceback" not in result.output


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OGOH_THREADS", "many")
    result = run(app, ["index"])
    assert result.exit_code == 2
    assert "OGOH_THREADS" in result.output


def test_an_embedding_model_of_one_s_own_without_pytorch_is_told_with_the_line_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    monkeypatch.setenv("OGOH_EMBEDDING", "some/model")
    for command in (["index"], ["ask", "вопрос"]):
        result = run(app, command)
        assert result.exit_code == 1
        assert "some/model needs PyTorch" in result.output
        assert "pip install 'ogoh[models]'" in result.output


def test_a_question_or_a_file_not_both() -> None:
    assert run(app, ["ask"]).exit_code == 2
    assert run(app, ["ask", "вопрос", "--jsonl", "x"]).exit_code == 2


def test_an_unknown_passport_is_refused_in_words() -> None:
    result = run(app, ["ask", "вопрос", "--passport", "XX"])
    assert result.exit_code == 2
    assert "passport" in result.output


@pytest.mark.slow
@pytest.mark.usefixtures("ready")
def test_a_question_gives_one_json_object() -> None:
    result = run(
        app,
        ["ask", "Я только подписал контракт и не воевал, это преступление?", "--passport", "UZ", "--json"],
    )
    reply = json.loads(result.stdout)
    assert set(reply) == {
        "id", "language", "urgency", "abstained", "refused", "statements", "text", "records", "ms"
    }  # fmt: skip
    assert reply["records"][0] == "answer-uz-only-signed"
    cited = [cite for statement in reply["statements"] for cite in statement["cites"]]
    assert list(dict.fromkeys(cited)) == reply["records"]


@pytest.mark.slow
@pytest.mark.usefixtures("ready")
def test_a_file_of_questions_is_answered_line_by_line_in_order() -> None:
    lines = [
        {"id": "b", "text": "Сколько лет дают за войну?", "passport": "UZ"},
        {"id": "a", "text": "а если только водителем?", "passport": "UZ", "follows": "b"},
        {"id": "c", "text": "как приготовить плов", "lang": "tg"},
    ]
    result = run(app, ["ask", "--jsonl", "-"], input="\n".join(map(json.dumps, lines)) + "\n")
    replies = [json.loads(line) for line in result.stdout.splitlines()]
    assert [reply["id"] for reply in replies] == ["b", "a", "c"]
    assert "answer-uz-rear-work" in replies[1]["records"][:5]
    assert replies[2]["abstained"]
    assert replies[2]["language"] == "tg"


@pytest.mark.slow
@pytest.mark.usefixtures("ready")
def test_an_advert_gives_one_json_object_with_its_signs_and_their_places() -> None:
    advert = "К0нтракт с М И Н О Б О Р О Н Ы, от 210 000 ₽ + 2,3 млн подъёмные"
    result = run(app, ["offer", advert, "--passport", "UZ", "--json"])
    reply = json.loads(result.stdout)
    assert set(reply) == {
        "id", "language", "level", "signs", "statements", "text", "records", "ms"
    }  # fmt: skip
    assert reply["level"] == "clear"
    assert {"record", "span", "quote"} == set(reply["signs"][0])
    assert all(advert[slice(*sign["span"])] == sign["quote"] for sign in reply["signs"])


@pytest.mark.slow
@pytest.mark.usefixtures("ready")
def test_a_file_of_adverts_is_checked_line_by_line_in_order() -> None:
    lines = [
        {"id": "b", "text": "Едем на СВО"},
        {"id": "a", "text": "Курьер, выплаты каждый день", "lang": "tg"},
    ]
    result = run(app, ["offer", "--jsonl", "-"], input="\n".join(map(json.dumps, lines)) + "\n")
    replies = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(reply["id"], reply["level"]) for reply in replies] == [("b", "clear"), ("a", "none")]
    assert replies[1]["language"] == "tg"
    assert "line 1" in run(app, ["offer", "--jsonl", "-"], input="{}").output


def test_an_advert_or_a_file_not_both() -> None:
    assert run(app, ["offer"]).exit_code == 2


@pytest.mark.slow
@pytest.mark.usefixtures("ready")
def test_a_bad_line_is_named_by_its_number() -> None:
    result = run(app, ["ask", "--jsonl", "-"], input='{"id": "a", "text": "салом"}\n{"id": 7}\n')
    assert result.exit_code == 2
    assert "line 2" in result.output


@pytest.mark.slow
@pytest.mark.usefixtures("ready")
def test_without_a_token_run_answers_a_pipe_and_ends() -> None:
    result = run(app, ["run"], input="полиция заставляет подписать контракт\n")
    assert result.exit_code == 0
    assert "@BotFather" in result.stderr
    assert "[1]" in result.stdout


@pytest.mark.slow
def test_faulty_records_never_replace_a_good_index(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(settings.data / "index", data / "index")
    (data / "e5-small").symlink_to((settings.data / "e5-small").resolve())
    records = shutil.copytree(RECORDS, tmp_path / "records")
    (records / "sign" / "sign-fast-passport.yaml").write_text("id: [", encoding="utf-8")
    monkeypatch.setenv("OGOH_DATA", str(data))
    monkeypatch.setenv("OGOH_RECORDS", str(records))
    assert run(app, ["index"]).exit_code == 1
    result = run(app, ["ask", "полиция заставляет подписать", "--json"])
    assert result.exit_code == 0
    assert "last good index" in result.stderr
    assert json.loads(result.stdout)["records"]

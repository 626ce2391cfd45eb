from __future__ import annotations

import time

import pytest

from bot.answering.generate.budget import Limits, Purse, asking
from bot.answering.generate.draft import Draft
from bot.answering.generate.model import ILL, ModelFaultError, model_of
from bot.answering.generate.prompts import prompt
from bot.answering.generate.providers import ModelSettingError, operator_of
from bot.answering.question import Question
from bot.settings import Settings
from tests.llm_server import Play, sentences

WORDS = {"language": "Russian", "examples": "", "material": "{}"}

FAULTS = {
    "slow": Play(sentences(("Да.", ["r1"])), before=5),
    "late": Play("x" * 4000, between=0.1),
    "rate": Play(status=429),
    "server": Play(status=503),
    "key": Play(status=401),
    "request": Play(status=400),
    "shape": Play("Конечно! Вот ответ: подпишите контракт."),
    "empty": Play(""),
    "endless": Play("{", endless=True),
    "connection": Play("x" * 400, cut=True),
    "garbage": Play(raw=b"data: {]]]\n\n"),
}


@pytest.mark.parametrize("code", FAULTS)
def test_every_fault_has_an_end_and_a_name(model, server, code):
    server.play = lambda _: FAULTS[code]
    begun = time.monotonic()
    with pytest.raises(ModelFaultError) as fault:
        model.ask(prompt("answer"), Draft, model.deadline(), **WORDS)
    assert fault.value.code == code
    assert model.counts[f"fault-{code}"] == 1
    assert time.monotonic() - begun < model.whole + 0.8


def test_of_a_reply_that_was_cut_off_the_whole_sentences_are_read(model, server):
    whole = sentences(("Да.", ["r1"]), ("Нет.", ["r1"]), ("Может быть.", ["r1"]))
    server.play = lambda _: Play(whole[: whole.index("Может") + 3])
    draft = model.ask(prompt("answer"), Draft, model.deadline(), **WORDS)
    assert [one.text for one in draft.sentences] == ["Да.", "Нет."]


def test_the_composed_answer_goes_out_in_time(free, server, pipeline):
    server.play = lambda _: Play(before=30)
    question = Question("сколько лет дают за наёмничество", passport="UZ")
    assert free.answer(question).statements == pipeline.answer(question).statements


def test_a_model_that_is_ill_rests(model, server):
    server.play = lambda _: Play(status=500)
    codes = []
    for _ in range(ILL + 2):
        with pytest.raises(ModelFaultError) as fault:
            model.ask(prompt("answer"), Draft, model.deadline(), **WORDS)
        codes.append(fault.value.code)
    assert codes == ["server"] * ILL + ["resting"] * 2
    assert len(server.asked) == ILL


def test_a_budget_that_is_used_up_stops_a_person_and_not_the_others(llm_settings, server):
    model = model_of(llm_settings, Purse(Limits(person_tokens=3000)))
    server.play = lambda _: Play(sentences())
    ask = lambda: model.ask(prompt("answer"), Draft, model.deadline(), **WORDS)  # noqa: E731
    with asking("ali"):
        ask()
        with pytest.raises(ModelFaultError, match="budget"):
            [ask() for _ in range(9)]
    with asking("vali"):
        ask()
    model.close()


def test_what_was_reserved_is_put_right(llm_settings, server):
    purse = Purse()
    model = model_of(llm_settings.model_copy(update={"llm_price_in": 2.0, "llm_price_out": 10.0}), purse)
    server.play = lambda _: Play(sentences())
    model.ask(prompt("answer"), Draft, model.deadline(), **WORDS)
    assert purse.spent.tokens == 790
    assert purse.spent.micros == 700 * 2 + 90 * 10
    model.close()


def test_a_provider_that_nobody_knows_is_told(llm_settings):
    with pytest.raises(ModelSettingError, match="can't be used"):
        model_of(llm_settings.model_copy(update={"llm": "nobody:small"}))


def test_off_by_default():
    settings = Settings(_env_file=None)
    assert settings.llm is None
    assert model_of(settings) is None


def test_who_runs_the_model(llm_settings):
    assert operator_of(llm_settings) == "127.0.0.1"
    assert operator_of(llm_settings.model_copy(update={"llm_operator": "Example NGO"})) == "Example NGO"
    assert operator_of(llm_settings.model_copy(update={"llm_url": None})) == "api.openai.com"

"""The other things that a model is asked: follow-ups, offers, glosses."""

from __future__ import annotations

import json

import pytest

from bot.answering.generate.generator import Generator, SignSeen
from bot.answering.generate.model import model_of
from bot.answering.generate.rewrite import is_faithful, is_two
from bot.answering.grounding import Checker
from knowledge.corpus import read
from knowledge.schema import Sign
from tests.llm_server import Play


@pytest.fixture
def generator(llm_settings):
    model = model_of(llm_settings.model_copy(update={"llm_first_token": 8.0, "llm_timeout": 12.0}))
    yield Generator(model, Checker())
    model.close()


def told(**reply: object) -> Play:
    return Play(json.dumps(reply, ensure_ascii=False))


def test_a_question_put_anew_adds_nothing(generator, server):
    server.play = lambda _: told(questions=["если откажусь подписать контракт"])
    asked = generator.rewrite(
        "а если откажусь", "заставляют подписать контракт", "ru", generator.model.deadline()
    )
    assert asked == ("если откажусь подписать контракт",)
    server.play = lambda _: told(questions=["сколько платят за контракт на войне"])
    assert (
        generator.rewrite(
            "а если откажусь", "заставляют подписать контракт", "ru", generator.model.deadline()
        )
        == ()
    )
    assert generator.counts["dropped-rewriting"] == 1


def test_what_is_faithful():
    assert is_faithful("imzolamasam nima boʻladi", "imzolamasam-chi", "nima boʻladi", "uz")
    assert not is_faithful("pasportni yoqing", "imzolamasam-chi", "nima boʻladi", "uz")


def test_what_asks_two_things():
    assert is_two("Посадят ли меня? И где адвокат?")
    assert not is_two("Посадят ли меня?")


def test_a_sign_needs_the_words_of_the_offer(generator, server):
    signs = [record for record in read() if isinstance(record, Sign)][:3]
    server.play = lambda _: told(
        signs=[
            {"id": "s1", "quote": "выплата сразу"},
            {"id": "s2", "quote": "этого там нет"},
            {"id": "s99", "quote": "выплата сразу"},
        ]
    )
    seen = generator.signs("Работа водителем, выплата сразу при подписании.", signs)
    assert seen == (SignSeen(signs[0].id, "выплата сразу"),)


def test_a_gloss_keeps_the_numbers(generator, server):
    server.play = lambda _: told(gloss="He signed on 5 May.")
    assert generator.gloss("5 мая подписал") == "He signed on 5 May."
    assert generator.gloss("6 мая подписал") is None

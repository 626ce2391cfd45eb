"""How much a message leans on the one before it, and the thread that the next one goes on with."""

from __future__ import annotations

import pytest

from bot.answering.follow_up import leaning, parted, said, thread


def test_the_longer_a_message_the_less_it_leans() -> None:
    weights = [leaning("слово " * words) for words in (1, 8, 9, 14, 15)]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] == 1
    assert weights[-1] == 0


def test_few_words_keep_the_question_that_began_the_thread() -> None:
    began = thread(None, "сколько дают за войну?")
    then = thread(began, "а если водителем?")
    assert said(then) == "сколько дают за войну? а если водителем?"
    assert said(thread(then, "а поваром?")) == "сколько дают за войну? а поваром?"
    assert parted(then) == ("сколько дают за войну?", "а если водителем?")


def test_a_question_of_its_own_begins_a_thread() -> None:
    assert thread("сколько дают за войну?", "где найти адвоката в Москве") == "где найти адвоката в Москве"
    assert parted("где найти адвоката") == (None, "где найти адвоката")
    assert said(None) is None


@pytest.mark.parametrize("text", ["подробнее", "nega?", "боз"])
def test_what_says_nothing_new_leaves_the_thread_as_it_was(text: str) -> None:
    assert thread("сколько дают за войну?", text) == "сколько дают за войну?"

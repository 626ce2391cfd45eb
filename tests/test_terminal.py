"""The conversation in a terminal and from a pipe."""

from __future__ import annotations

import io
import logging

import pytest

from bot.dialogue.conversation import Turn
from bot.dialogue.message import Action, Button, Message
from bot.terminal import talk
from tests.telegram.parrot import Parrot


@pytest.fixture
def parrot():
    bird = Parrot()
    bird.release.set()
    return bird


def said(parrot, typed, *, interactive=False):
    out = io.StringIO()
    talk(parrot, io.StringIO(typed), out, interactive=interactive, language=None)
    return out.getvalue()


def test_a_pipe_gets_the_answer_of_every_line_and_nothing_else(parrot):
    assert said(parrot, "first & <last>\n\nsecond") == (
        "\n- → first & <last>\n  1) again\n\nfirst & <last> → second\n  1) again\n"
    )
    assert parrot.heard == ["first & <last>", "second"]


def test_a_terminal_is_greeted_and_ends_at_an_empty_line(parrot):
    text = said(parrot, "салом\n\nnever read\n", interactive=True)
    assert "/start" in text
    assert text.index("/start") < text.index("- → салом")
    assert parrot.heard == ["салом"]


def test_a_number_presses_the_button_and_the_buttons_stay(parrot):
    assert said(parrot, "салом\n1\n1\n").count("pressed say:pressed") == 2


def test_a_number_without_a_button_is_a_word(parrot):
    said(parrot, "42\n")
    assert parrot.heard == ["42"]


def test_commands_are_obeyed_and_forget_forgets(parrot):
    text = said(parrot, "first\n/forget\nsecond\n/ no command\n")
    assert "/forget" in text
    assert "- → second" in text
    assert parrot.heard[-1] == "/ no command"


def test_buttons_of_two_messages_are_numbered_through(parrot, monkeypatch):
    rows = [((Button(name, Action("say", (name,))),),) for name in ("one", "two")]
    turn = Turn(tuple(Message("…", row) for row in rows), None)
    monkeypatch.setattr(parrot, "say", lambda *_: turn)
    assert "pressed say:two" in said(parrot, "салом\n2\n")


def test_the_machine_s_language_reaches_the_conversation(parrot):
    out = io.StringIO()
    talk(parrot, io.StringIO("/help\n"), out, interactive=False, language="tg_TJ.UTF-8")
    assert out.getvalue() == "\n/help tg_TJ.UTF-8\n"


def test_a_fault_is_met_with_an_apology(parrot, caplog):
    with caplog.at_level(logging.ERROR):
        text = said(parrot, "crash\nnext\n")
    assert "сломалось" in text
    assert "- → next" in text


def test_an_interrupt_ends_it(parrot):
    class Interrupted(io.StringIO):
        def readline(self, *_):
            raise KeyboardInterrupt

    talk(parrot, Interrupted(), io.StringIO(), interactive=True, language=None)


def test_a_reader_who_went_away_ends_it(parrot):
    class Closed(io.StringIO):
        def write(self, _):
            raise BrokenPipeError

    talk(parrot, io.StringIO("салом\n"), Closed(), interactive=False, language=None)
    assert parrot.heard == ["салом"]


def test_bytes_that_are_no_text_stop_nothing(parrot):
    source = io.TextIOWrapper(io.BytesIO(b"\xff\xfe salom\n"), encoding="utf-8")
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    talk(parrot, source, out, interactive=False, language=None)
    assert len(parrot.heard) == 1

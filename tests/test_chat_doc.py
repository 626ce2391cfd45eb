"""docs/chat.md and the README tell every command, button and limit of the chat as they are."""

from __future__ import annotations

import re

import pytest

from bot.answering.pipeline import LONGEST
from bot.dialogue import feedback, message, sharing, voice
from bot.dialogue.conversation import COMMANDS, Conversation
from bot.journal.trail import DELETABLE
from bot.settings import ROOT
from bot.telegram import outdoors, speech

CHAT = (ROOT / "docs" / "chat.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
LIMITS = {
    "a question": f"{LONGEST} characters are read",
    "a comment": f"{feedback.LONGEST_COMMENT} characters",
    "a message of the bot": f"{message.LONGEST} characters",
    "an inline query": f"{sharing.LONGEST_QUERY} characters",
    "answers offered inline": f"{sharing.OFFERED}",
    "a voice message": f"{voice.MOST_SECONDS} seconds, {speech.MOST_BYTES // 1024 // 1024} MB, "
    f"{speech.LONGEST_WAIT:.0f} seconds for fetching and hearing it",
    "messages that can be cleaned": f"those younger than {DELETABLE.total_seconds() / 3600:.0f} hours",
    "answers in a group": f"{outdoors.GROUP_PACE[0]} a minute",
}


@pytest.mark.parametrize("page", [CHAT, README], ids=["docs/chat.md", "README.md"])
def test_every_command_stands_in_order(page: str) -> None:
    told = re.findall(r"^\| `/(\w+)` \| .", page, re.MULTILINE)
    assert told == list(COMMANDS)


def test_every_button_is_told() -> None:
    table = CHAT.partition("## Buttons")[2].partition("\n## ")[0]
    told = {
        name
        for row in re.findall(r"^\| (`.+?) \|", table, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    conversation = Conversation(lambda: pytest.fail("no records are needed here"))
    assert told == {*conversation._presses, "resume"}


@pytest.mark.parametrize("what", LIMITS)
def test_every_limit_is_told_as_it_is(what: str) -> None:
    assert f"| {what} | {LIMITS[what]} |" in CHAT


def test_no_other_limit_is_told() -> None:
    table = CHAT.partition("## Limits")[2]
    assert re.findall(r"^\| ([a-z ]+?) \| .", table, re.MULTILINE)[1:] == list(LIMITS)

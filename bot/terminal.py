"""The conversation in a terminal: buttons are numbered; from a pipe, every line is a question."""

from __future__ import annotations

import io
import logging
import os
from dataclasses import replace
from pathlib import Path
from typing import Final, TextIO

from bot.dialogue.conversation import Conversation
from bot.dialogue.deeds import CleanChat, Cleaned
from bot.dialogue.message import Action, Message, escape
from bot.dialogue.turn import Thing, Turn
from bot.i18n import tr
from bot.journal.person import Person

PROMPT: Final = "> "
EMPTY: Final = "\033[H\033[2J\033[3J"

log = logging.getLogger(__name__)


def talk(
    conversation: Conversation, source: TextIO, out: TextIO, *, interactive: bool, language: str | None
) -> None:
    """Talk with whoever types into `source`; nothing is kept after the last word.

    `language` is what the machine speaks, as `uz` or `uz_UZ.UTF-8`: answers come in it where the words don't tell.
    """
    for stream in (source, out):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    terminal = Terminal(conversation, source, out, language)
    try:
        if interactive:
            terminal.greet()
            terminal.converse()
        else:
            terminal.answer_all()
    except KeyboardInterrupt:
        terminal.print("")
    except BrokenPipeError:
        _hush(out)


class Terminal:
    """One conversation: the person in memory, and the buttons that stand on the screen."""

    def __init__(self, conversation: Conversation, source: TextIO, out: TextIO, client: str | None) -> None:
        self._conversation = conversation
        self._source = source
        self._out = out
        self._person = Person()
        self._client = client
        self._buttons: list[Action] = []

    def greet(self) -> None:
        language = self._conversation.language(self._person, self._client)
        self.print(tr(language, "chat.hint"))
        self.obey("/start")

    def converse(self) -> None:
        """Answer until an empty line or the end of the input."""
        while line := self._read():
            self.obey(line)

    def answer_all(self) -> None:
        """Answer every line that holds something."""
        for line in self._source:
            if line.strip():
                self.obey(line.strip())

    def obey(self, line: str) -> None:
        """Do what a line says: a command, a button's number, or words."""
        try:
            turn = self._done(self._turn(line))
        except Exception:
            log.exception("answer-failed")
            language = self._conversation.language(self._person, self._client)
            turn = Turn((Message(escape(tr(language, "error.sorry"))),), self._person)
        self._person = turn.person or Person()
        self._show(turn)

    def print(self, text: str) -> None:
        print(text, file=self._out, flush=True)

    def _turn(self, line: str) -> Turn:
        if line.startswith("/") and line[1:2].isalpha():
            name, _, words = line[1:].partition(" ")
            if name.lower() == "paper" and words.strip():
                return self._paper(Path(words.strip()).expanduser())
            return self._conversation.command(name.lower(), self._person, self._client, words.strip())
        if line.isdecimal() and 1 <= int(line) <= len(self._buttons):
            return self._conversation.press(self._buttons[int(line) - 1].write(), self._person, self._client)
        return self._conversation.say(line, self._person, self._client)

    def _done(self, turn: Turn) -> Turn:
        """Do what a terminal can do: empty the screen; of the rest it is told that it can't be done here."""
        for deed in turn.deeds:
            outcome = self._empty() if isinstance(deed, CleanChat) else None
            told = self._conversation.told(deed, outcome, turn.person or self._person)
            turn = replace(turn, messages=(*told, *turn.messages))
        return turn

    def _empty(self) -> Cleaned | None:
        """Empty the screen and what was scrolled away; None where the words go somewhere else."""
        if not self._out.isatty():
            return None
        self._out.write(EMPTY)
        return Cleaned(gone=0, screen=True)

    def _paper(self, file: Path) -> Turn:
        """Explain the paper in a file."""
        try:
            content = file.read_bytes()
        except OSError:
            words = tr(self._conversation.language(self._person, self._client), "paper.no-file", name=file)
            return Turn((Message(escape(words)),), self._person)
        return self._conversation.show(Thing("photo", content=(content,)), self._person, self._client)

    def _show(self, turn: Turn) -> None:
        """Print the messages; where they have no buttons, those of before can still be pressed."""
        buttons: list[Action] = []
        for message in turn.messages:
            self.print(f"\n{message.plain}")
            for button in (button for row in message.rows for button in row):
                if button.url:
                    self.print(f"  {button.label}: {button.url}")
                    continue
                buttons.append(button.action)
                self.print(f"  {len(buttons)}) {button.label}")
        self._buttons = buttons or self._buttons

    def _read(self) -> str:
        print(f"\n{PROMPT}", end="", file=self._out, flush=True)
        line = self._source.readline()
        if not line:
            self.print("")
        return line.strip()


def _hush(out: TextIO) -> None:
    """Nobody reads any more: let Python's own last flush go nowhere."""
    try:
        descriptor = out.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)

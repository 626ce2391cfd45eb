"""The fake Bot API itself: one HTTP server, its faults, and the people who write to it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Self

from . import updates
from .chat import Chat
from .door import HOST, Door
from .faults import Faults
from .gate import Gate
from .group import Group, GroupChat
from .methods import Methods
from .pace import Pace
from .person import Person
from .profile import Profile
from .sent import Call
from .world import World


class FakeTelegram(Faults):
    """`async with FakeTelegram() as tg:` serves a Bot API at `tg.base_url` that keeps Telegram's rules."""

    def __init__(
        self,
        token: str = "1000:TEST-TOKEN",
        port: int = 0,
        *,
        chat_rate: float | None = 1.0,
        chat_burst: int = 1,
        overall_rate: float | None = 30.0,
        on_call: Callable[[Call], None] | None = None,
    ) -> None:
        super().__init__()
        self.token = token
        self.profile = Profile()
        self._world = World(token)
        methods = Methods(self._world, self.profile, Pace(chat_rate, chat_burst, overall_rate))
        self._gate = Gate(token, methods, self, on_call)
        self._door = Door(self._gate.app, port)

    async def __aenter__(self) -> Self:
        await self._door.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._gate.closing.set()
        await self._door.stop()

    @property
    def port(self) -> int:
        return self._door.port

    @property
    def base_url(self) -> str:
        return f"http://{HOST}:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        return f"http://{HOST}:{self.port}/file/bot"

    @property
    def calls(self) -> list[Call]:
        """Every call of the bot, in order."""
        return self._gate.calls

    @property
    def pending(self) -> list[int]:
        """The ids of updates that the bot has not confirmed."""
        return self._world.queue.pending

    @property
    def commands(self) -> dict[str, dict[str, str]]:
        """Names and descriptions of commands, by language."""
        return self.profile.commands

    @property
    def descriptions(self) -> dict[str, str]:
        return self.profile.descriptions

    @property
    def short_descriptions(self) -> dict[str, str]:
        return self.profile.short_descriptions

    @property
    def names(self) -> dict[str, str]:
        return self.profile.names

    def person(self, person_id: int, language_code: str | None = "ru", first_name: str = "Али") -> Person:
        """Somebody who has opened the bot's chat; the same id is the same person."""
        user = updates.user(person_id, first_name, language_code)
        self._world.chats.setdefault(person_id, Chat(user))
        return Person(self._world, person_id)

    def group(self, group_id: int = -1_001, title: str = "Ish bor") -> Group:
        """A group that the bot is in; the same id is the same group."""
        self._world.chats.setdefault(group_id, GroupChat(group_id, title))
        return Group(self._world, group_id)

    def repeat(self, update_id: int) -> None:
        """Delivers an update once more, even after it was confirmed."""
        self._world.queue.repeat(update_id)

    @asynccontextmanager
    async def outage(self) -> AsyncIterator[None]:
        """No network while inside: connections break, new ones are refused; the port stays the same."""
        await self._door.shut()
        try:
            yield
        finally:
            await self._door.open()

    def called(self, method: str) -> list[Call]:
        """The calls of one method, in order."""
        return [call for call in self.calls if call.method == method]

    async def wait_for_call(self, method: str, times: int = 1, timeout: float = 10) -> Call:  # noqa: ASYNC109
        """The call, once it was made so many times (a poll counts from its beginning)."""
        end = time.monotonic() + timeout
        while len(self.called(method)) < times:
            if time.monotonic() > end:
                made = [f"  {call.method} {call.status}" for call in self.calls]
                raise AssertionError("\n".join([f"no {method} within {timeout} s; calls so far:", *made]))
            await asyncio.sleep(0.02)
        return self.called(method)[times - 1]

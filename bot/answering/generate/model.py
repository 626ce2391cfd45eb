"""The language model that the operator chose: asked in time, within the budget, and left alone while it is ill."""

from __future__ import annotations

import asyncio
import logging
import re
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from bot.answering.generate.budget import Budget, Prices, Purse, Spent, asker
from bot.answering.generate.draft import AnyShape, DraftFaultError, Shape, read
from bot.answering.generate.prompts import Prompt
from bot.answering.generate.providers import close_chat, open_chat, shaped

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessageChunk

    from bot.settings import Settings

LONGEST: Final = 8000
"""Characters of a reply; what goes on has no end."""

LETTERS_A_TOKEN: Final = 2
"""By which tokens are reckoned before they are known: Cyrillic takes more of them than English."""

ILL: Final = 4
"""Faults in a row after which the model rests."""

REST: Final = 60.0
"""Seconds that it rests."""

STATUS: Final = {400: "request", 401: "key", 403: "key", 404: "request", 422: "request", 429: "rate"}

log = logging.getLogger(__name__)


class ModelFaultError(Exception):
    """A model did not reply as it should; `code` tells how."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Reply:
    """What a model said, and what it took."""

    text: str
    put: int = 0
    got: int = 0


class Model:
    """Asks one model; every question has an end in time, and every fault a code that is counted."""

    def __init__(
        self, chat: BaseChatModel, name: str, settings: Settings, budget: Budget | None = None
    ) -> None:
        from purgatory import AsyncCircuitBreakerFactory  # noqa: PLC0415 - only where a model is switched on

        self.name = name
        self.counts: Counter[str] = Counter()
        self.budget: Budget = budget or Purse()
        self._chat = chat
        self._provider = name.partition(":")[0]
        self._shapes = True
        self._first = settings.llm_first_token
        self.whole = settings.llm_timeout
        self.room = settings.llm_material
        self._longest = settings.llm_tokens
        self._prices = Prices(settings.llm_price_in, settings.llm_price_out)
        self._places = threading.BoundedSemaphore(settings.llm_parallel)
        self._breakers = AsyncCircuitBreakerFactory(default_threshold=ILL, default_ttl=REST)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="llm", daemon=True)
        self._thread.start()

    def deadline(self) -> float:
        """Give the moment of the monotonic clock at which all questions of one answer have to be done."""
        return time.monotonic() + self.whole

    def ask(self, prompt: Prompt, shape: type[AnyShape], until: float, **values: str) -> AnyShape:
        """Put `prompt` to the model, and give its reply in the `shape` that was asked for.

        Raises ModelFaultError where none comes in time, or none of this shape.
        """
        try:
            with self._place():
                reply = self._paid(prompt.fill(**values), shape, until)
                self.counts["replies"] += 1
                return read(reply.text, shape)
        except DraftFaultError:
            fault = ModelFaultError("shape" if reply.text.strip() else "empty")
        except ModelFaultError as known:
            fault = known
        self.counts[f"fault-{fault.code}"] += 1
        log.warning("llm-fault %s %s", prompt.label, fault.code)
        raise fault

    def close(self) -> None:
        """Stop asking, and close what is open."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(timeout=5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        if not self._thread.is_alive():
            self._loop.close()

    async def _end(self) -> None:
        others = asyncio.all_tasks() - {cast("asyncio.Task[None]", asyncio.current_task())}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._loop.shutdown_asyncgens()
        await close_chat(self._provider, self._chat)
        # a closed connection's transport is dropped one turn of the loop later
        await asyncio.sleep(0)

    @contextmanager
    def _place(self) -> Iterator[None]:
        """Take one of the places; where all are taken nobody waits in a line."""
        if not self._places.acquire(blocking=False):
            raise ModelFaultError("busy")
        try:
            yield
        finally:
            self._places.release()

    def _paid(self, words: tuple[str, str], shape: type[Shape], until: float) -> Reply:
        put = sum(map(len, words)) // LETTERS_A_TOKEN
        reserved = self._prices.of(put, self._longest)
        person = asker()
        if not self.budget.reserve(reserved.tokens, reserved.micros, person):
            raise ModelFaultError("budget")
        used = Spent()
        try:
            reply = self._await(self._reply(words, shape, until))
            put, got = reply.put or put, reply.got or len(reply.text) // LETTERS_A_TOKEN
            used = self._prices.of(put, got)
            self.counts["tokens-in"] += put
            self.counts["tokens-out"] += got
        except ModelFaultError as fault:
            # what was sent may have been charged, unless it never went out
            used = Spent() if fault.code in {"resting", "connection", "key"} else self._prices.of(put, 0)
            raise
        else:
            return reply
        finally:
            self.budget.settle(used.tokens - reserved.tokens, used.micros - reserved.micros, person)

    def _await(self, work: Awaitable[Reply]) -> Reply:
        return asyncio.run_coroutine_threadsafe(_of(work), self._loop).result()

    async def _reply(self, words: tuple[str, str], shape: type[Shape], until: float) -> Reply:
        from purgatory.domain.model import OpenedState  # noqa: PLC0415

        breaker = await self._breakers.get_breaker("llm")
        try:
            async with breaker:
                return await self._guarded(words, shape, until)
        except OpenedState:
            raise ModelFaultError("resting") from None

    async def _guarded(self, words: tuple[str, str], shape: type[Shape], until: float) -> Reply:
        """Ask, and name whatever goes wrong; libraries' own words may carry text and are dropped."""
        code = ""
        try:
            async with asyncio.timeout(max(0.0, until - time.monotonic())):
                return await self._streamed(words, shape)
        except TimeoutError:
            code = "late"
        except ModelFaultError as fault:
            code = fault.code
        except Exception as fault:  # noqa: BLE001 - every provider's package has faults of its own
            code = fault_code(fault)
            if code == "request" and self._shapes:
                # a server that takes no shapes, or no temperature, is asked without them from now on
                log.warning("llm-no-shapes")
                self._shapes = False
                self._chat = self._chat.model_copy(update={"temperature": None})
        raise ModelFaultError(code)

    async def _streamed(self, words: tuple[str, str], shape: type[Shape]) -> Reply:
        from langsmith import tracing_context  # noqa: PLC0415 - only where a model is switched on

        system, user = words
        parts: list[str] = []
        put = got = length = 0
        # no variable of the environment may send questions to a service that keeps traces
        options = shaped(self._provider, shape) if self._shapes else {}
        with tracing_context(enabled=False):
            stream = self._chat.astream([("system", system), ("human", user)], **options)
            async for chunk in _prompt_begin(stream, self._first):
                parts.append(str(chunk.text))
                length += len(parts[-1])
                if length > LONGEST:
                    raise ModelFaultError("endless")
                usage = getattr(chunk, "usage_metadata", None) or {}
                put, got = max(put, usage.get("input_tokens", 0)), got + usage.get("output_tokens", 0)
        return Reply("".join(parts), put, got)


def model_of(settings: Settings, budget: Budget | None = None) -> Model | None:
    """Open the model of the settings; nothing where none is switched on.

    Raises ModelSettingError, with words for the operator.
    """
    if not settings.llm:
        return None
    return Model(open_chat(settings), settings.llm, settings, budget)


def fault_code(fault: Exception) -> str:
    """Name a fault of a provider's package by its status, else by its kind."""
    for one in (fault, fault.__cause__):
        response = getattr(one, "response", None)
        told = (
            getattr(one, "status_code", None),
            getattr(response, "status_code", None),
            getattr(one, "code", None),
        )
        for status in told:
            if isinstance(status, int):
                return STATUS.get(status, "server")
    name = type(fault).__name__
    if re.search(r"Timeout", name):
        return "late"
    if re.search(r"Connect|Protocol|Read|Network|Closed", name):
        return "connection"
    return "garbage"


async def _prompt_begin(
    stream: AsyncIterator[BaseMessageChunk], first: float
) -> AsyncIterator[BaseMessageChunk]:
    """Give what comes; the first words have `first` seconds."""
    begun = False
    latest = time.monotonic() + first
    while True:
        try:
            wait = None if begun else max(0.0, latest - time.monotonic())
            chunk = await asyncio.wait_for(anext(stream), wait)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise ModelFaultError("slow") from None
        begun = begun or bool(chunk.text)
        yield chunk


async def _of(work: Awaitable[Reply]) -> Reply:
    return await work

"""Logs: ids and codes, never text, tokens or chat ids."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import traceback
from types import TracebackType
from typing import Any, Final, TextIO

QUIET: Final = {
    "httpx": logging.CRITICAL,  # its INFO lines carry the token
    "httpcore": logging.CRITICAL,
    "httpx2": logging.CRITICAL,
    "httpcore2": logging.CRITICAL,
    "openai": logging.CRITICAL,  # its DEBUG lines carry whole questions
    "anthropic": logging.CRITICAL,
    "langsmith": logging.CRITICAL,
    "langchain_core": logging.ERROR,
    "telegram": logging.CRITICAL,  # its DEBUG lines carry whole updates, its errors whole answers
    "aiosqlite": logging.CRITICAL,  # its DEBUG lines carry statements with their values
    "sqlalchemy": logging.ERROR,
    "alembic": logging.WARNING,
    "asyncio": logging.CRITICAL,  # it prints the words of faults; `report` tells them by their kind
    "chromadb": logging.ERROR,
    "langchain": logging.ERROR,
    "sentence_transformers": logging.ERROR,
    "transformers": logging.ERROR,
    "urllib3": logging.CRITICAL,
    "multipart": logging.CRITICAL,  # its DEBUG lines tell of forms
    "python_multipart": logging.CRITICAL,
    "uvicorn": logging.WARNING,
}
TOKEN: Final = re.compile(r"\d{3,}:[A-Za-z0-9_-]{8,}")
LINE: Final = "%(asctime)s %(levelname)s %(name)s %(message)s"

log = logging.getLogger(__name__)


class DiscreetFormatter(logging.Formatter):
    """Blanks what looks like a token; tells of a fault its kind and its place, not its words."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another formatter may have left its words there
        return TOKEN.sub("[token]", super().format(record))

    def formatException(  # noqa: N802 - the name is the library's
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        fault = ei[1]
        lines = []
        while fault is not None:
            lines.append(f"{type(fault).__module__}.{type(fault).__qualname__}")
            frames = traceback.extract_tb(fault.__traceback__)
            lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
            fault = fault.__cause__ or fault.__context__
        return "\n".join(lines)


def set_up(level: str, out: TextIO | None = None) -> None:
    """Send logs of `level` and above to standard error."""
    handler = logging.StreamHandler(out or sys.stderr)
    handler.setFormatter(DiscreetFormatter(LINE))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name, quiet in QUIET.items():
        logging.getLogger(name).setLevel(quiet)


def report(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log a fault that nobody awaited; for `loop.set_exception_handler`."""
    log.error("task-failed", exc_info=context.get("exception"))

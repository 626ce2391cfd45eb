"""What the bot is to the public: its name on Telegram, its links, what its operator promises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from bot.answering.generate.providers import operator_of
from bot.settings import Settings

TELEGRAM: Final = "https://t.me"


@dataclass
class Public:
    """What is known of the bot; the name comes when Telegram has told it."""

    username: str | None = None
    links: tuple[str, ...] = ()
    """Where the operator says in public which bot is the real one."""
    answer_hours: int | None = None
    """Within so many hours a moderator answers; None where nobody is on duty."""
    kept_days: int = 30
    """For how long questions and answers are kept."""
    hears: bool = False
    """Whether voice messages are sent to a speech-to-text server."""
    model_operator: str | None = None
    """Who runs the language model that puts answers in its own words; None where there is none."""

    @classmethod
    def of(cls, settings: Settings) -> Public:
        return cls(
            links=settings.links,
            answer_hours=settings.answer_hours,
            kept_days=settings.retention_days,
            hears=settings.stt_url is not None,
            model_operator=operator_of(settings),
        )

    def link(self, payload: str = "") -> str | None:
        """Give the address that opens the chat with the bot; without a name on Telegram, the first official one."""
        if self.username is None:
            return next(iter(self.links), None)
        return f"{TELEGRAM}/{self.username}" + (f"?start={payload}" if payload else "")

    def share_link(self, words: str) -> str | None:
        """Give the address at which Telegram asks whom `words` shall be sent to."""
        link = self.link()
        return (
            None if link is None else f"{TELEGRAM}/share/url?url={quote(link, safe='')}&text={quote(words)}"
        )

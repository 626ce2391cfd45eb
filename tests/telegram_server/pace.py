"""How fast Telegram lets a bot send."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

from .errors import BotApiError

SLACK = 0.01  # clocks of two processes never agree to the last digit


@dataclass
class Bucket:
    """Holds `size` messages and fills up again at `rate` a second."""

    rate: float
    size: float
    level: float = -1
    at: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.level = self.size

    def wait(self, now: float) -> float:
        """Seconds until one more may go; 0 if it may go now."""
        self.level = min(self.size, self.level + (now - self.at) * self.rate)
        self.at = now
        return max(0.0, (1 - self.level) / self.rate)


class Pace:
    """One message a second in a chat, with a small burst, and thirty over all; `None` lifts a limit."""

    def __init__(self, chat_rate: float | None, chat_burst: int, overall_rate: float | None) -> None:
        self.chat_rate = chat_rate
        self.chat_burst = chat_burst
        self.chats: dict[int, Bucket] = {}
        self.overall = Bucket(overall_rate, overall_rate) if overall_rate else None

    def take(self, chat_id: int) -> None:
        """Counts one message, or refuses it with 429 and the seconds to wait."""
        buckets = [self.overall] if self.overall else []
        if self.chat_rate:
            fresh = Bucket(self.chat_rate, 1 + self.chat_burst)
            buckets.append(self.chats.setdefault(chat_id, fresh))
        now = time.monotonic()
        wait = max((bucket.wait(now) for bucket in buckets), default=0.0)
        if wait > SLACK:
            raise BotApiError(429, retry_after=max(1, math.ceil(wait)))
        for bucket in buckets:
            bucket.level -= 1

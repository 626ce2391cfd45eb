"""Troubles that a test orders: which call, what goes wrong, how many times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .errors import BotApiError
from .sent import Json

GATEWAY = (
    "<html><head><title>{0} {1}</title></head>"
    "<body><center><h1>{0} {1}</h1></center><hr><center>nginx</center></body></html>"
)
REASONS = {
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Time-out",
}
ANY = "*"


@dataclass
class Fault:
    """One ordered trouble; `left` counts down, `met` counts up."""

    method: str
    kind: Literal["answer", "hang", "drop", "slow"]
    left: int
    status: int = 0
    description: str = ""
    retry_after: int | None = None
    seconds: float = 0.0
    delivered: bool = False
    chat_id: int | None = None
    met: int = 0

    def fits(self, method: str, parameters: Json) -> bool:
        return (
            self.left > 0
            and self.method in (ANY, method)
            and self.chat_id in (None, parameters.get("chat_id"))
        )

    @property
    def error(self) -> BotApiError:
        return BotApiError(self.status, self.description, retry_after=self.retry_after)

    @property
    def page(self) -> str:
        """The HTML that a gateway in front of Telegram answers with."""
        return GATEWAY.format(self.status, REASONS.get(self.status, "Server Error"))


class Faults:
    """The troubles still to come, in the order they were ordered; `*` stands for every method."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fail(
        self,
        method: str,
        *,
        status: int,
        description: str = "",
        retry_after: int | None = None,
        times: int = 1,
        chat_id: int | None = None,
        delivered: bool = False,
    ) -> Fault:
        """The next calls are refused; 5xx comes as a gateway's page; `delivered`: after the work is done."""
        if status == 429 and retry_after is None:
            retry_after = 1
        return self._order(
            Fault(
                method,
                "answer",
                times,
                status=status,
                description=description,
                retry_after=retry_after,
                chat_id=chat_id,
                delivered=delivered,
            ),
        )

    def hang(self, method: str, *, delivered: bool, times: int = 1, chat_id: int | None = None) -> Fault:
        """The next calls get no answer at all, though the work may be done."""
        return self._order(Fault(method, "hang", times, delivered=delivered, chat_id=chat_id))

    def drop(
        self,
        method: str,
        *,
        delivered: bool = False,
        times: int = 1,
        chat_id: int | None = None,
    ) -> Fault:
        """The connection breaks instead of an answer."""
        return self._order(Fault(method, "drop", times, delivered=delivered, chat_id=chat_id))

    def slow(self, method: str, seconds: float, *, times: int = 1, chat_id: int | None = None) -> Fault:
        """The work is done at once, the answer comes late."""
        return self._order(Fault(method, "slow", times, seconds=seconds, delivered=True, chat_id=chat_id))

    def calm(self) -> None:
        """Forgets every trouble not yet met."""
        self.faults.clear()

    def _order(self, fault: Fault) -> Fault:
        self.faults.append(fault)
        return fault

    def take_fault(self, method: str, parameters: Json) -> Fault | None:
        for fault in self.faults:
            if fault.fits(method, parameters):
                fault.left -= 1
                fault.met += 1
                return fault
        return None

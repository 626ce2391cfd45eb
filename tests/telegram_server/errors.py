"""What Telegram answers when it refuses a call."""

from __future__ import annotations

from typing import Any

DEFAULTS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    ),
    429: "Too Many Requests",
}


class BotApiError(Exception):
    """A call refused, in Telegram's own words."""

    def __init__(self, status: int, description: str = "", *, retry_after: int | None = None) -> None:
        if status == 429 and retry_after is not None and not description:
            description = f"Too Many Requests: retry after {retry_after}"
        self.status = status
        self.description = description or DEFAULTS.get(status, "Internal Server Error")
        self.retry_after = retry_after
        super().__init__(f"{status} {self.description}")

    @property
    def body(self) -> dict[str, Any]:
        """The JSON that goes over the wire."""
        body: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(reason: str) -> BotApiError:
    """A 400 for this reason."""
    return BotApiError(400, f"Bad Request: {reason}")

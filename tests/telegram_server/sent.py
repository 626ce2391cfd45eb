"""What tests read: a message, its buttons, and the log of calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Button:
    """One button; `kind` is `callback`, `url`, `reply` (it types its label) or another action."""

    label: str
    data: str | None = None
    url: str | None = None
    kind: str = "callback"


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Sent:
    """One message in a chat, as it was sent or, in `person.messages`, as it stands now."""

    message_id: int
    chat_id: int
    text: str
    plain: str
    buttons: Rows
    method: str
    at: float
    by_bot: bool = True
    edited: bool = False
    deleted: bool = False
    content: bytes | None = field(default=None, repr=False)
    wire: Json = field(default_factory=dict, repr=False, compare=False)

    @property
    def flat(self) -> list[Button]:
        """All buttons, row after row."""
        return [button for row in self.buttons for button in row]

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.flat]

    def __str__(self) -> str:
        marks = " (deleted)" * self.deleted + " (edited)" * self.edited
        who = "bot" if self.by_bot else "person"
        buttons = "".join(f" [{label}]" for label in self.labels)
        return f"#{self.message_id} {who}{marks}: {self.plain!r}{buttons}"


@dataclass
class Call:
    """One call of the bot; `status` is 0 while it has no answer (and stays so after a hang or a drop)."""

    method: str
    parameters: Json
    status: int = 0
    at: float = 0.0


@dataclass(frozen=True)
class Upload:
    """A file that travelled, either way."""

    name: str
    content: bytes = field(repr=False)

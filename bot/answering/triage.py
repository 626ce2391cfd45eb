"""Is somebody in danger now, and is this a question for the records at all?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from knowledge.learned import Learned
from knowledge.signals import Intent

DANGER: Final = 0.0
"""The margin of the danger model above which a message is a cry for help."""


@dataclass(frozen=True)
class Triage:
    """What a message is, before anything is looked up."""

    danger: float
    intents: dict[Intent, float]

    @property
    def is_emergency(self) -> bool:
        return self.danger > DANGER

    @property
    def intent(self) -> Intent:
        """The likeliest intent."""
        return max(self.intents, key=lambda name: self.intents[name])


class TriageNurse:
    """Looks at a message first; takes a few milliseconds."""

    def __init__(self, danger: Learned, intents: Learned) -> None:
        self._danger = danger
        self._intents = intents

    def examine(self, text: str) -> Triage:
        """Tell how urgent a message is, and what it wants."""
        return Triage(self._danger.scores(text)["emergency"], dict(self._intents.scores(text)))  # type: ignore[arg-type]

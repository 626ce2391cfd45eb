"""One thing that a person can do in the conversation: its commands, its buttons, the words it waits for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.dialogue.message import Message
from bot.dialogue.turn import Deed, Kind, Moment, Thing, Turn

Obey = Callable[[Moment, str], Turn]
"""Obeys a command; gets the words behind its name."""

Press = Callable[[Moment, tuple[str, ...]], Turn]
"""Does what a button says; gets the arguments of its action.

Raises KeyError, ValueError or IndexError where the button is of another age.
"""

Hear = Callable[[Moment, str], Turn | None]
"""Answers words; None leaves them to the next feature."""

See = Callable[[Moment, Thing], Turn | None]
"""Answers what is no text; None leaves it to the next feature."""

Tell = Callable[[Any, Any], tuple[Message, ...]]
"""Tells what came of a deed; the outcome is None where the door can't do such a thing."""


class Feature:
    """What a feature can take part in; each says only what concerns it."""

    commands: Mapping[str, Obey] = {}
    """By name, without the slash."""

    presses: Mapping[str, Press] = {}
    """By the verb of the button's action."""

    awaits: Mapping[str, Hear] = {}
    """By what `Person.awaiting` says: answers the words that come next."""

    sees: Mapping[Kind, See] = {}

    tells: Mapping[type[Deed], Tell] = {}

    def hear(self, moment: Moment, text: str) -> Turn | None:  # noqa: ARG002 - most features have no ear
        """Answer words that nobody waits for; None leaves them to the next feature."""
        return None

    def receive(self, moment: Moment, text: str) -> Turn | None:  # noqa: ARG002 - most features have no ear
        """Answer words that were forwarded, not the person's own; where nobody does, they are heard as his."""
        return None

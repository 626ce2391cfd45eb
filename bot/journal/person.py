"""What is remembered about a person between two messages."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """A person as the bot knows him: never who he is."""

    language: str | None = None
    """The written language that the person fixed; without it replies follow the message."""
    usual: str | None = None
    """The written language of the last message, for buttons and short words."""
    passport: str | None = None
    previous: str | None = None
    """The last question, so that a follow-up is understood."""
    link: str | None = None
    """The code of the partner's link through which the person came."""
    awaiting: str | None = None
    """What the bot asked for: the next words answer that."""
    subject: str | None = None
    """What that is about: the token of an exchange, or the words that were heard in a voice message."""
    quiet: str | None = None
    """`words`: notifications show nothing that tells the subject; `silent`: and they make no sound."""

    def dump(self) -> str:
        """Write as JSON, leaving out what is not known."""
        known = {name: value for name, value in dataclasses.asdict(self).items() if value is not None}
        return json.dumps(known, ensure_ascii=False)

    @classmethod
    def parse(cls, text: str) -> Person:
        """Read what `dump` wrote; fields of another version of the program are passed over."""
        names = {field.name for field in dataclasses.fields(cls)}
        return cls(**{name: value for name, value in json.loads(text).items() if name in names})

"""The whole of it: every kind in turn, and a neutral word in place of what was found."""

from __future__ import annotations

from bot.redaction.addresses import addresses
from bot.redaction.handles import handles
from bot.redaction.names import names
from bot.redaction.numbers import numbers
from bot.redaction.span import Span, without_overlaps


def find(text: str) -> list[Span]:
    """Find what could tell who somebody is, in the order of the text."""
    return without_overlaps((*handles(text), *addresses(text), *numbers(text), *names(text)))


def redact(text: str) -> str:
    """Put a neutral word like `[phone]` in place of what could tell who somebody is; doing it twice changes nothing."""
    parts, at = [], 0
    for span in find(text):
        parts += [text[at : span.start], f"[{span.kind}]"]
        at = span.end
    return "".join((*parts, text[at:]))

"""Redaction: what could tell who somebody is goes out of a text before it is kept or sent anywhere.

Formal things (phones, papers, cards, addresses of the net) are known by their form; names and street addresses
by the words around them. Law articles, sums, years, dates and counts stay: a question keeps its meaning.
"""

from bot.redaction.redact import find, redact
from bot.redaction.span import Kind, Span

__all__ = ["Kind", "Span", "find", "redact"]

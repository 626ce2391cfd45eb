"""Redaction: what could tell who somebody is goes out of a text before it is kept or sent anywhere."""

from bot.redaction.redact import redact

__all__ = ["redact"]

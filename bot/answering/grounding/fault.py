"""What can be wrong with a sentence."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """Why a sentence is not sent; the codes that logs carry."""

    UNCITED = "uncited"
    UNKNOWN = "unknown"
    FORM = "form"
    LANGUAGE = "language"
    PERSON = "person"
    PROMISE = "promise"
    HARM = "harm"
    LAW = "law"
    NUMBER = "number"
    NOVEL = "novel"
    POLARITY = "polarity"
    ROLE = "role"
    SCOPE = "scope"
    ORDER = "order"
    TRANSFER = "transfer"
    FAR = "far"

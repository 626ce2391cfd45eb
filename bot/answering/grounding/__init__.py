"""Grounding: a sentence of a language model is kept only if the records that it cites say it."""

from bot.answering.grounding.checker import Checker, Claim, Given
from bot.answering.grounding.fault import Fault

__all__ = ["Checker", "Claim", "Fault", "Given"]

"""What people are told of a language model, where one is switched on."""

from __future__ import annotations

from bot.i18n import tr
from knowledge.script import WrittenLang


def model_note(language: WrittenLang, operator: str | None) -> str:
    """Tell who runs the language model and what goes there; nothing where none is switched on."""
    return tr(language, "llm.privacy", operator=operator) if operator else ""

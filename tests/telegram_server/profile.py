"""What the bot says of itself, by language."""

from __future__ import annotations

from typing import Any

from . import limits
from .sent import Json

EVERYBODY = {"default", "all_private_chats"}


class Profile:
    """Commands, descriptions and names as set*, by language (`` for everybody else)."""

    def __init__(self) -> None:
        self.scoped: dict[tuple[str, str], dict[str, str]] = {}
        self.descriptions: dict[str, str] = {}
        self.short_descriptions: dict[str, str] = {}
        self.names: dict[str, str] = {}

    @property
    def commands(self) -> dict[str, dict[str, str]]:
        """The commands that a person in a private chat is shown."""
        return {language: found for (scope, language), found in self.scoped.items() if scope in EVERYBODY}

    def set_my_commands(self, call: Json) -> bool:
        self.scoped[key(call)] = limits.commands(call.get("commands"))
        return True

    def get_my_commands(self, call: Json) -> list[Json]:
        found = self.scoped.get(key(call), {})
        return [{"command": name, "description": words} for name, words in found.items()]

    def delete_my_commands(self, call: Json) -> bool:
        self.scoped.pop(key(call), None)
        return True

    def set_my_description(self, call: Json) -> bool:
        self.descriptions[limits.language(call)] = limits.about(call, "description", 512)
        return True

    def set_my_short_description(self, call: Json) -> bool:
        self.short_descriptions[limits.language(call)] = limits.about(call, "short_description", 120)
        return True

    def set_my_name(self, call: Json) -> bool:
        self.names[limits.language(call)] = limits.about(call, "name", 64)
        return True


def key(call: Json) -> tuple[str, str]:
    scope: Any = call.get("scope") or {"type": "default"}
    place = "".join(f":{scope[part]}" for part in ("chat_id", "user_id") if part in scope)
    return scope["type"] + place, limits.language(call)

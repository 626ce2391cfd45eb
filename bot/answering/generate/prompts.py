"""The prompts in `prompts/`, read once; each with the version that is told beside what it brought about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from string import Template
from typing import Any, Final, Literal

import yaml

from bot.settings import ROOT

HOME: Final = ROOT / "prompts"
Name = Literal["answer", "rewrite", "offer", "gloss"]
HEAD: Final = re.compile(
    r"---\n(?P<head>.*?)\n---\n# system\n(?P<system>.*?)\n# user\n(?P<user>.*)", re.DOTALL
)


class PromptFaultError(Exception):
    """A prompt's file is not as it should be; says which and what."""


@dataclass(frozen=True)
class Prompt:
    """What a model is told, with places to be filled in."""

    name: str
    version: str
    placeholders: frozenset[str]
    system: str
    user: str

    @property
    def label(self) -> str:
        """Name the prompt and its version, as the journal keeps it."""
        return f"{self.name}/{self.version}"

    def fill(self, **values: str) -> tuple[str, str]:
        """Give the words of the system and of the user with every placeholder filled in.

        Raises KeyError where one is left out.
        """
        return Template(self.system).substitute(values), Template(self.user).substitute(values)


@cache
def prompt(name: Name) -> Prompt:
    """Read the prompt `name`.

    Raises PromptFaultError where its head and its text don't name the same placeholders.
    """
    found = HEAD.fullmatch((HOME / f"{name}.md").read_text(encoding="utf-8"))
    if found is None:
        raise PromptFaultError(f"prompts/{name}.md: a head, `# system` and `# user` are wanted")
    head: Mapping[str, Any] = yaml.safe_load(found["head"])
    system, user = found["system"].strip(), found["user"].strip()
    used = {*Template(system).get_identifiers(), *Template(user).get_identifiers()}
    told = frozenset(head["placeholders"])
    if used != told:
        raise PromptFaultError(f"prompts/{name}.md: its head names {sorted(told)}, its text {sorted(used)}")
    return Prompt(str(head["name"]), str(head["version"]), told, system, user)


@cache
def examples() -> Mapping[str, Any]:
    """Give the examples of answers, by written language."""
    loaded: Mapping[str, Any] = yaml.safe_load((HOME / "examples.yaml").read_text(encoding="utf-8"))
    return loaded

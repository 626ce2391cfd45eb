"""The pack as one HTML file that works without a network."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Final, get_args

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.i18n import tr
from bot.outreach.pack.contents import Chapter, Pack
from knowledge.script import DIGRAPHS, LETTERS, LOOKALIKES

HERE: Final = Path(__file__).parent
CHAPTERS: Final[tuple[Chapter, ...]] = get_args(Chapter)
_PHONE: Final = re.compile(r"\+\d{9,15}")


def page(pack: Pack) -> str:
    """Give the whole page: entries that open at a tap, and a search that needs no network."""
    language = pack.language
    chapters = [(name, tr(language, f"pack.chapter.{name}"), pack.of(name)) for name in CHAPTERS]
    keys = {
        "entries": [{"i": entry.id, "k": "\n".join(entry.keys)} for entry in pack.entries],
        "rules": _rules(),
        "nothing": tr(language, "pack.nothing"),
    }
    template = _environment().get_template("page.html.j2")
    return template.render(
        pack=pack,
        html_lang=language.replace("_", "-"),
        honest=tr(language, "pack.honest"),
        hint=tr(language, "pack.hint"),
        chapters=[chapter for chapter in chapters if chapter[2]],
        keys=_embedded(json.dumps(keys, ensure_ascii=False, separators=(",", ":"))),
        script=_script(),
    )


@cache
def _script() -> Markup:
    files = [(HERE / name).read_text(encoding="utf-8") for name in ("search.js", "page.js")]
    return Markup("".join(files))  # noqa: S704 - our own files


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["linked"] = _linked
    return environment


def _linked(line: str) -> Markup:
    """Escape `line`; a phone becomes a link that calls."""
    return Markup(_PHONE.sub(r'<a href="tel:\g<0>">\g<0></a>', str(escape(line))))  # noqa: S704 - escaped just here


def _embedded(text: str) -> Markup:
    """Make JSON safe inside a script element."""
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - no tag can begin in it


@cache
def _rules() -> dict[str, object]:
    """Give the spelling rules of `knowledge.script.fold` for the page's own folding."""
    *digraphs, _doubled = DIGRAPHS
    return {
        "letters": {chr(letter): key or "" for letter, key in LETTERS.items()},
        "lookalikes": {chr(letter): chr(key) for letter, key in LOOKALIKES.items()},
        "digraphs": [[pattern.pattern, letter] for pattern, letter in digraphs],
    }

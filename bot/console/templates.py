"""Pages are made of templates: everything that stands in them is escaped, and a name that isn't there is a fault."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from bot.console.words import TONGUES

if TYPE_CHECKING:
    from bot.console.visit import Visit

FOLDER: Final = Path(__file__).parent / "html"
STATIC: Final = Path(__file__).parent / "static"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def warm() -> None:
    """Read all templates, so that nobody waits for it."""
    for name in _environment().list_templates():
        template(name)


def template(name: str) -> Template:
    return _environment().get_template(name)


def render(name: str, visit: Visit, values: Mapping[str, object]) -> str:
    """Fill in a template; it knows the visit, its words `t`, and the addresses of pages and files."""
    return template(name).render(
        visit=visit,
        t=visit.words,
        csrf=lambda: Markup('<input type="hidden" name="csrf" value="{}">').format(visit.csrf),
        url=visit.url,
        static=static,
        tongues=TONGUES,
        path=visit.request.url.path,
        query=visit.request.url.query,
        **values,
    )


@cache
def static(name: str) -> str:
    """Give the address of one of the console's own files; it changes with the file."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"

"""The way in, and the language of the interface."""

from __future__ import annotations

from typing import Final

from starlette.responses import PlainTextResponse, Response

from bot.console.visit import ANYBODY, EVERYONE, STAFF, Page, Visit
from bot.console.words import TONGUES


async def home(visit: Visit) -> Response:
    """Show each role what it works with."""
    return visit.redirect("queue" if visit.has(*STAFF) else "own-partner")


async def language(visit: Visit) -> Response:
    """Keep the language that was chosen, and go back."""
    name = visit.form.get("language", "")
    response = visit.send_to(inside(visit.form.get("back", "")))
    return visit.keep_language(response, name) if name in TONGUES else response


async def health(_: Visit) -> Response:
    """Tell that the console is up."""
    return PlainTextResponse("ok")


def inside(address: str) -> str:
    """Give an address of the console itself; whatever leads elsewhere leads home."""
    is_path = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_path and address.isprintable() else "/"


PAGES: Final = (
    Page("/", "home", home, EVERYONE),
    Page("/language", "language", language, ANYBODY, "POST"),
    Page("/health", "health", health, ANYBODY),
)

"""Serving people: on Telegram, or in the terminal."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated

import typer

from bot.cli.common import fail, live_pipeline, settings_or_fail
from bot.cli.console import beside, taken
from bot.cli.models import accounted, model_or_fail
from bot.settings import Settings


def run(
    *,
    console: Annotated[
        bool, typer.Option("--console", help="Serve the moderators' console as well.")
    ] = False,
) -> None:
    """Serve Telegram; without a token, open the same conversation in the terminal."""
    settings = settings_or_fail()
    if settings.token is None:
        if console:
            fail("there is no token, so there is no bot to serve: `ogoh console` serves the console alone")
        _talk(settings)
        return
    from bot.logs import set_up  # noqa: PLC0415 - a job loads only what it needs
    from bot.telegram.app import serve  # noqa: PLC0415

    set_up(settings.log_level)
    listening = taken(settings) if console else None
    model = model_or_fail(settings)
    live = live_pipeline(settings, model)
    along = beside(settings, live, listening) if listening else None
    raise typer.Exit(asyncio.run(serve(settings, live, model, along)))


def chat() -> None:
    """Open the conversation in the terminal; from a pipe, answer every line and end."""
    _talk(settings_or_fail())


def _talk(settings: Settings) -> None:
    from bot.dialogue.conversation import Conversation  # noqa: PLC0415
    from bot.dialogue.public import Public  # noqa: PLC0415
    from bot.i18n import tr  # noqa: PLC0415
    from bot.reading.reader import PaperReader  # noqa: PLC0415
    from bot.terminal import talk  # noqa: PLC0415

    with accounted(settings) as model:
        live = live_pipeline(settings, model)
        if settings.token is None:
            typer.echo(tr("en", "chat.token") + "\n", err=True)
        reader = PaperReader(settings.threads) if settings.papers else None
        talk(
            Conversation(live, Public.of(settings), reader),
            sys.stdin,
            sys.stdout,
            interactive=sys.stdin.isatty(),
            language=settings.locale,
        )

"""Serving people: on Telegram, or in the terminal."""

from __future__ import annotations

import asyncio
import sys

import typer

from bot.cli.common import live_pipeline, settings_or_fail
from bot.cli.models import accounted, model_or_fail
from bot.settings import Settings


def run() -> None:
    """Serve Telegram; without a token, open the same conversation in the terminal."""
    settings = settings_or_fail()
    if settings.token is None:
        _talk(settings)
        return
    from bot.logs import set_up  # noqa: PLC0415 - a job loads only what it needs
    from bot.telegram.app import serve  # noqa: PLC0415

    set_up(settings.log_level)
    model = model_or_fail(settings)
    raise typer.Exit(asyncio.run(serve(settings, live_pipeline(settings, model), model)))


def chat() -> None:
    """Open the conversation in the terminal; from a pipe, answer every line and end."""
    _talk(settings_or_fail())


def _talk(settings: Settings) -> None:
    from bot.answering.generate.model import operator_of  # noqa: PLC0415
    from bot.dialogue.conversation import Conversation  # noqa: PLC0415
    from bot.i18n import tr  # noqa: PLC0415
    from bot.terminal import talk  # noqa: PLC0415

    with accounted(settings) as model:
        live = live_pipeline(settings, model)
        if settings.token is None:
            typer.echo(tr("en", "chat.token") + "\n", err=True)
        conversation = Conversation(live, operator_of(settings))
        talk(conversation, sys.stdin, sys.stdout, interactive=sys.stdin.isatty(), language=settings.locale)

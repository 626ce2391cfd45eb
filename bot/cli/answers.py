"""Answers to single questions, and to files of them."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.cli.common import fail, live_pipeline, opened, settings_or_fail
from bot.cli.models import accounted


def ask(
    text: Annotated[str | None, typer.Argument(help="The question.")] = None,
    passport: Annotated[str | None, typer.Option(help="UZ, TJ, KG, KZ, TM, RU or other.")] = None,
    lang: Annotated[str | None, typer.Option(help="Answer in uz, uz_Cyrl, ru or tg.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    jsonl: Annotated[
        str | None, typer.Option(help="Answer a file of questions, one JSON object a line; `-` is a pipe.")
    ] = None,
) -> None:
    """Answer one question, or a file of them."""
    from bot.answering.lines import LineFaultError, answer_lines, answer_request, dump, read_request  # noqa: PLC0415

    if (text is None) == (jsonl is None):
        fail("give a question, or --jsonl FILE", code=2)
    try:
        if jsonl is not None:
            settings = settings_or_fail()
            with opened(jsonl) as lines, accounted(settings) as model:
                for reply in answer_lines(live_pipeline(settings, model)(), lines):
                    typer.echo(dump(reply))
            return
        request = read_request(json.dumps({"id": "1", "text": text, "passport": passport, "lang": lang}), 1)
    except (LineFaultError, OSError) as error:
        fail(str(error), code=2)
    settings = settings_or_fail()
    with accounted(settings) as model:
        reply = answer_request(live_pipeline(settings, model)(), request)
    typer.echo(dump(reply) if as_json else str(reply["text"]))

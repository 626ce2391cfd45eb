"""The offer check for single adverts, and for files of them."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.cli.common import fail, live_pipeline, opened, settings_or_fail
from bot.cli.models import accounted


def offer(
    text: Annotated[str | None, typer.Argument(help="The advert or the message.")] = None,
    passport: Annotated[str | None, typer.Option(help="UZ, TJ, KG, KZ, TM, RU or other.")] = None,
    lang: Annotated[str | None, typer.Option(help="Answer in uz, uz_Cyrl, ru or tg.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    jsonl: Annotated[
        str | None, typer.Option(help="Check a file of adverts, one JSON object a line; `-` is a pipe.")
    ] = None,
) -> None:
    """Tell which signs of recruitment for war an advert carries, or each of a file of them."""
    from bot.answering.lines import LineFaultError, check_lines, check_request, dump, read_request  # noqa: PLC0415

    if (text is None) == (jsonl is None):
        fail("give an advert, or --jsonl FILE", code=2)
    settings = settings_or_fail()
    try:
        if jsonl is not None:
            with opened(jsonl) as lines, accounted(settings) as model:
                for reply in check_lines(live_pipeline(settings, model)(), lines):
                    typer.echo(dump(reply))
            return
        request = read_request(json.dumps({"id": "1", "text": text, "passport": passport, "lang": lang}), 1)
    except (LineFaultError, OSError) as error:
        fail(str(error), code=2)
    with accounted(settings) as model:
        reply = check_request(live_pipeline(settings, model)(), request)
    typer.echo(dump(reply) if as_json else str(reply["text"]))

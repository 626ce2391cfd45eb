"""Papers by photo, from files."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import fail, live_pipeline, settings_or_fail


def paper(
    files: Annotated[
        list[Path], typer.Argument(help="Photos or PDFs of one paper, in the order of its pages.")
    ],
    passport: Annotated[str | None, typer.Option(help="UZ, TJ, KG, KZ, TM, RU or other.")] = None,
    lang: Annotated[str, typer.Option(help="Answer in uz, uz_Cyrl, ru or tg.")] = "ru",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say what kind of paper a photo or PDF shows, which lines say so, what signing means, and what to do."""
    from bot.answering.lines import as_dict  # noqa: PLC0415
    from bot.answering.paper import PaperComposer  # noqa: PLC0415
    from bot.answering.question import PASSPORTS  # noqa: PLC0415
    from bot.i18n import tr  # noqa: PLC0415
    from bot.reading.reader import PaperReader  # noqa: PLC0415
    from bot.reading.words import ReadingFaultError  # noqa: PLC0415
    from knowledge.script import WRITTEN  # noqa: PLC0415

    language = next((name for name in WRITTEN if name == lang), None)
    if language is None:
        fail(f"--lang {lang}: there are {', '.join(WRITTEN)}", code=2)
    if passport is not None and passport not in PASSPORTS:
        fail(f"--passport {passport}: there are {', '.join(PASSPORTS)}", code=2)
    settings = settings_or_fail()
    reader = PaperReader(settings.threads)
    if hint := reader.lacks():
        typer.echo(f"ogoh: {hint}", err=True)
    begun = time.perf_counter()
    try:
        reading = reader.read([file.read_bytes() for file in files])
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}", code=2)
    except ReadingFaultError as error:
        words = tr(language, f"paper.fault.{error.fault}")
        typer.echo(
            json.dumps({"fault": error.fault, "text": words}, ensure_ascii=False) if as_json else words
        )
        raise typer.Exit(1) from None
    pipeline = live_pipeline(settings)()
    law = None if passport == "other" else passport
    judged, answer = PaperComposer(pipeline.corpus, pipeline.composer).answer(reading, law, language)
    reply = as_dict(answer)
    if not as_json:
        typer.echo(str(reply["text"]))
        return
    read = {"pages": len(reading.pages), "confidence": round(reading.confidence, 1)}
    ms = round((time.perf_counter() - begun) * 1000, 1)
    found = {"kinds": judged.kinds or ("unclear",), "quotes": judged.quotes, **read, **reply, "ms": ms}
    typer.echo(json.dumps(found, ensure_ascii=False))

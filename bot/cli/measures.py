"""How right the answers are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import fail, live_pipeline, progress, searcher, settings_or_fail
from bot.cli.models import model_or_fail


def evaluate(
    questions: Annotated[
        Path, typer.Argument(help="Questions with known right answers, one JSON object a line.")
    ],
    *,
    out: Annotated[
        Path | None, typer.Option(help="Write figures and failures to this file, as JSON.")
    ] = None,
    failures: Annotated[bool, typer.Option(help="Print every question that went wrong.")] = False,
    against: Annotated[
        bool, typer.Option("--against", help="Put the same questions to the usual alternatives too.")
    ] = False,
    llm: Annotated[
        bool,
        typer.Option("--llm", help="Ask with the language model of the settings, and without it beside."),
    ] = False,
    sample: Annotated[
        int | None,
        typer.Option(min=4, help="Ask only so many, the same ones each time, as many of each language."),
    ] = None,
) -> None:
    """Measure how right the answers are."""
    from bot.answering.alternatives import alternatives  # noqa: PLC0415
    from bot.answering.evaluation import QuestionsFaultError, read_questions  # noqa: PLC0415
    from bot.answering.evaluation import sample as sampled  # noqa: PLC0415
    from bot.answering.report import Against, compare_model, evaluate_all, show  # noqa: PLC0415

    settings = settings_or_fail()
    model = model_or_fail(settings) if llm else None
    if llm and model is None:
        fail("--llm needs OGOH_LLM: see docs/llm.md", code=2)
    try:
        asked = read_questions(questions)
    except (QuestionsFaultError, OSError) as error:
        fail(str(error), code=2)
    asked = sampled(asked, sample) if sample else asked
    live = live_pipeline(settings, model)
    with progress() as tell:
        others = Against(alternatives(settings.data), tell) if against else None
        report = evaluate_all(live(), asked, searcher(settings), others)
        if model is not None:
            report["with and without the language model"] = compare_model(
                live(), live_pipeline(settings)(), asked, report
            )
    typer.echo(show(report, failures=failures))
    if out is not None:
        out.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

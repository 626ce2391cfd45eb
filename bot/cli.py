"""The `ogoh` command: one subcommand a job, thin over the floors below."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TextIO, TypeVar

import typer
from pydantic import ValidationError

from bot.settings import Settings

if TYPE_CHECKING:
    from bot.answering.live import LivePipeline
    from knowledge.search import Searcher

app = typer.Typer(
    help="Ogoh answers labour migrants about mercenary law and recruitment for war.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
records_app = typer.Typer(help="The records that every answer rests on.", no_args_is_help=True)
app.add_typer(records_app, name="records")

Result = TypeVar("Result")


@app.command()
def run() -> None:
    """Serve Telegram; without a token, open the same conversation in the terminal."""
    settings = _settings()
    if settings.token is None:
        _talk(settings)
        return
    from bot.logs import set_up  # noqa: PLC0415 - a job loads only what it needs
    from bot.telegram.app import serve  # noqa: PLC0415

    set_up(settings.log_level)
    raise typer.Exit(asyncio.run(serve(settings, _live(settings))))


@app.command()
def chat() -> None:
    """Open the conversation in the terminal; from a pipe, answer every line and end."""
    _talk(_settings())


@app.command()
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
        _fail("give a question, or --jsonl FILE", code=2)
    try:
        if jsonl is not None:
            with _opened(jsonl) as lines:
                for reply in answer_lines(_live(_settings())(), lines):
                    typer.echo(dump(reply))
            return
        request = read_request(json.dumps({"id": "1", "text": text, "passport": passport, "lang": lang}), 1)
    except (LineFaultError, OSError) as error:
        _fail(str(error), code=2)
    reply = answer_request(_live(_settings())(), request)
    typer.echo(dump(reply) if as_json else str(reply["text"]))


@app.command()
def index(
    *, rebuild: Annotated[bool, typer.Option(help="Embed every text again, not only what changed.")] = False
) -> None:
    """Bring the index up to the records; only what changed is embedded again."""
    from bot.answering.live import describe, refresh  # noqa: PLC0415

    with _progress() as tell:
        manifest, difference = _guarded(lambda: refresh(_settings(), tell, afresh=rebuild))
    keys = sum(manifest.keys.values())
    typer.echo(f"Index {manifest.generation}: {describe(difference)}.")
    typer.echo(f"{len(manifest.digests)} records, {keys} vectors, {manifest.embedded} texts embedded.")


@records_app.command("check")
def records_check(
    folder: Annotated[
        Path | None, typer.Argument(help="A folder of records; by default those in use.")
    ] = None,
) -> None:
    """Check every record, and name every fault: file, field, what is wrong, what would be right."""
    from knowledge.corpus import RECORDS, read  # noqa: PLC0415

    chosen = folder or _settings().records or RECORDS
    corpus = _guarded(lambda: read(chosen))
    typer.echo(f"{len(corpus)} records, no faults.")


@app.command()
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
) -> None:
    """Measure how right the answers are."""
    from bot.answering.alternatives import alternatives  # noqa: PLC0415
    from bot.answering.evaluation import QuestionsFaultError  # noqa: PLC0415
    from bot.answering.report import Against, evaluate_file, show  # noqa: PLC0415

    settings = _settings()
    live = _live(settings)
    with _progress() as tell:
        others = Against(alternatives(settings.data), tell) if against else None
        try:
            report = evaluate_file(live(), questions, _searcher(settings), others)
        except (QuestionsFaultError, OSError) as error:
            _fail(str(error), code=2)
    typer.echo(show(report, failures=failures))
    if out is not None:
        out.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _talk(settings: Settings) -> None:
    from bot.dialogue.conversation import Conversation  # noqa: PLC0415
    from bot.i18n import tr  # noqa: PLC0415
    from bot.terminal import talk  # noqa: PLC0415

    live = _live(settings)
    if settings.token is None:
        typer.echo(tr("en", "chat.token") + "\n", err=True)
    talk(Conversation(live), sys.stdin, sys.stdout, interactive=sys.stdin.isatty(), language=settings.locale)


def _live(settings: Settings) -> LivePipeline:
    from bot.answering.live import LivePipeline, ensure  # noqa: PLC0415

    with _progress() as tell:
        news = _guarded(lambda: ensure(settings, tell))
    if news:
        typer.echo(news, err=True)
    return LivePipeline(settings)


def _searcher(settings: Settings) -> Searcher:
    """Open the search without what is built upon it."""
    from bot.answering.live import embedder, home  # noqa: PLC0415
    from knowledge.index import Index  # noqa: PLC0415
    from knowledge.search import Searcher  # noqa: PLC0415

    return Searcher(Index.open(home(settings), settings.chroma), embedder(settings))


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        names = {
            name: field.validation_alias or f"OGOH_{name.upper()}"
            for name, field in Settings.model_fields.items()
        }
        faults = [f"{names.get(str(e['loc'][0]), e['loc'][0])}: {e['msg']}" for e in error.errors()]
        _fail("the settings are wrong:\n" + "\n".join(faults), code=2)


def _guarded(job: Callable[[], Result]) -> Result:
    """Do `job`; what an operator can mend is told in words and ends the program."""
    from knowledge.corpus import CorpusFaultError  # noqa: PLC0415
    from knowledge.e5 import WeightsError  # noqa: PLC0415
    from knowledge.index import IndexBusyError, IndexMissingError  # noqa: PLC0415

    try:
        return job()
    except CorpusFaultError as error:
        _fail(f"{error}\n{len(error.faults)} faults; the index stays as it was")
    except (WeightsError, IndexBusyError, IndexMissingError) as error:
        _fail(str(error))


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show long jobs on standard error: a bar on a terminal, a line a stage elsewhere."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, object] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
                if not console.is_terminal:
                    typer.echo(f"{stage} ...", err=True)
            bars.update(tasks[stage], completed=done, total=total)  # type: ignore[arg-type]

        yield tell


@contextmanager
def _opened(name: str) -> Iterator[TextIO]:
    if name == "-":
        yield sys.stdin
        return
    with Path(name).open(encoding="utf-8") as file:
        yield file


def _fail(words: str, code: int = 1) -> NoReturn:
    typer.echo(f"ogoh: {words}", err=True)
    raise typer.Exit(code)


if __name__ == "__main__":
    app()

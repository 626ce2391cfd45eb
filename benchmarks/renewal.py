"""From an approved record to its right answer: seconds, in the process of the console and in a bot beside it.

A made-up record joins the real ones in a data folder of its own, as the console writes it, and the console's builder
begins. Both processes are asked again and again for the record, by an ask of its own, until they answer with it first.
Then it is told how many of its asks, and of other ways to ask for it, the provisional index answers rightly, and the
full one; what becomes of the dev questions; and how quick answers are while everything is learned anew.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from benchmarks.measure import HERE, Result, as_question, dev_questions, machine, quantile, quiet
from bot.answering.live import LivePipeline, home, refresh
from bot.answering.pipeline import Pipeline
from bot.answering.question import Question
from bot.answering.reload import EVERY
from bot.answering.report import judge_all
from bot.curation.building import Builder
from bot.curation.writing import write_record
from bot.settings import ROOT, Settings
from knowledge.schema import RECORD, Answer, Record
from knowledge.script import WRITTEN, WrittenLang

GIVEN: Final = HERE / "renewal.json"
"""The record, and ways to ask for it that it doesn't hold."""

PACE: Final = 0.2
"""Seconds between two questions while all is learned."""

AGAIN: Final = 0.1
"""Seconds until the record is asked for again: asking takes the processor from the build."""

CALM: Final = 100
"""Questions asked beforehand."""

PATIENCE: Final = 1200.0
Asked = tuple[WrittenLang, str]


def run(settings: Settings) -> Result:
    """Approve the record in a temporary data folder, and take the times."""
    given = json.loads(GIVEN.read_text(encoding="utf-8"))
    record = RECORD.validate_python(given["record"])
    with tempfile.TemporaryDirectory() as folder:
        own = _copied(settings, Path(folder))
        return _measured(own, record, [*own_asks(record)], [*ways(given["other ways"])])


def line(result: Result) -> str:
    provisional, full = result["provisional"], result["full"]
    dev = [round(100 * result[when]["dev right"], 1) for when in ("before", "provisional", "full")]
    return (
        f"Approved, answered rightly after {provisional['same process, s']:.1f} s in the same process, "
        f"{provisional['another process, s']:.1f} s in another; learned in full after {full['s']:.0f} s, meanwhile "
        f"p95 {result['p95 while learning, ms']:.0f} ms ({result['p95 before, ms']:.0f} before); of dev right: "
        f"{dev[0]} before, {dev[1]} provisional, {dev[2]} full"
    )


def own_asks(record: Record) -> Iterable[Asked]:
    """Give the record's own asks in the languages of the records."""
    if isinstance(record, Answer):
        for lang in WRITTEN:
            if lang != "uz_Cyrl":
                yield from ((lang, ask) for ask in record.asks.of(lang))


def ways(given: dict[WrittenLang, list[str]]) -> Iterable[Asked]:
    return ((lang, text) for lang, texts in given.items() for text in texts)


def _copied(settings: Settings, folder: Path) -> Settings:
    """Copy the index; the records of the package are read with those of the folder beside them."""
    shutil.copytree(home(settings), folder / "index")
    for model in settings.data.glob("e5-small*"):
        (folder / model.name).symlink_to(model.resolve())
    own = settings.model_copy(update={"data": folder, "records": None})
    refresh(own, quiet)
    return own


def _measured(settings: Settings, record: Record, own: Sequence[Asked], other: Sequence[Asked]) -> Result:
    live = LivePipeline(settings)
    live().warm()
    lang, text = own[0]
    before = _quality(live(), record, own, other)
    calm: list[float] = []
    _times(live, lambda: len(calm) == CALM, calm)
    command = [sys.executable, "-m", "benchmarks.renewal", str(settings.data), record.id, lang, text]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as bot:
        assert bot.stdout is not None
        bot.stdout.readline()  # it is ready
        builder = Builder(settings, live)
        approved = time.time()
        write_record(settings.data / "records", record)
        builder.start()
        here = until_right(live, record.id, (lang, text), lambda: None) - approved
        learning: list[float] = []
        there = float(bot.stdout.readline()) - approved
        provisional = _quality(live(), record, own, other)
        _times(live, lambda: builder.progress.state != "building", learning)
        builder.wait(PATIENCE)
    return {
        "before": before,
        "provisional": {"same process, s": round(here, 1), "another process, s": round(there, 1)}
        | provisional,
        "full": {"s": round(builder.progress.seconds, 1)} | _quality(live(), record, own, other),
        "p95 before, ms": round(quantile(calm, 0.95), 1),
        "p95 while learning, ms": round(quantile(learning, 0.95), 1),
        "answers while learning": len(learning),
        "machine": machine(),
    }


def until_right(live: LivePipeline, record: str, asked: Asked, look: Callable[[], object]) -> float:
    """Ask until the record is the first that is cited; give the time of day.

    Raises TimeoutError where that takes too long.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        look()
        if is_right(live(), record, asked):
            return time.time()
        time.sleep(AGAIN)
    raise TimeoutError(f"{record} isn't what {asked[1]!r} is answered with, after {PATIENCE} s")


def is_right(pipeline: Pipeline, record: str, asked: Asked) -> bool:
    """Tell whether the record is the first that the answer cites."""
    lang, text = asked
    return pipeline.answer(Question(text, "TJ", lang)).records[:1] == (record,)


def _quality(pipeline: Pipeline, record: Record, own: Sequence[Asked], other: Sequence[Asked]) -> Result:
    judged = judge_all(pipeline, dev_questions())
    return {
        "own asks right": [sum(is_right(pipeline, record.id, one) for one in own), len(own)],
        "other ways right": [sum(is_right(pipeline, record.id, one) for one in other), len(other)],
        "dev right": round(sum(row.verdict == "right" for row in judged) / len(judged), 4),
    }


def _times(live: LivePipeline, is_over: Callable[[], bool], times: list[float]) -> None:
    """Ask dev questions at a pace, and add to `times` how many milliseconds each answer took."""
    while True:
        for asked in dev_questions():
            if is_over():
                return
            start = time.perf_counter()
            live().answer(as_question(asked))
            times.append(1000 * (time.perf_counter() - start))
            time.sleep(PACE)


def _beside(data: str, record: str, lang: WrittenLang, text: str) -> None:
    """Be the bot: look for a newer index as it does, and tell when the record was found."""
    live = LivePipeline(Settings(data=Path(data), records=None))
    live().warm()
    looked = [time.monotonic()]
    print("ready", flush=True)

    def look() -> None:
        if time.monotonic() - looked[0] > EVERY:
            live.look()
            looked[0] = time.monotonic()

    print(until_right(live, record, (lang, text), look), flush=True)


if __name__ == "__main__":
    _beside(*sys.argv[1:])  # type: ignore[arg-type] - the language is one that `run` gave

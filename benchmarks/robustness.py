"""How many points careless typing costs: the dev questions as they are, and retyped with noise."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Final

from benchmarks.measure import Result, dev_questions
from benchmarks.noise import RATE, retype
from bot.answering.evaluation import Asked, Judged
from bot.answering.live import LivePipeline
from bot.answering.report import judge_all
from bot.settings import Settings
from knowledge.script import WRITTEN

SEEDS: Final = (1, 2, 3)


def run(settings: Settings) -> Result:
    """Ask all questions clean once, and retyped once a seed."""
    pipeline = LivePipeline(settings)()
    questions = dev_questions()
    clean = shares(judge_all(pipeline, questions))
    noisy = [shares(judge_all(pipeline, retyped(questions, RATE, seed))) for seed in SEEDS]
    mean = {name: round(fmean(one[name] for one in noisy), 2) for name in clean}
    return {
        "rate": RATE,
        "seeds": list(SEEDS),
        "clean": clean,
        "retyped": mean,
        "points lost": {name: round(clean[name] - mean[name], 2) for name in clean},
        "points lost by seed": {name: [round(clean[name] - one[name], 2) for one in noisy] for name in clean},
    }


def line(result: Result) -> str:
    lost = ", ".join(f"{name} {points:+.1f}" for name, points in result["points lost"].items())
    return f"Points lost with {result['rate']:.0%} of the letters mistyped: {lost}"


def retyped(questions: Sequence[Asked], rate: float, seed: int) -> list[Asked]:
    return [asked.model_copy(update={"text": retype(asked.text, rate, seed)}) for asked in questions]


def shares(judged: Sequence[Judged]) -> dict[str, float]:
    """Give what is right of 100: answers of each language and of all, silences, refusals, replies' languages."""
    wanting = {
        want: [row for row in judged if row.asked.expect == want] for want in ("answer", "silence", "refuse")
    }
    groups: dict[str, list[bool]] = {
        lang: [_right(row) for row in wanting["answer"] if row.asked.lang == lang] for lang in WRITTEN
    }
    groups["answers"] = list(map(_right, wanting["answer"]))
    groups["silences"] = list(map(_right, wanting["silence"]))
    groups["refusals"] = list(map(_right, wanting["refuse"]))
    groups["emergencies"] = [
        row.reply.urgency == "emergency" for row in judged if row.asked.kind == "emergency"
    ]
    groups["reply's language"] = [row.reply.language == row.asked.lang for row in judged]
    return {name: round(100 * fmean(rights), 2) for name, rights in groups.items() if rights}


def _right(row: Judged) -> bool:
    return row.verdict == "right"

"""The figures that answers must not fall below: `python -m benchmarks record` writes them, a test holds them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Final

from benchmarks.measure import HERE, Result, dev_questions
from bot.answering.evaluation import Judged
from bot.answering.live import LivePipeline
from bot.answering.report import judge_all
from bot.settings import Settings

RECORDED: Final = HERE / "recorded.json"
ERRORS: Final = 2
"""Standard errors by which a share may fall below the recorded one and still count as noise."""


def run(settings: Settings) -> Result:
    """Ask all dev questions, and write the counts down."""
    found = counts(judge_all(LivePipeline(settings)(), dev_questions()))
    RECORDED.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return dict(found)


def line(result: Result) -> str:
    shares = ", ".join(f"{name} {one['right'] / one['of']:.3f}" for name, one in result.items())
    return f"Recorded in {RECORDED.name}: {shares}"


def counts(judged: Sequence[Judged]) -> dict[str, dict[str, int]]:
    """Count what is right, of each sort that has a bar of its own."""
    groups: dict[str, list[bool]] = {}
    for row in judged:
        sort = f"{row.asked.expect}/{row.asked.lang}" if row.asked.expect == "answer" else row.asked.expect
        groups.setdefault(sort, []).append(row.verdict == "right")
        groups.setdefault("no other country's law", []).append(row.verdict != "wrong-law")
        groups.setdefault("reply's language", []).append(row.reply.language == row.asked.lang)
        urgent = row.reply.urgency == "emergency"
        if row.asked.kind == "emergency":
            groups.setdefault("emergencies recognised", []).append(urgent)
        else:
            groups.setdefault("no false alarm", []).append(not urgent)
    return {name: {"right": sum(rights), "of": len(rights)} for name, rights in sorted(groups.items())}


def worse(now: Mapping[str, Mapping[str, int]], then: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Say what got worse by more than noise: two standard errors of a share, by Agresti and Coull (1998).

    Their estimate counts two hits and two misses more, so that a share of 1 has an error too.
    """
    faults = []
    for name, old in then.items():
        new = now.get(name)
        if new is None or new["of"] != old["of"]:
            faults.append(f"{name}: other questions than recorded; run `python -m benchmarks record`")
            continue
        share = (old["right"] + 2) / (old["of"] + 4)
        noise = ERRORS * math.sqrt(share * (1 - share) / (old["of"] + 4))
        if new["right"] / new["of"] < old["right"] / old["of"] - noise:
            faults.append(f"{name}: {new['right']} of {new['of']} right, recorded {old['right']}")
    return faults

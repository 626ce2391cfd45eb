"""How right the answers are: questions with known right answers, judged one by one.

A question names groups of records (`gold`); a right answer cites one of every group among its first five.
The format stands in `docs/quality.md`.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from bot.answering.follow_up import thread
from knowledge.schema import Urgency
from knowledge.script import WrittenLang

FIRST: Final = 5
SEED: Final = 7
Expectation = Literal["answer", "silence", "refuse", "greet"]
Verdict = Literal["right", "partly", "miss", "silent", "refused", "wrong-law", "talked"]


class Asked(BaseModel):
    """One question with what a right answer to it rests on."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    text: str
    lang: WrittenLang
    passport: str | None = None
    kind: str
    expect: Expectation
    gold: list[list[str]] = []
    wrong: list[str] = []
    noisy: bool = False
    follows: str | None = None


class Reply(BaseModel):
    """What came back: the fields by which it is judged."""

    model_config = ConfigDict(frozen=True)

    language: WrittenLang
    urgency: Urgency
    abstained: bool
    refused: bool
    records: list[str]
    ms: float = 0.0


@dataclass(frozen=True)
class Judged:
    """A question, its reply and the verdict on it."""

    asked: Asked
    reply: Reply
    verdict: Verdict

    @property
    def leads_right(self) -> bool:
        """Whether the record cited first, which the first lines are taken from, is a right one."""
        return bool(self.reply.records) and any(self.reply.records[0] in group for group in self.asked.gold)


class QuestionsFaultError(Exception):
    """The file of questions can't be read; says which line and why."""


def read_questions(file: Path) -> list[Asked]:
    """Read questions, one JSON object a line.

    Raises QuestionsFaultError where a line is not such a question.
    """
    asked = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            asked.append(Asked.model_validate_json(line))
        except ValueError as error:
            raise QuestionsFaultError(f"{file}, line {number}: {error}") from error
    return asked


def sample(questions: Sequence[Asked], size: int) -> list[Asked]:
    """Choose `size` questions, always the same ones and as many of each language, with those that they follow."""
    chosen: set[str] = set()
    by_language = defaultdict(list)
    for asked in questions:
        by_language[asked.lang].append(asked)
    chance = random.Random(SEED)  # noqa: S311 - a choice that can be made again
    for rows in by_language.values():
        share = min(len(rows), -(-size // len(by_language)))
        chosen.update(name for row in chance.sample(rows, share) for name in (row.id, row.follows) if name)
    return [asked for asked in questions if asked.id in chosen]


def judge(asked: Asked, reply: Reply) -> Verdict:
    """Give the verdict on one reply."""
    cited = reply.records[:FIRST]
    match asked.expect:
        case "answer":
            return _judge_answer(asked, reply, set(cited))
        case "silence":
            return "right" if reply.abstained or (cited and all(map(is_signpost, cited))) else "talked"
        case "refuse":
            return "right" if reply.refused else "talked"
        case "greet":
            return "right" if not cited and not reply.refused else "talked"


def _judge_answer(asked: Asked, reply: Reply, cited: set[str]) -> Verdict:
    if reply.abstained:
        return "silent"
    if reply.refused:
        return "refused"
    if cited & set(asked.wrong):
        return "wrong-law"
    met = sum(bool(cited & set(group)) for group in asked.gold)
    if met == len(asked.gold):
        return "right"
    return "partly" if met else "miss"


def is_signpost(record_id: str) -> bool:
    """Tell whether a record only shows who does know."""
    starts = ("answer-out-of-scope", "contact", "ngo-", "un-")
    return record_id.startswith(starts) or "embassy" in record_id or "consulate" in record_id


def run(questions: Sequence[Asked], answer: Callable[[Asked, Asked | None], Reply]) -> list[Judged]:
    """Ask every question (with the one that it follows, which stands before it) and judge the replies."""
    threads: dict[str, Asked] = {}
    judged = []
    for asked in questions:
        before = threads.get(asked.follows or "")
        told = thread(before.text if before else None, asked.text)
        threads[asked.id] = asked.model_copy(update={"text": told})
        start = time.perf_counter()
        reply = answer(asked, before)
        ms = (time.perf_counter() - start) * 1000
        reply = reply.model_copy(update={"ms": ms})
        judged.append(Judged(asked, reply, judge(asked, reply)))
    return judged


def figures(judged: Iterable[Judged]) -> dict[str, object]:
    """Sum the verdicts up: shares of right answers by language and kind, and the rest of the table."""
    rows = list(judged)
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for name in (
            f"lang/{row.asked.lang}/{row.asked.expect}",
            f"kind/{row.asked.kind}",
            f"all/{row.asked.expect}",
        ):
            table[name][row.verdict] += 1
    urgent = [row for row in rows if row.asked.kind == "emergency"]
    calm = [row for row in rows if row.asked.kind != "emergency"]
    times = sorted(row.reply.ms for row in rows)
    return {
        "questions": len(rows),
        "first lines right": _share(row.leads_right for row in rows if row.asked.expect == "answer"),
        "language right": _share(row.reply.language == row.asked.lang for row in rows),
        "emergencies recognised": _share(row.reply.urgency == "emergency" for row in urgent),
        "false alarms": _share(row.reply.urgency == "emergency" for row in calm),
        "ms median": round(times[len(times) // 2], 1) if times else 0.0,
        "ms p95": round(times[int(len(times) * 0.95)], 1) if times else 0.0,
        "verdicts": {name: _shares(table[name]) for name in sorted(table)},
    }


def confusion(judged: Iterable[Judged]) -> list[dict[str, object]]:
    """List the questions that went wrong, with what was cited instead."""
    return [
        {
            "id": row.asked.id,
            "lang": row.asked.lang,
            "kind": row.asked.kind,
            "verdict": row.verdict,
            "urgency": row.reply.urgency,
            "language": row.reply.language,
            "text": row.asked.text,
            "cited": row.reply.records[:FIRST],
            "gold": row.asked.gold,
        }
        for row in judged
        if row.verdict != "right"
        or row.reply.language != row.asked.lang
        or (row.reply.urgency == "emergency") != (row.asked.kind == "emergency")
    ]


def write_report(file: Path, content: Mapping[str, object]) -> None:
    """Write figures and failures as JSON."""
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _share(hits: Iterable[bool]) -> float:
    values = list(hits)
    return round(sum(values) / len(values), 4) if values else 1.0


def _shares(verdicts: Counter[str]) -> dict[str, float]:
    total = sum(verdicts.values())
    return {"n": total, **{name: round(count / total, 3) for name, count in sorted(verdicts.items())}}

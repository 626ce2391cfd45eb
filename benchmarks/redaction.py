"""How much of what could tell who somebody is goes out of made-up messages, and what it costs the answers.

Beside it: plain patterns, as recognisers of personal data carry for every language. The half `test` was written
before the rules and nothing was tuned to it.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import fmean
from typing import Final, NamedTuple

from benchmarks.measure import HERE, Result, dev_questions
from benchmarks.robustness import shares
from bot.answering.live import LivePipeline
from bot.answering.report import judge_all
from bot.redaction import Span, find, redact
from bot.settings import Settings

FOLDER: Final = HERE / "redaction"
HALVES: Final = ("test", "dev")
FORMAL: Final = ("phone", "passport", "id", "card", "email", "username", "link")
KINDS: Final = (*FORMAL, "address", "name")
DETAILS: Final = {
    "uz": "Ismim Sherzod, telefonim +998 90 123 45 67.",
    "uz_Cyrl": "Исмим Шерзод, телефоним +998 90 123 45 67.",
    "ru": "Меня зовут Рустам, мой телефон +7 916 555-44-33.",
    "tg": "Номи ман Фаридун, рақамам +992 90 111 22 33.",
}
PLAIN: Final = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"https?://\S+|\b(?:t\.me|wa\.me|vk\.com)/\S+"),
    re.compile(r"(?<!\w)@\w{3,}"),
    re.compile(r"\b\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}\b"),
    re.compile(r"\+?\d[\d\s()-]{7,}\d"),
    re.compile(r"\b[A-Z]{2}\d{7}\b"),
)


class Message(NamedTuple):
    """A made-up message, and the pieces of it that could tell who somebody is."""

    text: str
    spans: list[tuple[int, int, str]]


def run(settings: Settings) -> Result:
    """Redact all messages and all dev questions, with our rules and with plain patterns."""
    pipeline = LivePipeline(settings)()
    questions = dev_questions()
    started = time.perf_counter()
    changed = sum(redact(asked.text) != asked.text for asked in questions)
    each = (time.perf_counter() - started) / len(questions) * 1000
    told = [
        asked.model_copy(update={"text": redact(f"{DETAILS[asked.lang]} {asked.text}")})
        for asked in questions
    ]
    return {
        half: {"ours": score(messages(half), find), "plain patterns": score(messages(half), plain)}
        for half in HALVES
    } | {
        "ms each": round(each, 2),
        "dev questions changed": f"{changed} of {len(questions)}",
        "right of 100, as they are": shares(judge_all(pipeline, questions)),
        "right of 100, told with a name and a phone, redacted": shares(judge_all(pipeline, told)),
    }


def line(result: Result) -> str:
    ours, other = result["test"]["ours"], result["test"]["plain patterns"]
    return (
        f"Formal kinds found: {ours['formal']['recall']} of 100 (plain patterns {other['formal']['recall']}), "
        f"right of what was taken out: {ours['precision']} (plain patterns {other['precision']})"
    )


def messages(half: str, folder: Path = FOLDER) -> list[Message]:
    lines = (folder / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [Message(row["text"], [tuple(span) for span in row["spans"]]) for row in map(json.loads, lines)]


def plain(text: str) -> list[Span]:
    return [Span(*found.span(), "id") for pattern in PLAIN for found in pattern.finditer(text)]


def score(these: Iterable[Message], finder: Callable[[str], list[Span]]) -> Result:
    """Count what is found whole, letter by letter, of each kind, and how much of what is taken out is right."""
    found: dict[str, list[bool]] = {kind: [] for kind in KINDS}
    right: list[bool] = []
    eaten: Counter[bool] = Counter()
    for message in these:
        spans = finder(message.text)
        covered = {at for span in spans for at in range(span.start, span.end)}
        for start, end, kind in message.spans:
            letters = [at for at in range(start, end) if message.text[at].isalnum()]
            found[kind].append(covered.issuperset(letters))
        right += [
            any(span.start < end and start < span.end for start, end, _ in message.spans) for span in spans
        ]
        if not message.spans:
            eaten[bool(spans)] += 1
    return {
        "recall by kind": {kind: f"{sum(rows)} of {len(rows)}" for kind, rows in found.items()},
        "formal": _share([one for kind in FORMAL for one in found[kind]]),
        "address and name": _share(found["address"] + found["name"]),
        "precision": round(100 * fmean(right), 1),
        "harmless messages changed": f"{eaten[True]} of {eaten.total()}",
    }


def _share(rows: list[bool]) -> Result:
    return {"recall": round(100 * fmean(rows), 1), "of": len(rows)}

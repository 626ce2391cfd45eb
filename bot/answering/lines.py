"""Questions and answers as JSON lines, for programs that ask many at once."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.answering.follow_up import thread
from bot.answering.pipeline import Pipeline
from bot.answering.question import Answer, Passport, Question
from knowledge.script import WrittenLang


class LineFaultError(Exception):
    """A line is no question; says which line and why."""


class Request(BaseModel):
    """One line of questions; `follows` names the line that was asked before it in the same conversation."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    text: str
    passport: Passport | None = None
    lang: WrittenLang | None = None
    follows: str | None = None


def read_request(line: str, number: int) -> Request:
    """Read one line.

    Raises LineFaultError where it is no question.
    """
    try:
        return Request.model_validate_json(line)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'line'}: {e['msg']}" for e in error.errors())
        raise LineFaultError(f"line {number}: {faults}") from error


def answer_lines(pipeline: Pipeline, lines: Iterable[str]) -> Iterator[dict[str, object]]:
    """Answer every line in its order, one at a time as it comes."""
    asked: dict[str, Request] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        request = read_request(line, number)
        before = asked.get(request.follows or "")
        told = thread(before.text if before else None, request.text)
        asked[request.id] = request.model_copy(update={"text": told})
        yield answer_request(pipeline, request, before)


def answer_request(pipeline: Pipeline, request: Request, before: Request | None = None) -> dict[str, object]:
    """Answer one request; `lang` fixes the language of the reply."""
    start = time.perf_counter()
    question = Question(
        request.text,
        passport=request.passport,
        language=request.lang,
        previous=before.text if before else None,
    )
    answer = pipeline.answer(question)
    ms = (time.perf_counter() - start) * 1000
    return {"id": request.id, **as_dict(answer), "ms": round(ms, 1)}


def check_lines(pipeline: Pipeline, lines: Iterable[str]) -> Iterator[dict[str, object]]:
    """Check the advert of every line in its order, one at a time as it comes."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield check_request(pipeline, read_request(line, number))


def check_request(pipeline: Pipeline, request: Request) -> dict[str, object]:
    """Check one advert; spans count characters of its text."""
    start = time.perf_counter()
    offer = Question(request.text, passport=request.passport, language=request.lang)
    check = pipeline.check_offer(offer)
    ms = (time.perf_counter() - start) * 1000
    signs = [{"record": sign.record.id, "span": list(sign.span), "quote": sign.quote} for sign in check.signs]
    return {
        "id": request.id,
        "language": check.language,
        "level": check.level,
        "signs": signs,
        "statements": [{"text": one.text, "cites": list(one.cites)} for one in check.statements],
        "text": "\n".join(one.text for one in check.answer.statements),
        "records": list(check.answer.records),
        "ms": round(ms, 1),
    }


def as_dict(answer: Answer) -> dict[str, object]:
    """Give an answer as plain values; in an emergency the card's lines come first."""
    spoken = answer.card + answer.statements
    return {
        "language": answer.language,
        "urgency": answer.urgency,
        "abstained": answer.abstained,
        "refused": answer.refused,
        "statements": [{"text": one.text, "cites": list(one.cites)} for one in spoken],
        "text": "\n".join(one.text for one in spoken),
        "records": list(answer.records),
    }


def dump(reply: dict[str, object]) -> str:
    """Write a reply as one line."""
    return json.dumps(reply, ensure_ascii=False)

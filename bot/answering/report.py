"""The evaluation of a file of questions, as numbers and as a page to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.answering.alternatives import Alternative, ask_all
from bot.answering.evaluation import Asked, Judged, Reply, confusion, figures, run
from bot.answering.pipeline import Pipeline
from bot.answering.question import PASSPORTS, Question
from bot.answering.retrieval import cause, finder, retrieval_figures, search_all
from knowledge.dense import Tell
from knowledge.script import WRITTEN
from knowledge.search import Searcher

OURS: Final = "Ogoh"
Report = dict[str, Any]


@dataclass(frozen=True)
class Against:
    """What else is asked the same questions, and who is told how far that is."""

    chosen: Sequence[Alternative] = ()
    tell: Tell = field(default=lambda _stage, _done, _total: None)


def evaluate_all(
    pipeline: Pipeline,
    questions: list[Asked],
    searcher: Searcher | None = None,
    against: Against | None = None,
) -> Report:
    """Ask all `questions`; give the figures and the questions that went wrong.

    With a `searcher` the search alone is measured too, and with `against` the alternatives.
    """
    judged = judge_all(pipeline, questions)
    searched = {row.asked.id: row for row in search_all(questions, finder(searcher))} if searcher else {}
    rows = {row.asked.id: row for row in judged}
    report: Report = {
        "figures": figures(judged),
        "by language": _by(judged, lambda row: row.asked.lang),
        "by kind": _by(judged, lambda row: row.asked.kind),
        "retrieval": retrieval_figures(searched.values()),
        "failures": [
            {**failure, "cause": cause(rows[str(failure["id"])], searched)} for failure in confusion(judged)
        ],
    }
    if against is not None:
        others = ask_all(questions, pipeline.corpus, against.chosen, against.tell)
        report["alternatives"] = {OURS: comparison(judged)} | {
            name: replies if isinstance(replies, str) else comparison(replies) for name, replies in others
        }
        report["not right, ours by the best alternative's"] = ratio(report["alternatives"])
    return report


def compare_model(free: Pipeline, plain: Pipeline, questions: list[Asked], report: Report) -> Report:
    """Give the figures of `report`, of answers in a model's words, beside those without it, and the model's counts."""
    without = judge_all(plain, questions)
    whole = report["figures"]
    with_model = {
        "right": whole["verdicts"].get("all/answer", {}).get("right"),
        "ms median": whole["ms median"],
        "ms p95": whole["ms p95"],
    }
    compared = comparison(without)
    return {
        "with": with_model,
        "without": {name: compared[name] for name in with_model},
        "counts": getattr(free, "counts", {}),
    }


def judge_all(pipeline: Pipeline, questions: list[Asked]) -> list[Judged]:
    """Ask and judge `questions`."""

    def answer(asked: Asked, before: Asked | None) -> Reply:
        passport = next((name for name in PASSPORTS if name == asked.passport), None)
        given = pipeline.answer(
            Question(asked.text, passport=passport, previous=before.text if before else None)
        )
        return Reply(
            language=given.language,
            urgency=given.urgency,
            abstained=given.abstained,
            refused=given.refused,
            records=list(given.records),
        )

    return run(questions, answer)


def comparison(judged: Iterable[Judged]) -> Report:
    """Give what can be compared with those who never stay silent: shares of right answers, and of the faults."""
    rows = list(judged)
    wanting = [row for row in rows if row.asked.expect == "answer"]
    whole = figures(rows)
    return {
        "right": _share(wanting, "right"),
        **{lang: _share([row for row in wanting if row.asked.lang == lang], "right") for lang in WRITTEN},
        "wrong law": _share(wanting, "wrong-law"),
        "silent": _share(wanting, "silent"),
        "silence right": _share([row for row in rows if row.asked.expect == "silence"], "right"),
        "refusal right": _share([row for row in rows if row.asked.expect == "refuse"], "right"),
        "ms median": whole["ms median"],
        "ms p95": whole["ms p95"],
    }


def ratio(compared: Mapping[str, Any]) -> float | None:
    """Divide our share of questions not answered right by the best alternative's; nothing where none was asked."""
    rights = {name: one["right"] for name, one in compared.items() if isinstance(one, dict)}
    ours = rights.pop(OURS)
    best = max((right for right in rights.values() if right is not None), default=1)
    return round((1 - ours) / (1 - best), 4) if best < 1 else None


def show(report: Report, *, failures: bool = False) -> str:
    """Write a report as lines for a terminal."""
    whole = dict(report["figures"])
    whole.pop("verdicts")
    parts = [
        "\n".join(f"{name}: {value}" for name, value in whole.items()),
        _page("language", report["by language"], report["retrieval"]),
        _page("kind", report["by kind"], {}),
    ]
    if "alternatives" in report:
        parts += _compared(report)
    if (beside := report.get("with and without the language model")) is not None:
        parts.append(_page("language model", {name: beside[name] for name in ("with", "without")}, {}))
        parts.append("\n".join(f"{name}: {count}" for name, count in sorted(beside["counts"].items())))
    if failures:
        parts += [_failure(row) for row in report["failures"]]
    return "\n\n".join(parts)


def _by(judged: Sequence[Judged], group: Callable[[Judged], str]) -> dict[str, Report]:
    """Give the table of each group; a share is left out where nothing was asked of its sort."""
    table: dict[str, Report] = {}
    for name in dict.fromkeys(map(group, judged)):
        rows = [row for row in judged if group(row) == name]
        urgent = [row for row in rows if row.asked.kind == "emergency"]
        calm = [row for row in rows if row.asked.kind != "emergency"]
        expected = {
            want: [row for row in rows if row.asked.expect == want]
            for want in ("answer", "silence", "refuse", "greet")
        }
        columns = {
            "right": _share(expected["answer"], "right"),
            "first right": _mean(row.leads_right for row in expected["answer"]),
            "wrong law": _share(expected["answer"], "wrong-law"),
            "silent": _share(expected["answer"], "silent"),
            "refused": _share(expected["answer"], "refused"),
            "silence right": _share(expected["silence"], "right"),
            "refusal right": _share(expected["refuse"], "right"),
            "greeting right": _share(expected["greet"], "right"),
            "language": _mean(row.reply.language == row.asked.lang for row in rows),
            "emergency": _mean(row.reply.urgency == "emergency" for row in urgent),
            "false alarm": _mean(row.reply.urgency == "emergency" for row in calm),
        }
        table[name] = {"n": len(rows)} | {key: value for key, value in columns.items() if value is not None}
    return table


def _compared(report: Report) -> list[str]:
    asked = {name: one for name, one in report["alternatives"].items() if isinstance(one, dict)}
    lacking = {name: one for name, one in report["alternatives"].items() if isinstance(one, str)}
    times = report["not right, ours by the best alternative's"]
    parts = [_page("asked the same", asked, {}), *(f"{name}: {words}" for name, words in lacking.items())]
    if times is not None:
        parts.append(f"Share of questions not answered right, ours by the best alternative's: {times:.3f}")
    return parts


def _page(head: str, table: Mapping[str, Report], more: Mapping[str, Report]) -> str:
    """Lay a table out in columns of their own width; what is missing is a dash."""
    rows = {name: row | more.get(name, {}) for name, row in table.items()}
    columns = list(dict.fromkeys(column for row in rows.values() for column in row))
    lines = [[head, *columns]]
    lines += [[name, *(_cell(row.get(column)) for column in columns)] for name, row in rows.items()]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            [
                line[0].ljust(widths[0]),
                *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)),
            ]
        )
        for line in lines
    )


def _cell(value: float | None) -> str:
    if value is None:
        return "-"
    if isinstance(value, int):
        return str(value)
    return f"{value:.3f}" if value <= 1 else f"{value:.1f}"


def _failure(row: Mapping[str, Any]) -> str:
    return (
        f"{row['id']} {row['lang']} {row['kind']}: {row['verdict']}, {row['urgency']}; guessed cause: {row['cause']}\n"
        f"  {row['text']}\n"
        f"  cited {row['cited']}"
    )


def _share(rows: Sequence[Judged], verdict: str) -> float | None:
    return _mean(row.verdict == verdict for row in rows)


def _mean(hits: Iterable[bool]) -> float | None:
    values = list(hits)
    return round(sum(values) / len(values), 4) if values else None

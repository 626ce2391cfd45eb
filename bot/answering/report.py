"""The evaluation of a file of questions, as numbers and as a page to read."""

from __future__ import annotations

from pathlib import Path

from bot.answering.evaluation import Asked, Judged, Reply, confusion, figures, read_questions, run
from bot.answering.pipeline import Pipeline
from bot.answering.question import PASSPORTS, Question


def evaluate_file(pipeline: Pipeline, file: Path) -> dict[str, object]:
    """Ask all questions of `file`; give the figures and the questions that went wrong.

    Raises QuestionsFaultError where the file has faults.
    """
    judged = judge_all(pipeline, read_questions(file))
    return {"figures": figures(judged), "failures": confusion(judged)}


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


def show(report: dict[str, object], *, failures: bool = False) -> str:
    """Write a report as lines for a terminal."""
    content = dict(report["figures"])  # type: ignore[call-overload]
    verdicts = content.pop("verdicts")
    lines = [f"{name}: {value}" for name, value in content.items()]
    for name, shares in verdicts.items():
        counted = dict(shares)
        total = counted.pop("n")
        lines.append(
            f"{name:28} {total:4}  " + "  ".join(f"{verdict} {share}" for verdict, share in counted.items())
        )
    if failures:
        wrong: list[dict[str, object]] = report["failures"]  # type: ignore[assignment]
        for row in wrong:
            lines.append(f"\n{row['id']} {row['lang']} {row['kind']}: {row['verdict']}, {row['urgency']}")
            lines.append(f"  {row['text']}")
            lines.append(f"  cited {row['cited']}")
    return "\n".join(lines)

"""The judge, the tables, the guessed causes, the alternatives; and that answers don't get worse unnoticed."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from benchmarks.measure import dev_questions
from benchmarks.record import RECORDED, counts, worse
from bot.answering.alternatives import alternatives, ask_all, whole
from bot.answering.evaluation import (
    Asked,
    Judged,
    QuestionsFaultError,
    Reply,
    Verdict,
    confusion,
    figures,
    judge,
    read_questions,
    run,
)
from bot.answering.pipeline import Pipeline
from bot.answering.report import OURS, comparison, judge_all, ratio, show
from bot.answering.retrieval import Searched, cause, retrieval_figures, search_all
from bot.cli import app
from knowledge.corpus import Corpus

LAW, OTHER, FOREIGN = "uz-cc-154", "answer-uz-only-signed", "kz-cc-170"
SIGNPOST, EMBASSY = "answer-out-of-scope-patent", "uz-embassy-moscow"


def asked(expect: str = "answer", **more: Any) -> Asked:
    gold = [[LAW, OTHER]] if expect == "answer" else []
    given = {"id": "1", "text": "?", "lang": "ru", "kind": "question", "gold": gold, "wrong": [FOREIGN]}
    return Asked.model_validate({**given, "expect": expect, **more})


def reply(*records: str, **more: Any) -> Reply:
    given = {"language": "ru", "urgency": "plan", "abstained": False, "refused": False}
    return Reply.model_validate({**given, "records": list(records), **more})


# What score.py, which judges the questions that are kept back, says of each.
CASES: list[tuple[Asked, Reply, Verdict]] = [
    (asked(), reply(LAW), "right"),
    (asked(), reply("a", "b", "c", "d", OTHER), "right"),
    (asked(), reply("a", "b", "c", "d", "e", LAW), "miss"),
    (asked(), reply(), "miss"),
    (asked(gold=[[LAW], [OTHER]]), reply(LAW, OTHER), "right"),
    (asked(gold=[[LAW], [OTHER]]), reply(LAW), "partly"),
    (asked(), reply(LAW, FOREIGN), "wrong-law"),
    (asked(), reply(LAW, "a", "b", "c", "d", FOREIGN), "right"),
    (asked(), reply(LAW, abstained=True), "silent"),
    (asked(), reply(LAW, refused=True), "refused"),
    (asked(), reply(abstained=True, refused=True), "silent"),
    (asked("silence"), reply(abstained=True), "right"),
    (asked("silence"), reply(LAW, abstained=True), "right"),
    (asked("silence"), reply(SIGNPOST, EMBASSY, "contact-x", "ngo-x", "un-x"), "right"),
    (asked("silence"), reply(SIGNPOST, LAW), "talked"),
    (asked("silence"), reply("a", "b", "c", "d", SIGNPOST), "talked"),
    (asked("silence"), reply("tj-consulate-ufa"), "right"),
    (asked("silence"), reply(), "talked"),
    (asked("silence"), reply(refused=True), "talked"),
    (asked("refuse"), reply(refused=True), "right"),
    (asked("refuse"), reply(abstained=True), "talked"),
    (asked("refuse"), reply(LAW), "talked"),
    (asked("greet"), reply(), "right"),
    (asked("greet"), reply(abstained=True), "right"),
    (asked("greet"), reply(LAW), "talked"),
    (asked("greet"), reply(refused=True), "talked"),
]


@pytest.mark.parametrize(("question", "answer", "verdict"), CASES)
def test_the_verdict_is_that_of_the_kept_back_judge(question: Asked, answer: Reply, verdict: Verdict) -> None:
    assert judge(question, answer) == verdict


def test_a_faulty_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    good = asked().model_dump_json()
    for bad in (
        "{",
        json.dumps({"id": "2"}),
        good.replace('"ru"', '"de"'),
        good.replace('"answer"', '"laugh"'),
    ):
        file.write_text(f"{good}\n\n{bad}\n", encoding="utf-8")
        with pytest.raises(QuestionsFaultError, match=r"questions\.jsonl, line 3"):
            read_questions(file)


def test_questions_are_read_with_their_blank_lines_left_out(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(f"\n{asked().model_dump_json()}\n\n", encoding="utf-8")
    assert read_questions(file) == [asked()]


def test_a_follow_up_is_asked_with_the_question_before_it() -> None:
    questions = [asked(id="1", text="first"), asked(id="2", text="then", follows="1")]
    seen: list[tuple[str, str | None]] = []

    def answer(question: Asked, before: Asked | None) -> Reply:
        seen.append((question.text, before.text if before else None))
        return reply(LAW)

    judged = run(questions, answer)
    assert seen == [("first", None), ("then", "first")]
    assert all(row.verdict == "right" and row.reply.ms >= 0 for row in judged)


@pytest.fixture
def judged() -> list[Judged]:
    return [Judged(question, answer, judge(question, answer)) for question, answer, _ in CASES]


def test_the_figures_add_up(judged: list[Judged]) -> None:
    found: Any = figures(judged)
    assert found["questions"] == len(CASES)
    for row in found["verdicts"].values():
        assert sum(share for name, share in row.items() if name != "n") == pytest.approx(1, abs=0.005)
    assert sum(row["n"] for name, row in found["verdicts"].items() if name.startswith("lang/")) == len(CASES)
    assert sum(row["n"] for name, row in found["verdicts"].items() if name.startswith("kind/")) == len(CASES)
    right = found["verdicts"]["all/answer"]
    wanting = [verdict for question, _, verdict in CASES if question.expect == "answer"]
    assert right["right"] == pytest.approx(wanting.count("right") / len(wanting), abs=0.001)


def test_alarms_and_languages_are_counted_apart() -> None:
    rows = [
        (asked(kind="emergency"), reply(LAW, urgency="emergency")),
        (asked(kind="emergency"), reply(LAW, urgency="soon")),
        (asked(), reply(LAW, urgency="emergency")),
        (asked(), reply(LAW, language="tg")),
    ]
    judged = [Judged(question, answer, judge(question, answer)) for question, answer in rows]
    found = figures(judged)
    assert (found["emergencies recognised"], found["false alarms"], found["language right"]) == (
        0.5,
        0.5,
        0.75,
    )
    assert len(confusion(judged)) == 3


@pytest.mark.parametrize(
    ("answer", "found", "guess"),
    [
        (reply(LAW, language="tg"), [LAW], "language"),
        (reply(abstained=True), [LAW], "threshold"),
        (reply(refused=True), [LAW], "threshold"),
        (reply(LAW, urgency="emergency"), [LAW], "threshold"),
        (reply("a"), ["a", "b", "c", "d", "e", LAW], "ranking"),
        (reply(LAW, FOREIGN), [LAW, FOREIGN], "ranking"),
        (reply("a"), [LAW, "a"], "composition"),
        (reply(LAW, FOREIGN), [LAW], "composition"),
    ],
)
def test_the_cause_of_a_fault_is_guessed(answer: Reply, found: list[str], guess: str) -> None:
    question = asked()
    row = Judged(question, answer, judge(question, answer))
    assert cause(row, {"1": Searched(question, found)}) == guess


def test_recall_counts_groups_and_the_rank_is_that_of_the_first_right_record() -> None:
    questions = [asked(id="1", gold=[[LAW], [OTHER]]), asked(id="2", lang="tg"), asked("silence", id="3")]
    brought = {"1": ["a", LAW, "b"], "2": ["a", "b"]}
    searched = search_all(questions, lambda question, _before: brought[question.id])
    found = retrieval_figures(searched)
    assert found["ru"] == {"Recall@5": 0.5, "MRR": 0.5}
    assert found["tg"] == {"Recall@5": 0.0, "MRR": 0.0}
    assert found["all"] == {"Recall@5": 0.25, "MRR": 0.25}


def test_alternatives_without_their_packages_are_named_and_the_other_runs(
    tmp_path: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    chosen = alternatives(tmp_path)
    found = dict(ask_all(dev_questions()[:8], corpus, chosen, lambda _stage, _done, _total: None))
    words = found.pop("BM25 over words")
    assert len(found) == 2
    assert all("pip install 'ogoh[compare]'" in said for said in found.values())
    assert isinstance(words, list)
    assert [row.reply.language for row in words] == [row.asked.lang for row in words]
    assert all(len(row.reply.records) <= 4 for row in words)


@pytest.mark.slow
def test_the_standard_recipe_finds_whole_records_by_meaning(model_cache: Path, corpus: Corpus) -> None:
    few = (
        "answer-lawyer",
        "answer-bonus-real",
        "answer-police-force-sign",
        "uz-cc-154",
        "sign-fast-passport",
    )
    find = alternatives(model_cache)[0].prepare(Corpus({name: corpus[name] for name in few}, {}))
    found = find("Где найти бесплатного адвоката?")
    assert found[0] == "answer-lawyer"
    assert len(found) == 4


def test_an_alternative_reads_all_languages_of_a_record_titles_first(corpus: Corpus) -> None:
    record = corpus["answer-uz-only-signed"]
    text = whole(record, corpus)
    for lang in ("en", "ru", "uz", "tg"):
        assert record.title.of(lang) in text[:600]
        assert all(said.of(lang) in text for said in record.says)  # type: ignore[union-attr]
    assert all(ask in text for _, ask in corpus.asks(record))


def test_our_faults_are_set_against_those_of_the_best_alternative() -> None:
    compared = {OURS: {"right": 0.95}, "one": {"right": 0.4}, "two": {"right": 0.5}, "three": "missing"}
    assert ratio(compared) == pytest.approx(0.1)
    assert ratio({OURS: {"right": 0.95}, "three": "missing"}) is None


def test_a_report_is_a_page_that_one_can_read(judged: list[Judged]) -> None:
    report = {
        "figures": figures(judged),
        "by language": {"ru": {"n": 3, "right": 0.5}},
        "by kind": {"question": {"n": 3}},
        "retrieval": {"ru": {"Recall@5": 0.75}},
        "failures": [{**row, "cause": "ranking"} for row in confusion(judged)],
        "alternatives": {OURS: comparison(judged), "absent": "pip install something"},
        "not right, ours by the best alternative's": 0.125,
    }
    page = show(report, failures=True)
    for words in (
        "Recall@5",
        "0.750",
        "pip install something",
        "best alternative's: 0.125",
        "cause: ranking",
    ):
        assert words in page


def test_a_fall_within_noise_is_no_fault_and_a_greater_one_is_named() -> None:
    then = {"answer/ru": {"right": 97, "of": 100}, "refuse": {"right": 24, "of": 24}}
    assert worse(then, then) == []
    assert worse({**then, "answer/ru": {"right": 94, "of": 100}}, then) == []
    assert "answer/ru: 90 of 100" in worse({**then, "answer/ru": {"right": 90, "of": 100}}, then)[0]
    assert "other questions" in worse({"answer/ru": {"right": 97, "of": 100}}, then)[0]


@pytest.fixture(scope="module")
def answers(pipeline: Pipeline) -> Sequence[Judged]:
    return judge_all(pipeline, dev_questions())


@pytest.mark.slow
def test_answers_are_not_worse_than_recorded(answers: Sequence[Judged]) -> None:
    assert worse(counts(answers), json.loads(RECORDED.read_text(encoding="utf-8"))) == []


@pytest.mark.slow
def test_evaluate_prints_the_tables_and_writes_them(tmp_path: Path, settings: Any) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text("".join(one.model_dump_json() + "\n" for one in dev_questions()[:12]), encoding="utf-8")
    out = tmp_path / "out.json"
    done = CliRunner().invoke(
        app, ["evaluate", str(few), "--out", str(out)], env={"OGOH_DATA": str(settings.data)}
    )
    assert done.exit_code == 0, done.output
    assert "Recall@5" in done.output
    assert "language right" in done.output
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["figures"]["questions"] == 12
    assert all(row["cause"] for row in written["failures"])
    assert "alternatives" not in written

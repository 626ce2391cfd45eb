"""A draft is checked by the records' own rules, and by whether its numbers stand in what it cites."""

from __future__ import annotations

import pytest

from bot.curation.check import check, with_draft
from bot.curation.drafts import Draft
from tests.curation.examples import body
from tests.journal.examples import NOON

TEN = {"en": "Within 10 days.", "ru": "За 10 дней.", "uz": "10 kun ichida.", "tg": "Дар 10 рӯз."}


def draft(made, replaces=None):
    return Draft(1, made["kind"], replaces, made, "open", ("lola",), None, NOON)


def says(**changes):
    return [{**TEN, "cites": ["answer-lawyer"]} | changes]


def test_a_draft_in_order_has_no_faults(pipeline):
    checked = check(draft(body()), pipeline.corpus)
    assert (checked.faults, checked.doubts) == ((), ())
    assert checked.record.id in with_draft(pipeline.corpus, checked.record)


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        ({"summary": {**body()["summary"], "ru": "Пять лет, 5."}}, "summary.ru", "numbers ['5']"),
        ({"says": says(tg="Дар 12 рӯз.")}, "says.0.tg", "numbers ['10', '12']"),
        ({"says": says(cites=["answer-nowhere"])}, "says.0.cites", "which no record has"),
        ({"says": says(cites=[])}, "says.0.cites", "at least 1"),
        ({"id": "answer-lawyer"}, "id", "names a record already"),
        ({"checked": "2099-01-01"}, "checked", "future"),
        ({"asks": {"ru": ["раз"], "uz": [], "tg": []}}, "asks", "at least 6"),
        ({"title": {**body()["title"], "uz": "Аскар посилка"}}, "title.uz", "Latin"),
    ],
)
def test_what_is_wrong_is_named(pipeline, change, where, what):
    faults = check(draft(body(**change)), pipeline.corpus).faults
    assert any(fault.where == where and what in fault.what for fault in faults), faults


def test_every_record_may_be_changed_by_a_draft(pipeline):
    for record in pipeline.corpus:
        made = record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        assert check(draft(made, record.id), pipeline.corpus).faults == (), record.id


def test_guidance_wants_a_source(pipeline):
    made = {"kind": "guidance", "id": "guide-x"}
    assert "sources" in {fault.where for fault in check(draft(made), pipeline.corpus).faults}


def test_a_number_that_no_cited_record_has_is_a_doubt(pipeline):
    made = body(says=says(**{lang: text.replace("10", "48731") for lang, text in TEN.items()}))
    checked = check(draft(made), pipeline.corpus)
    assert checked.faults == ()
    assert "48731" in checked.doubts[0].what


def test_a_change_of_a_record_keeps_its_id(pipeline):
    same = body(id="answer-lawyer", says=says(cites=["uz-cc-154"]), related=[])
    assert not check(draft(same, "answer-lawyer"), pipeline.corpus).faults
    assert check(draft(body(), "answer-lawyer"), pipeline.corpus).faults[0].where == "id"

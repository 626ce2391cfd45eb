"""The form follows the schema: whatever record can be drafted goes through it and comes back the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.console.templates import template
from bot.console.words import Words
from bot.curation import form
from bot.curation.form import KINDS, body_of, fields, initial, places
from knowledge.corpus import examine
from knowledge.schema import RECORD
from tests.console.forms import filled_in


def sent(kind, body):
    """Give what a browser sends for a form that shows `body`."""
    found = {}

    def flat(name, value):
        if isinstance(value, dict):
            for key, one in value.items():
                flat(f"{name}.{key}", one)
        elif isinstance(value, list):
            for number, one in enumerate(value):
                flat(f"{name}.{number}", one)
        else:
            found[name] = str(value or "")

    for one in fields(kind):
        value = body.get(one.name)
        if one.widget == "many":
            found |= {f"{one.name}.{choice}": "on" for choice in value or []}
        elif one.widget == "asks":
            found |= {f"{one.name}.{lang}": "\r\n".join(lines) for lang, lines in (value or {}).items()}
        elif value is not None:
            flat(one.name, value)
    return found


def page_of(kind, body, tongue="en"):
    """Give the form as a browser gets it."""
    macro = template("fields.html").module.field
    inner = "".join(macro(Words(tongue), one, body, form) for one in fields(kind))
    return f'<form action="x">{inner}</form>'


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_of_the_kind_goes_through_the_page_and_comes_back_the_same(pipeline, kind):
    records = [record for record in pipeline.corpus if record.kind == kind]
    assert records
    for record in records:
        body = record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        back = body_of(kind, filled_in(page_of(kind, body), "x"))
        assert RECORD.validate_python(back) == record, record.id


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_has_every_field_of_the_schema(kind):
    wanted = {info.alias or name for name, info in KINDS[kind].model_fields.items()}
    assert {one.name for one in fields(kind)} == wanted - {"kind"}


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_is_a_record_of_which_everything_is_missing(kind):
    body = body_of(kind, filled_in(page_of(kind, initial(kind, "2026-03-01"), "ru"), "x"))
    record, faults = examine(body, Path(kind) / "id.yaml")
    assert record is None
    assert {"id", "title", "summary"} <= {fault.where for fault in faults}


def test_empty_places_come_after_what_is_filled_in():
    (steps,) = [one for one in fields("guidance") if one.name == "steps"]
    assert len(places(steps, [])) == 3
    assert len(places(steps, [{"en": "x"}] * 4)) == 5


def test_a_number_that_is_none_is_kept_for_the_check_to_name():
    body = body_of("case", {"person.age": "about 30", "outcome.years": "5", "service.months": "2,5"})
    assert (body["person"]["age"], body["outcome"]["years"]) == ("about 30", 5)
    record, faults = examine(body, Path("case") / "id.yaml")
    assert record is None
    assert {"person.age", "service.months"} <= {fault.where for fault in faults}


def test_a_charge_of_which_nothing_is_known_stands_where_it_is_kept():
    assert body_of("case", {"charges.0.statute": "", "charges.0.there": "on"})["charges"] == [
        {"statute": None}
    ]
    assert body_of("case", {"charges.0.statute": ""})["charges"] == []


def test_what_was_left_empty_is_left_out():
    body = body_of(
        "answer", {"id": " answer-x ", "says.0.en": "", "says.3.en": "Yes.", "says.3.cites.1": "uz-cc-154"}
    )
    assert body == {
        "kind": "answer",
        "id": "answer-x",
        "sources": [],
        "citizens_of": [],
        "not_for": [],
        "says": [{"en": "Yes.", "cites": ["uz-cc-154"]}],
        "related": [],
        "asks": {"ru": [], "uz": [], "tg": []},
    }

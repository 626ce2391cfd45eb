"""The form follows the schema: whatever record can be drafted goes through it and comes back the same."""

from __future__ import annotations

import pytest

from bot.curation.form import KINDS, body_of, fields, places
from knowledge.schema import RECORD


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
        if one.widget == "holders":
            found |= {f"{one.name}.{choice}": "on" for choice in value or []}
        elif one.widget == "asks":
            found |= {f"{one.name}.{lang}": "\r\n".join(lines) for lang, lines in (value or {}).items()}
        elif value is not None:
            flat(one.name, value)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_of_the_kind_comes_back_the_same(pipeline, kind):
    records = [record for record in pipeline.corpus if record.kind == kind]
    assert records
    for record in records:
        body = record.model_dump(mode="json", by_alias=True)
        assert RECORD.validate_python(body_of(kind, sent(kind, body))) == record, record.id


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_has_every_field_of_the_schema(kind):
    assert {one.name for one in fields(kind)} == set(KINDS[kind].model_fields) - {"kind"}


def test_empty_places_come_after_what_is_filled_in():
    (steps,) = [one for one in fields("guidance") if one.name == "steps"]
    assert len(places(steps, {})) == 3
    assert len(places(steps, {"steps": [{"en": "x"}] * 4})) == 5


def test_what_was_left_empty_is_left_out():
    body = body_of(
        "answer", {"id": " answer-x ", "says.0.en": "", "says.3.en": "Yes.", "says.3.cites.1": "uz-cc-154"}
    )
    assert body == {
        "kind": "answer",
        "id": "answer-x",
        "sources": [],
        "citizens_of": [],
        "says": [{"en": "Yes.", "cites": ["uz-cc-154"]}],
        "related": [],
        "asks": {"ru": [], "uz": [], "tg": []},
    }

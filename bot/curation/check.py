"""The check of a draft: the records' own rules, and whether its numbers stand in what it cites."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bot.curation.drafts import Draft
from knowledge.corpus import Corpus, Fault, dangling, differing, examine, numbers_of
from knowledge.schema import Answer, Record, texts

TAKEN: Final = "id-taken"
"""The code of the fault that a new record's id is another's."""

DIGITS: Final = 2
"""A number of fewer digits may be a count that the sentence itself makes."""


@dataclass(frozen=True)
class Checked:
    """What a check found."""

    record: Record | None
    """The record that the draft makes, where it is one by itself."""
    faults: tuple[Fault, ...]
    """What keeps it from becoming a record."""
    doubts: tuple[Fault, ...]
    """What the second editor should look at: numbers that no cited record has."""


def check(draft: Draft, corpus: Corpus) -> Checked:
    """Check a draft against the records in use."""
    record, faults = examine(draft.body, Path(draft.kind) / f"{draft.record or 'id'}.yaml")
    if record is None:
        return Checked(None, tuple(sorted(faults)), ())
    faults += dangling(record, {*corpus.records, record.id})
    if record.id in corpus and record.id != draft.replaces:
        what = f"{record.id!r} names a record already; choose another"
        faults.append(Fault(_file(record), "id", what, TAKEN, {"id": record.id}))
    if draft.replaces is not None and record.id != draft.replaces:
        what = f"this draft changes {draft.replaces!r}; keep its id"
        faults.append(Fault(_file(record), "id", what, "keep-id", {"id": draft.replaces}))
    for where, text in texts(record):
        if where != "summary":  # the records' own rules have seen to that
            faults += differing(text, _file(record), where)
    return Checked(record, tuple(sorted(faults)), tuple(_doubts(record, corpus)))


def with_draft(corpus: Corpus, record: Record) -> Corpus:
    """Give the records as they would be with the draft among them."""
    return replace(corpus, records={**corpus.records, record.id: record})


def _doubts(record: Record, corpus: Corpus) -> Iterator[Fault]:
    if not isinstance(record, Answer):
        return
    for i, said in enumerate(record.says):
        cited = [corpus[one] for one in said.cites if one in corpus]
        borne_out = set[str]().union(*(numbers_of(_words(one)) for one in cited))
        if odd := {one for one in numbers_of(said.en) if len(one) >= DIGITS} - borne_out:
            what = f"the numbers {sorted(odd)} stand in no record that it cites"
            yield Fault(_file(record), f"says.{i}", what, "unborne", {"numbers": ", ".join(sorted(odd))})


def _words(record: Record) -> str:
    """Give all that stands in a record, with its thousands unparted."""
    return json.dumps(record.model_dump(mode="json"), ensure_ascii=False)


def _file(record: Record) -> str:
    return f"{record.kind}/{record.id}.yaml"

"""A form made from a record's schema: what the schema gains, the form gains."""

from __future__ import annotations

import re
import types
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

import annotated_types
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from knowledge.schema import (
    LANGS,
    Answer,
    Asks,
    Base,
    Case,
    Contact,
    Guidance,
    Holder,
    Report,
    Sign,
    Slug,
    Source,
    Statute,
    Warning_,
)

KINDS: Final[Mapping[str, type[Base]]] = {
    "answer": Answer,
    "guidance": Guidance,
    "contact": Contact,
    "sign": Sign,
    "case": Case,
    "statute": Statute,
    "warning": Warning_,
    "report": Report,
}
"""What can be drafted; the kinds that answer people's questions stand first."""

HOLDERS: Final = ("any", "UZ", "TJ", "KG", "KZ", "TM", "RU")
SPARE: Final = 1
"""Empty places after what is filled in, where more may follow."""

CITED: Final = 3
"""Places for ids in one row."""

FLAGS: Final[Mapping[str, bool]] = {"yes": True, "no": False}
THERE: Final = "there"
"""Sent with a row that stands although nothing in it is filled in."""

Widget = Literal["line", "number", "choice", "flag", "many", "lines", "texts", "ids", "asks", "group", "rows"]


@dataclass(frozen=True)
class Field:
    """One field of the form."""

    name: str
    """Its name in the record; empty for the words of a row that is nothing but words."""
    label: str
    """Its name in the catalog: that of the part of a record, and its own."""
    widget: Widget
    choices: tuple[str, ...] = ()
    """What may be chosen; of words, the languages."""
    parts: tuple[Field, ...] = ()
    """The fields of a group, or of each row."""
    least: int = 0
    is_null: bool = False
    """Whether nothing is written as such: the schema wants to hear that it isn't known."""
    may_be_bare: bool = False
    """Whether a row may stand with nothing filled in."""


def fields(kind: str) -> list[Field]:
    """Give the form's fields in the order of the schema.

    Raises KeyError where records of that kind are not drafted.
    """
    return [one for one in _parts(KINDS[kind], "") if one.name != "kind"]


def initial(kind: str, today: str) -> dict[str, Any]:
    """Give what a new record of a kind begins with."""
    usual = {"citizens_of": ["any"], "urgency": "plan"}
    return {"kind": kind, "checked": today} | {
        name: value for name, value in usual.items() if name in KINDS[kind].model_fields
    }


def _parts(model: type[BaseModel], owner: str) -> tuple[Field, ...]:
    prefix = f"{owner}." if owner else ""
    words = {name for name in LANGS if name in model.model_fields}
    found = [
        _field(info.alias or name, f"{prefix}{(info.alias or name)}", info)
        for name, info in model.model_fields.items()
        if name not in words
    ]
    if words:
        found.insert(0, Field("", "", "texts", tuple(lang for lang in LANGS if lang in words)))
    return tuple(found)


def _field(name: str, label: str, info: FieldInfo) -> Field:
    bare = _bare(info.annotation)
    if get_origin(bare) is list:
        limits = (one.min_length for one in info.metadata if isinstance(one, annotated_types.MinLen))
        return _list(name, label, get_args(bare)[0], max(limits, default=0))
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return _model(name, label, bare)
    null = info.is_required() and type(None) in get_args(info.annotation)
    if get_origin(bare) is Literal:
        return Field(name, label, "choice", choices=get_args(bare), is_null=null)
    if bare is bool:
        return Field(name, label, "flag", choices=tuple(FLAGS), is_null=null)
    numbers = bare in {int, float} or get_origin(bare) in {Union, types.UnionType}
    return Field(name, label, "number" if numbers else "line", is_null=null)


def _model(name: str, label: str, model: type[BaseModel]) -> Field:
    if issubclass(model, Asks):
        return Field(name, label, "asks", choices=("ru", "uz", "tg"))
    parts = _parts(model, model.__name__.lower())
    if [one.widget for one in parts] == ["texts"]:
        return Field(name, label, "texts", choices=parts[0].choices)
    return Field(name, label, "group", parts=parts)


def _list(name: str, label: str, item: Any, least: int) -> Field:
    if item == Holder:
        return Field(name, label, "many", choices=HOLDERS)
    if item == Slug:
        return Field(name, label, "ids")
    if get_origin(item) is Literal:
        return Field(name, label, "many", choices=get_args(item))
    if not isinstance(item, type) or not issubclass(item, BaseModel):
        return Field(name, label, "lines")
    least = max(least, int(item is Source))
    bare = all(
        not info.is_required() or type(None) in get_args(info.annotation)
        for info in item.model_fields.values()
    )
    return Field(
        name, label, "rows", parts=_parts(item, item.__name__.lower()), least=least, may_be_bare=bare
    )


def _bare(annotation: Any) -> Any:
    """Take an annotation out of `Annotated` and `| None`."""
    if get_origin(annotation) is Annotated and annotation not in {Slug, Holder}:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in {Union, types.UnionType}:
        left = [one for one in get_args(annotation) if one is not type(None)]
        return _bare(left[0]) if len(left) == 1 else annotation
    return annotation


def body_of(kind: str, sent: Mapping[str, str]) -> dict[str, Any]:
    """Make a record's content of what a form sent; what is empty is left out, and so the check names it."""
    return {"kind": kind} | _filled(fields(kind), "", sent)


def _filled(parts: Iterable[Field], prefix: str, sent: Mapping[str, str]) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for one in parts:
        value = _value(one, joined(prefix, one.name), sent)
        if not one.name:
            body |= value
        elif value not in (None, {}):
            body[one.name] = value
        elif one.is_null:
            body[one.name] = None
    return body


def _value(one: Field, name: str, sent: Mapping[str, str]) -> Any:
    match one.widget:
        case "group":
            inner = _filled(one.parts, name, sent)
            return inner if _has_words(inner) else {}
        case "rows":
            return [row for number in _numbers(name, sent) if (row := _row(one, f"{name}.{number}", sent))]
        case "texts" | "asks" | "many" | "ids" | "lines":
            return _several(one, name, sent)
        case _:
            return _single(one, _clean(sent.get(name, "")))


def _single(one: Field, typed: str) -> Any:
    if one.widget == "flag":
        return FLAGS.get(typed)
    return _number(typed) if one.widget == "number" else typed or None


def _several(one: Field, name: str, sent: Mapping[str, str]) -> Any:
    match one.widget:
        case "texts":
            return {lang: words for lang in one.choices if (words := _clean(sent.get(f"{name}.{lang}", "")))}
        case "asks":
            return {lang: _lines(sent.get(f"{name}.{lang}", "")) for lang in one.choices}
        case "many":
            return [key.removeprefix(f"{name}.") for key in sent if key.startswith(f"{name}.")]
        case "ids":
            return _ids(name, sent)
        case _:
            return _lines(sent.get(name, ""))


def _row(one: Field, name: str, sent: Mapping[str, str]) -> dict[str, Any]:
    row = _filled(one.parts, name, sent)
    return row if _has_words(row) or (one.may_be_bare and f"{name}.{THERE}" in sent) else {}


def _has_words(value: Any) -> bool:
    """Whether anything is filled in, however deep it lies."""
    if isinstance(value, dict):
        return any(_has_words(one) for one in value.values())
    return value not in (None, "", [])


def _number(typed: str) -> int | float | str | None:
    """Read a number; what is none is kept as it was typed, and so the check names it."""
    for kind in (int, float):
        try:
            return kind(typed.replace(",", "."))
        except ValueError:
            continue
    return typed or None


def _lines(typed: str) -> list[str]:
    return [line.strip() for line in typed.splitlines() if line.strip()]


def _ids(name: str, sent: Mapping[str, str]) -> list[str]:
    found = (sent.get(f"{name}.{place}", "") for place in _numbers(name, sent))
    return list(dict.fromkeys(one.strip() for one in found if one.strip()))


def _numbers(name: str, sent: Iterable[str]) -> list[int]:
    """Give the numbers of the rows that a form sent."""
    pattern = re.compile(rf"{re.escape(name)}\.(\d{{1,3}})(?:\.|$)")
    return sorted({int(match[1]) for key in sent if (match := pattern.match(key))})


def _clean(words: str) -> str:
    """Make one paragraph of what was typed."""
    return " ".join(words.split())


def joined(prefix: str, name: str) -> str:
    """Give the name of a field within another one, as forms send it."""
    return ".".join(one for one in (prefix, name) if one)


def places(one: Field, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Give the rows to be shown: those that are filled in, and empty ones."""
    return [*rows, *[{}] * (max(one.least - len(rows), 0) or SPARE)]


def ticks(one: Field, chosen: Sequence[str]) -> list[str]:
    """Give all that may be ticked: what is, in its order, and then the others."""
    return list(dict.fromkeys([*chosen, *one.choices]))


def id_places(ids: Iterable[str]) -> list[str]:
    """Give the ids to be shown in a row, and empty places."""
    known = list(ids)
    return known + [""] * max(CITED - len(known), 1)

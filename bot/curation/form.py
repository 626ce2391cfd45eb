"""A form made from a record's schema: what the schema gains, the form gains."""

from __future__ import annotations

import re
import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

import annotated_types
from pydantic.fields import FieldInfo

from knowledge.schema import LANGS, Answer, Asks, Guidance, Holder, Slug, Source, Text

KINDS: Final[Mapping[str, type[Answer | Guidance]]] = {"answer": Answer, "guidance": Guidance}
"""What can be drafted: the kinds that answer people's questions."""

HOLDERS: Final = ("any", "UZ", "TJ", "KG", "KZ", "TM", "RU")
SPARE: Final = 1
"""Empty places after what is filled in, where more may follow."""

CITED: Final = 3
"""Places for ids in one row."""

Widget = Literal["line", "choice", "texts", "holders", "ids", "rows", "asks"]


@dataclass(frozen=True)
class Field:
    """One field of the form."""

    name: str
    widget: Widget
    choices: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    """Of `rows`: the lines of each row besides its texts."""
    has_texts: bool = False
    """Whether each row has the same words in every language."""
    cites: bool = False
    least: int = 0


def fields(kind: str) -> list[Field]:
    """Give the form's fields in the order of the schema.

    Raises KeyError where records of that kind are not drafted.
    """
    found = KINDS[kind].model_fields.items()
    return [_field(name, info) for name, info in found if name != "kind"]


def _field(name: str, info: FieldInfo) -> Field:
    least = max(
        (one.min_length for one in info.metadata if isinstance(one, annotated_types.MinLen)), default=0
    )
    bare = _bare(info.annotation)
    if get_origin(bare) is Literal:
        return Field(name, "choice", choices=get_args(bare))
    if get_origin(bare) is list:
        return _list(name, get_args(bare)[0], least)
    if isinstance(bare, type) and issubclass(bare, Asks):
        return Field(name, "asks", choices=("ru", "uz", "tg"))
    if isinstance(bare, type) and issubclass(bare, Text):
        return Field(name, "texts")
    return Field(name, "line")


def _list(name: str, item: Any, least: int) -> Field:
    if item == Holder:
        return Field(name, "holders", choices=HOLDERS)
    if item == Slug:
        return Field(name, "ids")
    lines = tuple(one for one in item.model_fields if one not in {*LANGS, "cites"})
    texts = issubclass(item, Text)
    least = max(least, int(item is Source))
    return Field(name, "rows", (), lines, texts, "cites" in item.model_fields, least)


def _bare(annotation: Any) -> Any:
    """Take an annotation out of `Annotated` and `| None`."""
    if get_origin(annotation) is Annotated and annotation not in {Slug, Holder}:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in {Union, types.UnionType}:
        return _bare(next(one for one in get_args(annotation) if one is not type(None)))
    return annotation


def body_of(kind: str, sent: Mapping[str, str]) -> dict[str, Any]:
    """Make a record's content of what a form sent; what is empty is left out or an empty list: the check names it."""
    body: dict[str, Any] = {"kind": kind}
    for one in fields(kind):
        value = _value(one, sent)
        if value not in ("", {}):
            body[one.name] = value
    return body


def _value(one: Field, sent: Mapping[str, str]) -> Any:
    match one.widget:
        case "texts":
            return _texts(one.name, sent)
        case "holders":
            return [choice for choice in one.choices if f"{one.name}.{choice}" in sent]
        case "ids":
            return _ids(one.name, sent)
        case "asks":
            lines = {lang: sent.get(f"{one.name}.{lang}", "").splitlines() for lang in one.choices}
            return {lang: [line.strip() for line in some if line.strip()] for lang, some in lines.items()}
        case "rows":
            return [row for number in _numbers(one.name, sent) if (row := _row(one, number, sent))]
        case _:
            return _clean(sent.get(one.name, ""))


def _row(one: Field, number: int, sent: Mapping[str, str]) -> dict[str, Any]:
    name = f"{one.name}.{number}"
    row: dict[str, Any] = _texts(name, sent) if one.has_texts else {}
    row |= {column: _clean(sent.get(f"{name}.{column}", "")) or None for column in one.columns}
    cites = _ids(f"{name}.cites", sent) if one.cites else []
    if not cites and not any(row.values()):
        return {}
    return row | ({"cites": cites} if one.cites else {})


def _texts(name: str, sent: Mapping[str, str]) -> dict[str, str]:
    return {lang: words for lang in LANGS if (words := _clean(sent.get(f"{name}.{lang}", "")))}


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


def places(one: Field, body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the rows to be shown: those that are filled in, and empty ones."""
    rows = list(body.get(one.name) or [])
    return rows + [{}] * (max(one.least - len(rows), 0) or SPARE)


def id_places(ids: Iterable[str]) -> list[str]:
    """Give the ids to be shown in a row, and empty places."""
    known = list(ids)
    return known + [""] * max(CITED - len(known), 1)

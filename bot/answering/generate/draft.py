"""What models have to reply: shapes that are checked before anything in them is read."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import from_json

FENCE: Final = re.compile(r"^\s*```(?:json)?\s*|\s*```\s*$")
LIMITS: Final = {"maxLength", "maxItems", "description"}
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]


class Shape(BaseModel):
    """A reply; fields that nobody asked for are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Sentence(Shape):
    text: Words
    cites: list[Words] = Field(max_length=10)


class Draft(Shape):
    """The answer that a model proposes."""

    sentences: list[Sentence] = Field(max_length=12)


class Rewriting(Shape):
    """Questions that stand alone."""

    questions: list[Words] = Field(max_length=4)


class SeenSign(Shape):
    id: Words
    quote: Words


class SeenSigns(Shape):
    """Signs of recruitment with the words that show them."""

    signs: list[SeenSign] = Field(max_length=40)


class Gloss(Shape):
    """What a text says, in another language."""

    gloss: Words


AnyShape = TypeVar("AnyShape", bound=Shape)


def schema_of(shape: type[Shape]) -> dict[str, Any]:
    """Give the JSON Schema of a shape as servers take it, without limits that some turn into huge grammars."""
    schema: dict[str, Any] = _bare(shape.model_json_schema())
    return schema


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _bare(one) for key, one in value.items() if key not in LIMITS}
    return [_bare(one) for one in value] if isinstance(value, list) else value


class DraftFaultError(Exception):
    """A reply is not of the shape that was asked for."""


def read(text: str, shape: type[AnyShape]) -> AnyShape:
    """Read a reply.

    Of a draft that was cut off, what was complete is read: each sentence is checked by itself.
    Raises DraftFaultError where it is no JSON of this shape; a fence of Markdown around it does no harm.
    """
    bare = FENCE.sub("", text)
    try:
        return shape.model_validate_json(bare)
    except ValidationError as error:
        if whole := _complete(bare):
            with suppress(ValidationError):
                return shape.model_validate({"sentences": whole})
        raise DraftFaultError(shape.__name__) from error


def _complete(text: str) -> list[Any]:
    """Give the sentences of a draft that was cut off before its end, without the one that was being written."""
    try:
        read_so_far = from_json(text, allow_partial=True)
    except ValueError:
        return []
    said = read_so_far.get("sentences") if isinstance(read_so_far, dict) else None
    return said[:-1] if isinstance(said, list) else []

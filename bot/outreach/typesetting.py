"""Setting pages: a Typst template, its data, and fonts that carry every letter of the four written languages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal

import typst

FONTS: Final = Path(__file__).parent / "fonts"
Format = Literal["pdf", "svg", "png"]


def set_page(
    template: Path,
    data: Mapping[str, object],
    form: Format,
    *,
    ppi: int = 300,
    pictures: Mapping[str, str] = {},
) -> bytes:
    """Set the one document that `template` describes; it reads `data.json` and the SVG `pictures` beside it.

    `ppi` is the dots an inch of a PNG.
    """
    files = {"main.typ": template.read_bytes(), "data.json": json.dumps(data, ensure_ascii=False).encode()}
    files |= {name: picture.encode() for name, picture in pictures.items()}
    # its stubs don't know yet that it takes files by name
    made = typst.compile(files, format=form, ppi=ppi, font_paths=_fonts())  # type: ignore[call-overload]
    if not isinstance(made, bytes):
        raise TypeError(f"{template.name} gives {len(made or [])} pages where one file is wanted")
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])

"""Words can be read on what they stand on: WCAG AA, by day and by night."""

from __future__ import annotations

import re

import pytest

from bot.console.templates import STATIC

CSS = (STATIC / "console.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#\w{6})", block))
    for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
)
TEXT = [
    ("ink", "paper"), ("ink", "card"), ("ink", "tint"), ("ink", "field"), ("ink", "blue-tint"), ("soft", "paper"),
    ("soft", "card"), ("soft", "tint"), ("soft", "blue-tint"), ("accent", "card"), ("accent", "paper"),
    ("accent", "tint"), ("accent-ink", "accent"), ("red", "card"), ("red", "red-tint"), ("amber", "card"),
    ("amber", "amber-tint"), ("green", "card"), ("green", "green-tint"), ("blue", "blue-tint"),
]  # fmt: skip
EDGES = [
    ("field-line", "card"),
    ("field-line", "field"),
    ("focus", "card"),
    ("focus", "paper"),
    ("focus", "tint"),
]


def brightness(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast(colours):
    assert len(colours) == len(LIGHT)
    for front, back in TEXT:
        assert contrast(colours[front], colours[back]) >= 4.5, (front, back)
    for front, back in EDGES:
        assert contrast(colours[front], colours[back]) >= 3, (front, back)

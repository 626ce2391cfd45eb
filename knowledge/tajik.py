"""Tajik in Latin letters, as it is typed on phones that have no Cyrillic keyboard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_SHARED: Final = {
    **dict(zip("абвгдезиклмнопрстуфыэӣӯқ", "abvgdeziklmnoprstufieiuq", strict=True)),
    "й": "y",
    "ё": "yo",
    "ж": "j",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "sh",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
    "ҳ": "h",
}
HABITS: Final[tuple[Mapping[int, str], ...]] = tuple(
    str.maketrans(_SHARED | habit)
    for habit in (
        {"х": "kh", "ғ": "gh", "ҷ": "j"},
        {"х": "x", "ғ": "g", "қ": "k", "ҷ": "j"},
        {"х": "h", "ғ": "g", "қ": "q", "ҷ": "dj"},
    )
)
"""There is no one spelling: each habit gives the same words otherwise."""


def tajik_latin(text: str, habit: int) -> str:
    """Give Tajik `text` in lower-case Latin letters, by the habit of that number.

    >>> tajik_latin("Хоҳарам хона рафт", 0), tajik_latin("Хоҳарам хона рафт", 1)
    ('khoharam khona raft', 'xoharam xona raft')
    """
    return text.lower().translate(HABITS[habit % len(HABITS)])

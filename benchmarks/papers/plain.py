"""The usual alternative: Tesseract as it comes, over the photo as it came, and a list of keywords."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

KEYWORDS = {
    "military_contract": (
        "контракт о прохождении военной службы",
        "добровольческ",
        "harbiy xizmat",
        "хизмати ҳарбӣ",
    ),
    "enlistment_application": ("на военную службу по контракту", "пункт отбора", "кандидат"),
    "war_work": ("донецк", "луганск", "мариупол", "окоп", "фортификац"),
    "citizenship_application": ("в гражданство", "присяг", "фуқаролиг", "fuqarolig"),
    "deportation_decision": ("выдворен", "депортац", "неразрешении въезда", "контролируемых лиц"),
    "summons": ("военный комиссариат", "военкомат", "чақирув", "повестка"),
    "police_summons": ("на допрос", "судебная повестка"),
    "labour_contract": (
        "трудовой договор",
        "работодатель",
        "подряд",
        "mehnat shartnomasi",
        "шартномаи меҳнатӣ",
    ),
}


def read(photos: Sequence[bytes]) -> str:
    """Give the words that Tesseract reads of the photos in Russian, turned as it sees fit itself."""
    command = ("tesseract", "stdin", "stdout", "-l", "rus", "--psm", "1")
    return "\n".join(
        subprocess.run(command, input=photo, capture_output=True, check=False).stdout.decode(errors="replace")
        for photo in photos
    )


def kind(text: str) -> str:
    """Name the first kind whose keyword stands in the text."""
    low = " ".join(text.lower().split())
    return next((name for name, words in KEYWORDS.items() if any(word in low for word in words)), "unclear")

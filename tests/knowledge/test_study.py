"""Lessons learned side by side."""

import multiprocessing
import os
import signal
from pathlib import Path

import numpy as np
import pytest

from knowledge import study as studies
from knowledge.learned import Learned
from knowledge.lessons import Lesson
from knowledge.study import Study, study

pytestmark = pytest.mark.slow

WORDS = {"ask": ("can they", "is it", "what does"), "harmful": ("help me", "I want to", "how do I best")}
PAIRS = tuple(
    (f"{start} {end}", label) for label, starts in WORDS.items() for start in starts for end in "abcd"
)


class Doomed(Lesson):
    """A lesson for which a process of its own has no memory."""

    def learn(self, vectors=None) -> Learned:
        if multiprocessing.parent_process() is not None:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().learn(vectors)


@pytest.fixture
def lessons(tmp_path: Path) -> dict[Path, Study]:
    vectors = np.random.default_rng(1).random((len(PAIRS), 8), dtype=np.float32)
    return {
        tmp_path / "words": (Lesson(PAIRS), None),
        tmp_path / "balanced": (Lesson(PAIRS, balanced=True), None),
        tmp_path / "meant": (Lesson(PAIRS, meaning=0.2), vectors),
    }


def margins(lessons: dict[Path, Study]) -> dict[str, bytes]:
    vector = np.ones(8, dtype=np.float32)
    return {
        file.name: Learned.load(file).margins("help me a", vector if vectors is not None else None).tobytes()
        for file, (_, vectors) in lessons.items()
    }


def test_side_by_side_the_same_is_learned(lessons, monkeypatch) -> None:
    assert list(study(lessons)) == [1, 2, 3]
    alone = margins(lessons)
    monkeypatch.setattr(studies, "MANY", 1)
    assert list(study(lessons)) == [1, 2, 3]
    assert margins(lessons) == alone


def test_what_a_process_has_no_room_for_is_learned_here(lessons, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(studies, "MANY", 1)
    lessons[tmp_path / "large"] = Doomed(PAIRS), None
    assert list(study(lessons)) == [1, 2, 3, 4]
    assert all(file.is_file() for file in lessons)

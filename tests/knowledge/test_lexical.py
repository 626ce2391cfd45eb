"""BM25 over folded 4-grams, built anew or out of an older lexicon."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.lexical import Lexicon

KEYS = ["где мой паспорт", "паспорт забрал хозяин", "", "посылка маме из части", "где мой паспорт"]
NEWER = ["можно ли послать посылку", *KEYS[1:], "паспортный стол"]


@pytest.mark.parametrize("text", ["посылка", "паспорт где", "хозяин", "日本語"])
def test_out_of_an_older_lexicon_scores_are_the_same(tmp_path: Path, text: str) -> None:
    Lexicon.build(KEYS).save(tmp_path / "older")
    older = Lexicon.load(tmp_path / "older")
    newer, anew = Lexicon.build(NEWER, (older, KEYS)), Lexicon.build(NEWER)
    assert np.allclose(newer.scores(text), anew.scores(text), atol=1e-6)
    assert Lexicon.build(KEYS, (newer, NEWER)).scores(text) == pytest.approx(older.scores(text), abs=1e-6)

"""What many tests share: the index of the project's own records, built once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from filelock import FileLock

from bot.answering.live import LivePipeline, refresh
from bot.answering.pipeline import Pipeline
from bot.settings import ROOT, Settings
from knowledge.corpus import Corpus, read


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Settings whose data folder holds an up-to-date index; `OGOH_TEST_DATA` names another than `data/`."""
    folder = Path(os.environ.get("OGOH_TEST_DATA", ROOT / "data"))
    found = Settings(_env_file=None, data=folder)
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "tests.lock"):  # pytest-xdist: the first process builds, the others wait
        refresh(found, lambda _stage, _done, _total: None)
    return found


@pytest.fixture(scope="session")
def model_cache(settings: Settings) -> Path:
    """The folder that holds the embedding model."""
    return settings.data


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """All records of the project."""
    return read()


@pytest.fixture(scope="session")
def pipeline(settings: Settings) -> Pipeline:
    """The pipeline over all records of the project."""
    return LivePipeline(settings)()

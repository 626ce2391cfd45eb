"""A journal of its own, and a draft that is a record already."""

from __future__ import annotations

import pytest

from bot.curation.drafts import Drafts
from bot.journal.store import Journal
from bot.journal.vault import Vault


@pytest.fixture
async def journal(tmp_path):
    opened = await Journal.open(f"sqlite:///{tmp_path}/ogoh.db", Vault(bytes(32)), tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
def drafts(journal):
    return Drafts(journal.engine)

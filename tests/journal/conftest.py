from __future__ import annotations

import pytest

from bot.journal.store import Journal
from bot.journal.vault import Vault


@pytest.fixture
def vault():
    return Vault(bytes(32))


@pytest.fixture
def url(tmp_path):
    return f"sqlite+aiosqlite:///{tmp_path}/ogoh.db"


@pytest.fixture
async def journal(url, vault):
    opened = await Journal.open(url, vault)
    yield opened
    await opened.close()


@pytest.fixture
def ali(vault):
    return vault.pseudonym(1001)

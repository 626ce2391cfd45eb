from __future__ import annotations

import pytest

from bot.journal.store import Journal
from bot.journal.vault import Vault
from tests import postgres


@pytest.fixture
def vault():
    return Vault(bytes(32))


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    running = postgres.start(tmp_path_factory.mktemp("postgres") / "data")
    yield running
    running.cleanup()


@pytest.fixture
def sqlite_url(tmp_path):
    return f"sqlite+aiosqlite:///{tmp_path}/ogoh.db"


@pytest.fixture
def postgres_url(server):
    return postgres.emptied(server)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request):
    """The URL of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return request.getfixturevalue("sqlite_url")
    return request.getfixturevalue("postgres_url")


@pytest.fixture
async def journal(url, vault, tmp_path):
    opened = await Journal.open(url, vault, tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
async def in_file(sqlite_url, vault, tmp_path):
    """A journal in `tmp_path/ogoh.db`, for what is looked at from outside."""
    opened = await Journal.open(sqlite_url, vault, tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
def ali(vault):
    return vault.pseudonym(1001)

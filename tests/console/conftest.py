"""The console itself over a journal of its own, and somebody signed in for each role."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import shutil
from dataclasses import replace

import httpx
import pyotp
import pytest
from argon2 import PasswordHasher

from bot.console.app import application
from bot.console.services import Services
from bot.journal.store import Journal
from bot.journal.vault import Vault
from bot.settings import Settings
from bot.staff.accounts import Accounts

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
PASSWORD = "a long enough password"
HOST = "https://console.test"


class Clock:
    """A clock that tests move."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now

    def pass_(self, **time):
        self.now += dt.timedelta(**time)


class Browser:
    """A client that keeps cookies and fills in forms as a browser without JavaScript does."""

    def __init__(self, app, address="192.0.2.1"):
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app, client=(address, 1), raise_app_exceptions=False), base_url=HOST
        )

    async def get(self, path):
        return await self.http.get(path)

    async def post(self, path, data=None, page=None, **options):
        """Send a form with the word that `page` (or the path's own page) holds for it."""
        shown = await self.get(page or path)
        return await self.http.post(path, data={"csrf": csrf(shown)} | (data or {}), **options)

    async def sign_in(self, name, password, code):
        asked = await self.post("/sign-in", {"name": name, "password": password})
        if asked.status_code != 303:
            return asked
        return await self.post("/sign-in/code", {"code": code})


def csrf(page):
    return re.search(r'name="csrf" value="([0-9a-f]+)"', page.text)[1]


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="session")
def blank(tmp_path_factory):
    """A database with all tables and nothing in them, made once."""

    async def make(file):
        await (await Journal.open(f"sqlite:///{file}", Vault(bytes(32)))).close()

    file = tmp_path_factory.mktemp("blank") / "ogoh.db"
    asyncio.run(make(file))
    return file


@pytest.fixture
async def journal(blank, tmp_path):
    shutil.copy(blank, tmp_path)
    opened = await Journal.open(f"sqlite:///{tmp_path}/ogoh.db", Vault(bytes(32)), tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
def services(journal, pipeline, clock, tmp_path):
    settings = Settings(_env_file=None, data=tmp_path)
    of_all = Services.of(settings, journal, lambda: pipeline, clock)
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    return replace(of_all, accounts=Accounts(journal.engine, journal.vault, cheap))


@pytest.fixture
def app(services):
    return application(services)


@pytest.fixture
def stranger(app):
    """A browser that nobody has signed in with."""
    return Browser(app)


@pytest.fixture
def enrolled(services, clock):
    """`await enrolled("lola", "editor")`: an account with its one-time codes; gives their secret."""

    async def enrol(name, role):
        await services.accounts.add(name, role, clock())
        secret = await services.accounts.secret(name)
        codes = await services.accounts.enrol(name, pyotp.TOTP(secret).at(clock()), PASSWORD, clock())
        clock.pass_(seconds=60)
        return secret, codes

    return enrol


@pytest.fixture
def signed_in(app, services, enrolled, clock):
    """`await signed_in("editor")`: a browser in which somebody of that role is signed in, named after it."""

    async def enter(role, name=None):
        name = name or role
        await services.accounts.get(name) or await enrolled(name, role)
        browser = Browser(app)
        token = await services.sessions.open(name, "signed-in", "test", clock())
        browser.http.cookies.set("__Host-ogoh-session", token, domain="console.test")
        return browser

    return enter

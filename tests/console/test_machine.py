"""Glosses by a language model, which a moderator asks for."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.answering.generate.budget import Purse
from bot.answering.generate.model import model_of
from bot.console.app import application
from bot.journal.exchange import Exchange, Said
from bot.settings import Settings
from tests.console.conftest import NOW
from tests.llm_server import Play, Server


def played(asked):
    gloss = "He asks how many years are given under 154." if "154" in asked.data["text"] else "From five."
    return Play(json.dumps({"gloss": gloss}))


@pytest.fixture(scope="module")
def server():
    with Server(played) as running:
        yield running


@pytest.fixture
def model(server):
    server.asked.clear()
    opened = model_of(Settings(_env_file=None, llm="openai:played", llm_url=server.url), Purse())
    yield opened
    opened.close()


@pytest.fixture
def app(services, model):
    return application(replace(services, model=model))


@pytest.fixture
def kept(journal):
    """`await kept("question")`: an exchange with an answer that tells no number."""

    async def keep(question, urgency="plan"):
        exchange = Exchange(
            question, language="tg", urgency=urgency, outcome="answered", answer=(Said("Аз панҷ."),)
        )
        return await journal.exchanges.record(journal.pseudonym(1), exchange, NOW)

    return keep


async def test_a_moderator_asks_for_a_gloss(signed_in, kept, journal, services, server, model):
    entry = await journal.exchanges.get(await kept("Бо 154 чанд сол медиҳанд"))
    moderator = await signed_in("moderator")
    page = f"/conversations/{entry.conversation}"
    assert "machine-" in (await moderator.get(page)).text
    shown = await moderator.post(f"/exchanges/{entry.id}/gloss", page=page)
    assert "He asks how many years are given under 154." in shown.text
    assert "From five." in shown.text
    assert "openai:played" in shown.text
    assert model.budget.spent.tokens == 2 * 790
    assert ("moderator", "gloss-asked", str(entry.id)) in [
        (one.account, one.deed, one.subject) for one in await services.audit.list(5)
    ]


async def test_a_gloss_that_changes_a_number_is_not_shown(signed_in, kept, journal, server):
    entry = await journal.exchanges.get(await kept("Бо 154 ё 155 чанд сол"))
    moderator = await signed_in("moderator")
    page = f"/conversations/{entry.conversation}"
    shown = await moderator.post(f"/exchanges/{entry.id}/gloss", page=page)
    assert "He asks" not in shown.text
    assert "From five." in shown.text


async def test_what_was_written_in_danger_goes_to_no_model(signed_in, kept, journal, server):
    entry = await journal.exchanges.get(await kept("Маро мезананд", urgency="emergency"))
    moderator = await signed_in("moderator")
    page = f"/conversations/{entry.conversation}"
    assert "machine-" not in (await moderator.get(page)).text
    assert (await moderator.post(f"/exchanges/{entry.id}/gloss", page=page)).status_code == 404
    assert not server.asked

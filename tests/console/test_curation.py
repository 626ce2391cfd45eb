"""In a real browser: from questions without an answer to a record that two editors stand by, and another answer."""

from __future__ import annotations

import asyncio
import datetime as dt
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from argon2 import PasswordHasher
from playwright.async_api import expect

from bot.answering.live import LivePipeline, refresh
from bot.answering.question import Question
from bot.console.serve import listen, serve
from bot.console.services import Services, now
from bot.settings import Settings
from bot.staff.accounts import Accounts
from knowledge.signals import Signals
from tests.browser import asynchronous, screenshot
from tests.curation.examples import body
from tests.curation.test_form import sent
from tests.handful import few_examples, few_records
from tests.journal.examples import exchange

pytestmark = pytest.mark.slow

ASKED = {"uz": "qismdan uyga posilka jonatsam boladimi", "uz_Cyrl": "қисмдан уйга посилка жонатсам боладими"}
IN_TAJIK = "аз қисм ба хона баста фиристам мешавад?"
RECORD = "answer-parcel-home"


@pytest.fixture
def few(tmp_path, model_cache, monkeypatch):
    """Settings over a handful of records, with few examples to learn from, and their index."""
    own, examples = few_records(tmp_path, model_cache), few_examples()
    monkeypatch.setattr(Signals, "read", lambda: examples)
    refresh(own, lambda _stage, _done, _total: None)
    return own


def cheap(made):
    hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    return replace(made, accounts=Accounts(made.journal.engine, made.journal.vault, hasher))


@asynccontextmanager
async def console(services):
    """Serve the console; gives `await page("lola")`: a page on which that editor is signed in."""
    listening, stop = listen("127.0.0.1", 0), asyncio.Event()
    serving = asyncio.create_task(serve(services, listening, stop))
    address = f"http://localhost:{listening.getsockname()[1]}"
    faults = []
    async with asynchronous() as browser:

        async def page(name, role="editor", **context):
            await services.accounts.add(name, role, now())
            token = await services.sessions.open(name, "signed-in", "Chromium", now())
            wide = {"locale": "en-US", "base_url": address, "viewport": {"width": 1280, "height": 860}}
            opened = await browser.new_context(**wide | context)
            await opened.add_cookies([{"name": "ogoh-session", "value": token, "url": address}])
            made = await opened.new_page()
            made.on("pageerror", lambda fault: faults.append(str(fault)))
            made.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
            made.set_default_timeout(10_000)
            return made

        yield page
    stop.set()
    await serving
    assert faults == []


@pytest.fixture
async def services(few, journal):
    made = cheap(Services.of(few, journal, LivePipeline(few)))
    yield made
    await asyncio.to_thread(made.builder.wait, 60)


@pytest.fixture
async def opened(services):
    async with console(services) as page:
        yield page


async def filled(page, fields):
    for name, value in fields.items():
        field = page.locator(f'[name="{name}"]')
        if value == "on":
            await field.check()
        elif await field.evaluate("one => one.tagName") == "SELECT":
            await field.select_option(value)
        else:
            await field.fill(value)


def cites(pipeline):
    answers = [pipeline.answer(Question(text, "TJ", language)) for language, text in ASKED.items()]
    return [RECORD in answer.records for answer in answers]


async def test_from_a_gap_to_another_answer(opened, services, journal, few):
    for language, text in ASKED.items():
        made = exchange(text, language=language, outcome="abstained", answer=(), passport="TJ")
        await journal.exchanges.record("p" * 32, made, now())
    bot = LivePipeline(few)  # as another process has it
    assert cites(bot()) == [False] * 2

    lola = await opened("lola")
    await lola.goto("/gaps")
    await expect(lola.locator("tbody tr")).to_have_count(1)
    await lola.screenshot(path=screenshot("gaps"))
    await lola.locator("tbody a").click()
    await lola.get_by_role("button", name="Begin a draft").click()
    await filled(lola, sent("answer", body()))
    await lola.get_by_role("button", name="Save and hand in").click()
    await expect(lola.get_by_text("No faults")).to_be_visible()
    await expect(lola.get_by_text("Another editor approves it")).to_be_visible()
    draft = lola.url.partition("#")[0]

    rustam = await opened("rustam")
    await rustam.goto(draft)
    await expect(rustam.locator('.bubble[lang="uz-Cyrl"]')).to_contain_text("посилка")
    await rustam.screenshot(path=screenshot("draft"), full_page=True)
    await rustam.get_by_role("button", name="Approve").click()
    await expect(rustam.get_by_text("The index is up to the records")).to_be_visible(timeout=60_000)
    await rustam.get_by_role("link", name="Look again").click()
    await expect(rustam.get_by_text("answered by this record", exact=True)).to_have_count(2)
    await rustam.screenshot(path=screenshot("approved"), full_page=True)

    assert bot.look()
    assert cites(bot()) == [True] * 2
    assert (few.records / "answer" / f"{RECORD}.yaml").is_file()
    questions = (few.records / "questions.jsonl").read_text(encoding="utf-8")
    assert all(text in questions for text in ASKED.values())

    await rustam.goto("/playground")
    await rustam.get_by_label("Question", exact=True).fill(IN_TAJIK)
    await rustam.get_by_role("button", name="Ask").click()
    await expect(rustam.locator(".bubble").first).to_contain_text("баста")
    await rustam.screenshot(path=screenshot("playground"), full_page=True)
    assert await journal.exchanges.count() == 2


async def test_the_other_pages_fit_a_phone(journal, pipeline, tmp_path):
    settings = Settings(_env_file=None, data=tmp_path, console_tls=False, bot_name="ogoh_test_bot")
    services = cheap(Services.of(settings, journal, lambda: pipeline))
    await journal.partners.add("Umid", now() - dt.timedelta(weeks=4))
    link = await journal.partners.add_link("Umid", "Kazan, canteen", "tg", now() - dt.timedelta(weeks=4))
    for number in range(60):
        when = now() - dt.timedelta(days=number % 25)
        language = ("uz", "ru", "tg")[number % 3]
        outcome = "abstained" if number % 4 == 0 else "answered"
        told = exchange(
            f"{number}", language=language, outcome=outcome, link=link.code, topic="answer-lawyer"
        )
        await journal.exchanges.record(f"{number % 20:032}", told, when)
        await journal.partners.arrive(f"{number % 20:032}", link.code, when)
    async with console(services) as page:
        lola = await page("lola")
        phone = await page(
            "zarina", viewport={"width": 360, "height": 700}, locale="ru-RU", color_scheme="dark"
        )
        places = (
            "gaps",
            "drafts",
            "records",
            "records/uz-cc-154",
            "playground",
            "figures",
            "partners",
            "partners/1",
        )
        for place in places:
            await phone.goto(f"/{place}")
            assert await phone.evaluate("document.documentElement.scrollWidth") <= 360, place
        await phone.goto("/figures")
        await phone.screenshot(path=screenshot("figures-phone"), full_page=True)
        for name, place in {"figures": "figures", "partner": "partners/1", "records": "records"}.items():
            await lola.goto(f"/{place}")
            await lola.screenshot(path=screenshot(name), full_page=True)
        await expect(lola.locator("tbody tr[data-row]")).to_have_count(50)

"""In a real browser: from questions without an answer to a record that two editors stand by, and another answer."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace

import pytest
import yaml
from argon2 import PasswordHasher
from playwright.async_api import expect

from bot.answering.live import LivePipeline, refresh
from bot.answering.question import Question
from bot.console.serve import listen, serve
from bot.console.services import Services, now
from bot.settings import Settings
from bot.staff.accounts import Accounts
from knowledge.adverts import Offers
from knowledge.corpus import RECORDS
from knowledge.signals import Signals
from tests.browser import asynchronous, screenshot
from tests.curation.examples import body
from tests.curation.test_form import sent
from tests.journal.examples import exchange

pytestmark = pytest.mark.slow

FEW = (
    "answer/answer-lawyer", "answer/answer-police-force-sign", "answer/answer-bonus-real",
    "guidance/guide-find-free-lawyer", "guidance/guide-detained-pressed-to-sign",
)  # fmt: skip
ASKED = {"uz": "qismdan uyga posilka jonatsam boladimi", "uz_Cyrl": "қисмдан уйга посилка жонатсам боладими"}
IN_TAJIK = "аз қисм ба хона баста фиристам мешавад?"
RECORD = "answer-parcel-home"


@pytest.fixture
def few(tmp_path, model_cache, settings, monkeypatch):
    """Settings over a handful of records, with few examples to learn from: an index of its own in seconds."""
    everything = Signals.read()
    reduced = Signals(
        {name: {k: v[:12] for k, v in langs.items()} for name, langs in everything.examples.items()},
        Offers({name: phrases[:6] for name, phrases in everything.offers.phrases.items()}),
    )
    monkeypatch.setattr(Signals, "read", lambda: reduced)
    for name in FEW:
        record = yaml.safe_load((RECORDS / f"{name}.yaml").read_text(encoding="utf-8"))
        for field in ("related", "contacts", "statutes"):
            record.pop(field, None)
        for said in record.get("says", []):
            said["cites"] = [record["id"]]
        file = tmp_path / "records" / f"{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.safe_dump(record, allow_unicode=True), encoding="utf-8")
    data = tmp_path / "data"
    (data / "index").mkdir(parents=True)
    (data / "e5-small").symlink_to((model_cache / "e5-small").resolve())
    shutil.copy(settings.data / "index" / "vectors.npz", data / "index")  # known texts need no vectors anew
    own = Settings(_env_file=None, data=data, records=tmp_path / "records", console_tls=False)
    refresh(own, lambda _stage, _done, _total: None)
    return own


@pytest.fixture
async def services(few, journal):
    made = Services.of(few, journal, LivePipeline(few))
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    yield replace(made, accounts=Accounts(journal.engine, journal.vault, cheap))
    await asyncio.to_thread(made.builder.wait, 60)


@pytest.fixture
async def opened(services):
    """`await opened("lola")`: a page of the console on which that editor is signed in."""
    listening, stop = listen("127.0.0.1", 0), asyncio.Event()
    serving = asyncio.create_task(serve(services, listening, stop))
    address = f"http://localhost:{listening.getsockname()[1]}"
    faults = []
    async with asynchronous() as browser:

        async def page(name):
            await services.accounts.add(name, "editor", now())
            token = await services.sessions.open(name, "signed-in", "Chromium", now())
            context = await browser.new_context(
                locale="en-US", base_url=address, viewport={"width": 1280, "height": 860}
            )
            await context.add_cookies([{"name": "ogoh-session", "value": token, "url": address}])
            made = await context.new_page()
            made.on("pageerror", lambda fault: faults.append(str(fault)))
            made.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
            made.set_default_timeout(10_000)
            return made

        yield page
    stop.set()
    await serving
    assert faults == []


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

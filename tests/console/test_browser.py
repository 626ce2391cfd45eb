"""The console in a real browser, beside a real bot that talks to the fake Telegram."""

from __future__ import annotations

import asyncio
import contextlib
import re
from dataclasses import replace

import pyotp
import pytest
from argon2 import PasswordHasher
from playwright.async_api import expect

from bot.cli.demo import fill
from bot.console.serve import listen, serve
from bot.console.services import Services, now
from bot.dialogue.conversation import Conversation
from bot.dialogue.public import Public
from bot.settings import Settings
from bot.staff.accounts import Accounts
from bot.telegram.app import open_doors
from tests.browser import asynchronous, screenshot
from tests.console.conftest import PASSWORD
from tests.telegram_server import FakeTelegram

pytestmark = pytest.mark.slow

TOKEN = "1000:TEST-TOKEN"
QUESTION = "Armiya bilan shartnoma imzolasam, uyda qamashadimi?"


class Console:
    """The console's address, what works behind it, and browsers that look at it."""

    def __init__(self, address, services, browser):
        self.address = address
        self.services = services
        self._browser = browser
        self.faults = []

    async def page(self, *, role=None, **context):
        """A new page; with a role, of somebody who is signed in."""
        opened = await self._browser.new_context(**{"locale": "en-US"} | context)
        if role is not None:
            if await self.services.accounts.get(role) is None:
                await self.services.accounts.add(role, role, now())
            token = await self.services.sessions.open(role, "signed-in", "Chromium", now())
            await opened.add_cookies([{"name": "ogoh-session", "value": token, "url": self.address}])
        page = await opened.new_page()
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on("console", self._note)
        page.set_default_timeout(10_000)
        return page

    def _note(self, line):
        if (
            line.type == "error"
            and "Failed to load resource" not in line.text
            and "Response Status" not in line.text
        ):
            self.faults.append(line.text)


@pytest.fixture
async def console(journal, pipeline, tmp_path):
    """A console that is served; a script's fault, or what its own policy forbids, fails the test."""
    settings = Settings(_env_file=None, data=tmp_path, console_tls=False)
    services = Services.of(settings, journal, lambda: pipeline)
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    services = replace(services, accounts=Accounts(journal.engine, journal.vault, cheap))
    listening, stop = listen("127.0.0.1", 0), asyncio.Event()
    serving = asyncio.create_task(serve(services, listening, stop))
    async with asynchronous() as browser:
        opened = Console(f"http://localhost:{listening.getsockname()[1]}", services, browser)
        yield opened
    stop.set()
    await serving
    assert opened.faults == []


@pytest.fixture
async def filled(console, journal, pipeline):
    await fill(journal, lambda: pipeline, now())
    return console


async def test_the_first_sign_in_and_the_next(console):
    first = await console.services.accounts.add("lola", "moderator", now())
    page = await console.page()
    await page.goto(f"{console.address}/conversations")
    await page.get_by_label("Name").fill("lola")
    await page.get_by_label("Password").fill(first)
    await page.screenshot(path=screenshot("sign-in"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("img", name="QR code")).to_be_visible()
    secret = (await page.locator("#secret").inner_text()).replace(" ", "")
    await page.screenshot(path=screenshot("first-sign-in"), full_page=True)
    await page.get_by_label("Code that the app shows").fill(pyotp.TOTP(secret).at(now()))
    await page.get_by_label("New password").fill(PASSWORD)
    await page.get_by_label("The same once more").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.locator(".codes li")).to_have_count(10)
    code = await page.locator(".codes code").first.inner_text()
    await page.get_by_role("link", name="I have written them down").click()
    await expect(page.get_by_role("heading", name="Conversations")).to_be_visible()
    await page.get_by_role("button", name="Sign out").click()

    await page.get_by_label("Name").fill("lola")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await page.get_by_label("Code from your app").fill(code)
    await page.keyboard.press("Enter")
    await page.get_by_role("link", name="lola").click()
    await expect(page.get_by_text("9 codes are left")).to_be_visible()
    assert [one.deed for one in await console.services.audit.list()].count("signed-in") == 2


async def test_a_conversation_is_reviewed_by_keys(filled):
    page = await filled.page(role="moderator", viewport={"width": 1280, "height": 860})
    await page.goto(filled.address)
    await page.screenshot(path=screenshot("conversations"))
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await page.locator("details.record summary").first.click()
    await expect(page.locator("details.record p").first).to_be_visible()
    await page.evaluate("scrollTo(0, 0)")
    await page.screenshot(path=screenshot("conversation"))
    before = page.url
    await page.keyboard.press("j")
    await expect(page).not_to_have_url(before)
    await page.get_by_text("Say what is wrong").first.click()
    await page.get_by_label("Which sentence").first.select_option("1")
    await page.get_by_label("What would be right").first.fill("The embassy answers only by e-mail.")
    await page.get_by_role("button", name="Wrong").first.click()
    await expect(page.locator(".line.faulty")).to_have_count(1)
    await expect(page.get_by_text("The embassy answers only by e-mail.")).to_be_visible()
    await page.keyboard.press("u")
    await page.get_by_text("Filter").click()
    await page.get_by_label("Verdict").select_option("wrong")
    await expect(page.locator(".queue li")).to_have_count(1)


async def test_a_reply_reaches_the_person_and_his_answer_the_console(console, journal, pipeline, tmp_path):
    async with FakeTelegram(TOKEN) as tg, bot(tg, journal, pipeline, tmp_path):
        ali = tg.person(1, language_code="uz")
        ali.say(QUESTION)
        answer = await ali.next()
        ali.press(next(label for label in answer.labels if "odam" in label.lower()), answer)
        offer = await ali.next()
        ali.press(offer.labels[0], offer)
        await ali.next()

        page = await console.page(role="moderator", viewport={"width": 1280, "height": 860})
        await page.goto(f"{console.address}/conversations?kind=human")
        await page.locator(".queue a").first.click()
        await page.get_by_text("Templates").click()
        await page.locator(".template").first.click()
        await page.get_by_label("Write in Uzbek").press_sequentially(" Qayerdasiz?")
        await page.get_by_role("button", name="Send").click()
        reply = await ali.next()
        assert reply.plain.endswith("Qayerdasiz?")
        assert "moderator" not in reply.text
        await expect(page.locator(".state").first).to_have_text("delivered", timeout=15_000)
        ali.press(reply.labels[0], reply)
        await ali.next()
        ali.say("Moskvadaman, telefonim +998 90 123 45 67")
        await expect(page.get_by_text("Moskvadaman, telefonim [phone]")).to_be_visible(timeout=15_000)
        await page.locator(".talk").screenshot(path=screenshot("reply"))
        await page.get_by_role("button", name="End it").click()
        await expect(page.get_by_text("the way to the person is erased").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_on_a_phone(filled, scheme):
    page = await filled.page(
        role="moderator", locale="ru-RU", color_scheme=scheme, device_scale_factor=2,
        viewport={"width": 360, "height": 740},
    )  # fmt: skip
    await page.goto(filled.address)
    await expect(page.get_by_role("heading", name="Разговоры")).to_be_visible()
    await page.screenshot(path=screenshot(f"phone-{scheme}"))
    for _ in range(2):
        assert await page.evaluate("document.documentElement.scrollWidth") == 360
        await page.locator("a[href*='/conversations/']").first.click()
    await page.screenshot(path=screenshot(f"phone-conversation-{scheme}"))


async def test_a_form_that_is_not_taken_says_so(filled):
    page = await filled.page(role="moderator")
    await page.goto(filled.address)
    await page.locator(".queue a").first.click()
    await page.evaluate("document.querySelectorAll('[name=csrf]').forEach((field) => { field.value = 'x' })")
    await page.get_by_role("button", name="Right").first.click()
    await expect(page.get_by_text("Nothing was saved")).to_be_visible()


async def test_without_javascript(filled):
    page = await filled.page(role="moderator", java_script_enabled=False)
    await page.goto(filled.address)
    await page.locator(".queue a").first.click()
    await page.get_by_role("button", name="Right").first.click()
    await expect(page.locator(".verdict .tag").first).to_have_text("Right")
    await page.locator("textarea[name=text]").last.fill("Call the embassy first")
    await page.get_by_role("button", name="Add").click()
    await expect(page.locator(".note .text")).to_have_text("Call the embassy first")
    await page.get_by_role("button", name="RU").click()
    await expect(page.get_by_role("button", name="Выйти")).to_be_visible()
    assert re.search(r"/conversations/\w+\?at=", page.url)


@contextlib.asynccontextmanager
async def bot(tg, journal, pipeline, folder):
    settings = Settings(
        _env_file=None, TELEGRAM_BOT_TOKEN=TOKEN, bot_api_base_url=tg.base_url, data=folder, answer_hours=24
    )
    stop = asyncio.Event()
    conversation = Conversation(lambda: pipeline, Public.of(settings))
    serving = asyncio.create_task(open_doors(settings, conversation, journal, stop))
    try:
        yield
    finally:
        stop.set()
        await serving

"""A whole bot talks with a person through the fake Bot API."""

import asyncio
import contextlib
import os
import sys

import aiohttp
import pytest
from telegram import (
    Bot,
    Update,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from tests.fake_telegram.clients import CONTACTS, TOKEN, fetch, keyboard
from tests.telegram_server import Button


@contextlib.asynccontextmanager
async def running(tg, *handlers):
    """A whole PTB application that polls the server."""
    app = Application.builder().token(TOKEN).base_url(tg.base_url).build()
    app.add_handlers(handlers)
    async with app:
        await app.updater.start_polling(timeout=1, poll_interval=0)
        await app.start()
        try:
            yield app
        finally:
            await app.updater.stop()
            await app.stop()


async def echo(update: Update, _):
    await update.message.reply_html(f"<b>{update.message.text}</b>", reply_markup=keyboard(CONTACTS))


async def toast(update: Update, _):
    await update.callback_query.answer("бор")
    await update.callback_query.edit_message_text("Контакты")


async def test_a_whole_application_talks(tg, ali):
    async with running(tg, MessageHandler(filters.TEXT, echo), CallbackQueryHandler(toast)):
        ali.say("салом")
        answer = await ali.next()
        assert (answer.text, answer.plain) == ("<b>салом</b>", "салом")
        assert answer.buttons == ((Button("☎ Контакты", data="contacts:1"),),)

        ali.press("☎ Контакты")
        assert (await ali.next_edit()).plain == "Контакты"
        assert ali.toasts == ["бор"]
        assert [sent.edited for sent in ali.messages] == [True]
        await ali.quiet(0.1)


async def test_commands_and_deep_links_reach_their_handlers(tg, ali):
    async def start(update, context):
        await update.message.reply_text(f"{update.effective_user.language_code} {context.args}")

    async with running(tg, CommandHandler("start", start)):
        ali.start()
        assert (await ali.next()).plain == "uz []"
        ali.start("flyer-3")
        assert (await ali.next()).plain == "uz ['flyer-3']"


async def test_an_outage_ends_and_the_bot_is_back(tg, ali):
    async with running(tg, MessageHandler(filters.TEXT, echo)):
        await tg.wait_for_call("getUpdates")
        port = tg.port
        async with tg.outage():
            ali.say("есть кто?")
            with pytest.raises(aiohttp.ClientConnectorError):
                await fetch(tg, "getMe")
        assert tg.port == port
        assert (await ali.next()).plain == "есть кто?"


async def test_the_command_line_serves_and_speaks_for_a_person():
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.telegram_server", "--port", "0", "--token", TOKEN),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    try:
        base_url = (await server.stdout.readline()).decode().split()[0].partition("=")[2]
        server.stdin.write("Меня задержали\n".encode())
        async with Bot(TOKEN, base_url=base_url) as bot:
            (update,) = await bot.get_updates(timeout=5)
            assert update.message.text == "Меня задержали"
            await update.message.reply_text("Слышу")
        seen = [(await server.stdout.readline()).decode() for _ in range(4)]
        assert seen[0].startswith("200 getMe")
        assert "#2 bot: 'Слышу'\n" in seen
    finally:
        server.terminate()
        await server.communicate()

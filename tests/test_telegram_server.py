"""The fake Bot API, shown through python-telegram-bot's own client: each test is an example of its use."""

import asyncio
import contextlib
import json
import os
import re
import sys
import time

import aiohttp
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter, TimedOut
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from tests.telegram_server import Button, FakeTelegram

TOKEN = "1000:TEST-TOKEN"


@pytest.fixture(autouse=True)
def new_retry_after(monkeypatch):
    """PTB warns about its old way to tell seconds, and warnings are errors here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def tg():
    async with FakeTelegram(TOKEN, chat_rate=None, overall_rate=None) as server:
        yield server


@pytest.fixture
async def bot(tg):
    async with client(tg) as one:
        yield one


@pytest.fixture
def ali(tg):
    return tg.person(7, language_code="uz", first_name="Али")


def client(tg):
    return Bot(TOKEN, base_url=tg.base_url, base_file_url=tg.base_file_url)


def keyboard(*buttons):
    return InlineKeyboardMarkup([[button] for button in buttons])


@contextlib.contextmanager
def refused(words, kind=BadRequest):
    with pytest.raises(kind, match=f"(?i){re.escape(words)}"):
        yield


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


CONTACTS = InlineKeyboardButton("☎ Контакты", callback_data="contacts:1")


class TestConversation:
    async def test_a_whole_application_talks(self, tg, ali):
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

    async def test_commands_and_deep_links_reach_their_handlers(self, tg, ali):
        async def start(update, context):
            await update.message.reply_text(f"{update.effective_user.language_code} {context.args}")

        async with running(tg, CommandHandler("start", start)):
            ali.start()
            assert (await ali.next()).plain == "uz []"
            ali.start("flyer-3")
            assert (await ali.next()).plain == "uz ['flyer-3']"

    async def test_an_outage_ends_and_the_bot_is_back(self, tg, ali):
        async with running(tg, MessageHandler(filters.TEXT, echo)):
            await tg.wait_for_call("getUpdates")
            port = tg.port
            async with tg.outage():
                ali.say("есть кто?")
                with pytest.raises(aiohttp.ClientConnectorError):
                    await fetch(tg, "getMe")
            assert tg.port == port
            assert (await ali.next()).plain == "есть кто?"


async def fetch(tg, method, token=TOKEN, **kwargs):
    """One request by hand, for what PTB would not send."""
    url = f"{tg.base_url}{token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, **kwargs) as answer:
        return answer.status, await answer.text()


class TestRequests:
    async def test_get_me(self, bot):
        assert (await bot.get_me()).id == 1000

    async def test_a_wrong_token_is_unauthorized(self, tg):
        status, text = await fetch(tg, "getMe", "1000:WRONG")
        assert (status, text) == (401, '{"ok": false, "error_code": 401, "description": "Unauthorized"}')

    @pytest.mark.parametrize("body", ["json", "data"])
    async def test_json_and_form_bodies(self, tg, ali, body):
        status, text = await fetch(tg, "sendMessage", **{body: {"chat_id": "7", "text": "5"}})
        assert (status, json.loads(text)["result"]["text"]) == (200, "5")
        assert (await ali.next()).text == "5"

    async def test_unknown_methods_are_not_found_but_harmless_setters_succeed(self, tg):
        assert (await fetch(tg, "makeCoffee"))[0] == 404
        assert await fetch(tg, "setChatMenuButton") == (200, '{"ok": true, "result": true}')

    async def test_every_call_is_logged(self, tg, bot, ali):
        await bot.send_chat_action(ali.id, "typing")
        call = tg.called("sendChatAction")[0]
        assert (call.parameters, call.status) == ({"chat_id": 7, "action": "typing"}, 200)


class TestPolling:
    async def test_unconfirmed_updates_come_again_and_confirmed_ones_do_not(self, tg, bot, ali):
        first, second = ali.say("1"), ali.say("2")
        for _ in range(2):
            assert [update.update_id for update in await bot.get_updates()] == [first, second]
        assert [update.update_id for update in await bot.get_updates(offset=second)] == [second]
        assert tg.pending == [second]

    async def test_a_repeated_update_comes_once_more_after_it_was_confirmed(self, tg, bot, ali):
        update_id = ali.say("помогите")
        assert await bot.get_updates(offset=update_id + 1) == ()
        tg.repeat(update_id)
        again = await bot.get_updates(offset=update_id + 1)
        assert [update.message.text for update in again] == ["помогите"]
        assert await bot.get_updates(offset=update_id + 1) == ()

    async def test_long_polling_waits_for_news(self, bot, ali):
        poll = asyncio.create_task(bot.get_updates(timeout=5))
        await asyncio.sleep(0.1)
        assert not poll.done()
        ali.say("вот")
        assert len(await poll) == 1

    async def test_limit_and_negative_offset(self, bot, ali):
        for text in "abc":
            ali.say(text)
        assert [update.message.text for update in await bot.get_updates(limit=1)] == ["a"]
        assert [update.message.text for update in await bot.get_updates(offset=-1)] == ["c"]

    async def test_kinds_that_are_not_allowed_are_lost(self, bot, ali):
        await bot.get_updates(allowed_updates=["callback_query"])
        ali.say("мимо")
        assert await bot.get_updates() == ()

    async def test_who_polls_second_throws_out_the_first(self, tg, bot):
        first = asyncio.create_task(bot.get_updates(timeout=5))
        await tg.wait_for_call("getUpdates")
        async with client(tg) as rival:
            await rival.get_updates()
        with refused("terminated by other getUpdates", Conflict):
            await first

    async def test_the_poll_of_a_dead_bot_does_not_stand_in_the_way(self, tg, bot, ali):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(fetch(tg, "getUpdates", data={"timeout": "30"}), 0.1)
        ali.say("есть кто?")
        assert len(await bot.get_updates(timeout=5)) == 1

    async def test_a_webhook_excludes_polling(self, bot):
        await bot.set_webhook("https://bot.example/hook")
        assert (await bot.get_webhook_info()).url == "https://bot.example/hook"
        with refused("webhook is active", Conflict):
            await bot.get_updates()
        await bot.delete_webhook()
        assert await bot.get_updates() == ()

    async def test_dropping_pending_updates_loses_cries_for_help(self, tg, bot, ali):
        ali.say("помогите")
        await bot.delete_webhook(drop_pending_updates=True)
        assert tg.pending == []


class TestTexts:
    async def test_an_empty_text(self, bot, ali):
        with refused("message text is empty"):
            await bot.send_message(ali.id, " ")

    async def test_the_length_counts_after_markup_and_in_utf16(self, bot, ali):
        await bot.send_message(ali.id, f"<b>{'я' * 4094}</b>😀", "HTML")
        with refused("message is too long"):
            await bot.send_message(ali.id, "я" * 4095 + "😀")

    async def test_html_that_telegram_takes(self, ali, bot):
        html = (
            "<b>а<i>б</i></b> <u>в</u> <s>г</s> <code>д</code> <pre>е</pre> "
            '<a href="https://e.org/?a=1&amp;b">ж</a> '
            '<tg-spoiler>з</tg-spoiler> <span class="tg-spoiler">и</span> '
            "<blockquote expandable>й</blockquote> &lt;&gt;&amp;&quot;&#39;&#x1F600;"
        )
        sent = await bot.send_message(ali.id, html, "HTML")
        assert (await ali.next()).plain == sent.text == "аб в г д е ж з и й <>&\"'😀"
        assert sent.entities[1].offset == 1
        assert sent.entities[6].url == "https://e.org/?a=1&b"

    @pytest.mark.parametrize(
        ("html", "reason"),
        [
            ("я <p>", 'Unsupported start tag "p" at byte offset 3'),
            ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
            ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
            ("x</b>", "Unexpected end tag at byte offset 1"),
            ("1 < 2", "Unclosed start tag at byte offset 2"),
            ("1 > 2", 'Unescaped ">"'),
            ("a & b", 'Unescaped "&"'),
            ("a&nbsp;b", 'Unsupported named entity "&nbsp;"'),
            ("&#0;", 'Invalid numeric entity "&#0;"'),
            ("<span>x</span>", 'Tag "span" must have class "tg-spoiler"'),
            ("<a =>x</a>", "Empty attribute name"),
        ],
    )
    async def test_html_that_telegram_refuses(self, bot, ali, html, reason):
        with refused(f"can't parse entities: {reason}"):
            await bot.send_message(ali.id, html, "HTML")

    async def test_other_markups_are_refused(self, bot, ali):
        with refused("unsupported parse_mode"):
            await bot.send_message(ali.id, "*x*", "MarkdownV2")

    async def test_unknown_chats_and_lost_replies(self, bot, ali):
        with refused("chat not found"):
            await bot.send_message(404, "x")
        with refused("message to be replied not found"):
            await bot.send_message(ali.id, "x", reply_to_message_id=404)


class TestButtons:
    @pytest.mark.parametrize(
        ("button", "reason"),
        [
            ({"callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
            ({"callback_data": "я" * 33}, "BUTTON_DATA_INVALID"),
            ({"callback_data": ""}, "BUTTON_DATA_INVALID"),
            ({"text": " ", "callback_data": "x"}, "BUTTON_TEXT_INVALID"),
            ({}, "Text buttons are unallowed in the inline keyboard"),
            ({"url": "tel:+7999"}, "is invalid"),
            ({"url": "https://nohost"}, "Wrong HTTP URL"),
            ({"url": "https://bad host.org"}, "Wrong HTTP URL"),
        ],
    )
    async def test_buttons_that_telegram_refuses(self, tg, ali, button, reason):
        markup = {"inline_keyboard": [[{"text": "x"} | button]]}
        status, text = await fetch(
            tg, "sendMessage", json={"chat_id": ali.id, "text": "x", "reply_markup": markup}
        )
        assert status == 400
        assert reason in json.loads(text)["description"]

    async def test_data_of_64_bytes_and_good_urls_pass(self, bot, ali):
        good = keyboard(
            InlineKeyboardButton("a", callback_data="я" * 32),
            InlineKeyboardButton("b", url="https://e.org/x"),
            InlineKeyboardButton("c", url="tg://resolve?domain=x"),
        )
        await bot.send_message(ali.id, "x", reply_markup=good)
        assert (await ali.next()).labels == ["a", "b", "c"]

    async def test_more_than_a_hundred_buttons(self, bot, ali):
        with refused("reply markup is too long"):
            await bot.send_message(ali.id, "x", reply_markup=keyboard(*[CONTACTS] * 101))

    async def test_a_press_arrives_and_is_answered_once(self, bot, ali):
        await bot.send_message(ali.id, "x", reply_markup=keyboard(CONTACTS))
        update_id = ali.press("contacts:1")
        (update,) = await bot.get_updates()
        assert (update.update_id, update.callback_query.data) == (update_id, "contacts:1")
        await update.callback_query.answer("вот")
        assert ali.toasts == ["вот"]
        with refused("query is too old"):
            await bot.answer_callback_query(update.callback_query.id)

    async def test_the_latest_message_with_the_button_is_pressed_unless_one_is_named(self, bot, ali):
        for _ in range(2):
            await bot.send_message(ali.id, "x", reply_markup=keyboard(CONTACTS))
        old, new = ali.messages
        ali.press("☎ Контакты")
        ali.press("☎ Контакты", old)
        pressed = [update.callback_query.message.message_id for update in await bot.get_updates()]
        assert pressed == [new.message_id, old.message_id]

    async def test_a_missing_button_is_told_with_those_that_are_there(self, bot, ali):
        await bot.send_message(ali.id, "x", reply_markup=keyboard(CONTACTS))
        with pytest.raises(AssertionError, match=r"no button 'Yo‘q' to press(?s:.)*☎ Контакты"):
            ali.press("Yo‘q")

    async def test_a_button_of_a_reply_keyboard_types_for_the_person(self, bot, ali):
        await bot.send_message(ali.id, "x", reply_markup=ReplyKeyboardMarkup([["Ўзбекча"]]))
        ali.press("Ўзбекча")
        assert [update.message.text for update in await bot.get_updates()] == ["Ўзбекча"]


class TestEditing:
    async def test_edits_show_in_messages_and_come_by_next_edit(self, bot, ali):
        sent = await bot.send_message(ali.id, "ждите", reply_markup=keyboard(CONTACTS))
        await bot.edit_message_text("<i>готово</i>", ali.id, sent.message_id, parse_mode="HTML")
        assert (await ali.next()).plain == "ждите"
        assert (await ali.next_edit()).text == "<i>готово</i>"
        assert [(one.plain, one.edited, one.labels) for one in ali.messages] == [("готово", True, [])]

    async def test_equal_content_is_not_modified(self, bot, ali):
        sent = await bot.send_message(ali.id, "<b>x</b>", "HTML", reply_markup=keyboard(CONTACTS))
        with refused("message is not modified"):
            await sent.edit_text("<strong>x</strong>", "HTML", reply_markup=keyboard(CONTACTS))
        await sent.edit_reply_markup()
        with refused("message is not modified"):
            await sent.edit_reply_markup()

    async def test_what_can_not_be_edited(self, bot, ali):
        with refused("message to edit not found"):
            await bot.edit_message_text("x", ali.id, 404)
        ali.say("моё")
        with refused("message can't be edited"):
            await bot.edit_message_text("x", ali.id, ali.chat[0].message_id)
        sent = await bot.send_message(ali.id, "x")
        with refused("inline keyboard expected"):
            await bot.edit_message_reply_markup(
                ali.id, sent.message_id, reply_markup=ReplyKeyboardMarkup([["x"]])
            )
        with refused("MESSAGE_TOO_LONG"):
            await sent.edit_text("x" * 4097)

    async def test_deletions_are_marked(self, bot, ali):
        ali.say("моё")
        sent = await bot.send_message(ali.id, "x")
        await sent.delete()
        with refused("message to delete not found"):
            await sent.delete()
        await bot.delete_messages(ali.id, [ali.chat[0].message_id, sent.message_id, 404])
        assert [one.deleted for one in ali.chat] == [True, True]


class TestFiles:
    async def test_what_a_person_sends_can_be_fetched(self, bot, ali):
        ali.document("shartnoma.pdf", b"%PDF-1.7 x", caption="qarang")
        (update,) = await bot.get_updates()
        file = await update.message.document.get_file()
        assert bytes(await file.download_as_bytearray()) == b"%PDF-1.7 x"
        assert (update.message.document.file_name, update.message.caption) == ("shartnoma.pdf", "qarang")

    async def test_what_the_bot_sends_can_be_read(self, bot, ali):
        sent = await bot.send_document(
            ali.id, b"pack", filename="pack.zip", caption="<b>офлайн</b>", parse_mode="HTML"
        )
        document = await ali.next()
        assert (document.method, document.content, document.plain) == ("sendDocument", b"pack", "офлайн")
        await bot.send_document(ali.id, sent.document.file_id)
        assert (await ali.next()).content == b"pack"
        await bot.send_photo(ali.id, b"png")
        assert (await ali.next()).method == "sendPhoto"

    async def test_limits_of_captions_and_files(self, bot, ali):
        with refused("message caption is too long"):
            await bot.send_photo(ali.id, b"png", caption="x" * 1025)
        with refused("file must be non-empty"):
            await bot.send_document(ali.id, b"")
        with refused("invalid file_id"):
            await bot.get_file("nowhere")


class TestProfile:
    async def test_what_is_set_is_kept_by_language(self, tg, bot):
        await bot.set_my_commands([BotCommand("help", "Yordam")], language_code="uz")
        await bot.set_my_commands([("start", "Старт")], BotCommandScopeChat(7))
        await bot.set_my_description("Огоҳ", "tg")
        await bot.set_my_short_description("Кратко", "ru")
        await bot.set_my_name("Ogoh")
        assert tg.commands == {"uz": {"help": "Yordam"}}
        assert tg.profile.scoped["chat:7", ""] == {"start": "Старт"}
        assert (tg.descriptions, tg.short_descriptions, tg.names) == (
            {"tg": "Огоҳ"},
            {"ru": "Кратко"},
            {"": "Ogoh"},
        )
        assert await bot.get_my_commands(language_code="uz") == (BotCommand("help", "Yordam"),)
        await bot.delete_my_commands(language_code="uz")
        assert await bot.get_my_commands(language_code="uz") == ()

    @pytest.mark.parametrize(
        ("commands", "reason"),
        [
            ([("Help", "x")], "BOT_COMMAND_INVALID"),
            ([("h" * 33, "x")], "BOT_COMMAND_INVALID"),
            ([("help", "")], "BOT_COMMAND_DESCRIPTION_INVALID"),
            ([("help", "x" * 257)], "BOT_COMMAND_DESCRIPTION_INVALID"),
            ([("help", "x")] * 101, "too many commands"),
        ],
    )
    async def test_limits_of_commands(self, bot, commands, reason):
        with refused(reason):
            await bot.set_my_commands(commands)

    async def test_limits_of_descriptions_and_languages(self, bot):
        with refused("description is too long"):
            await bot.set_my_description("x" * 513)
        with refused("short description is too long"):
            await bot.set_my_short_description("x" * 121)
        with refused("invalid language code"):
            await bot.set_my_description("x", "uz_Cyrl")

    async def test_get_chat_and_chat_actions(self, bot, ali):
        assert (await bot.get_chat(ali.id)).first_name == "Али"
        with refused("wrong parameter action"):
            await bot.send_chat_action(ali.id, "dancing")


class TestPace:
    async def test_one_a_second_in_a_chat_with_one_in_burst(self):
        async with FakeTelegram(TOKEN, chat_rate=2.0) as tg, client(tg) as bot:
            ali, olim = tg.person(7), tg.person(8)
            for text in "12":
                await bot.send_message(ali.id, text)
            with pytest.raises(RetryAfter) as wait:
                await bot.send_message(ali.id, "3")
            assert wait.value.retry_after.total_seconds() == 1
            await bot.send_message(olim.id, "1")
            await asyncio.sleep(0.55)
            await bot.send_message(ali.id, "3")

    async def test_thirty_a_second_over_all(self):
        async with FakeTelegram(TOKEN, overall_rate=3.0) as tg, client(tg) as bot:
            people = [tg.person(number) for number in range(1, 5)]
            for person in people[:3]:
                await bot.send_message(person.id, "x")
            with refused("Flood control exceeded", RetryAfter):
                await bot.send_message(people[3].id, "x")
            assert tg.calls[-1].status == 429


class TestFaults:
    async def test_429_names_the_wait_and_passes(self, tg, bot, ali):
        fault = tg.fail("sendMessage", status=429, retry_after=2, times=1)
        with pytest.raises(RetryAfter) as wait:
            await bot.send_message(ali.id, "x")
        assert wait.value.retry_after.total_seconds() == 2
        await bot.send_message(ali.id, "x")
        assert (fault.met, fault.left) == (1, 0)

    async def test_403_for_one_chat_only(self, tg, bot, ali):
        tg.fail("sendMessage", status=403, chat_id=ali.id)
        await bot.send_message(tg.person(8).id, "x")
        with refused("bot was blocked by the user", Forbidden):
            await bot.send_message(ali.id, "x")

    async def test_400_in_any_words(self, tg, bot, ali):
        tg.fail("sendMessage", status=400, description="Bad Request: PEER_ID_INVALID")
        with refused("PEER_ID_INVALID"):
            await bot.send_message(ali.id, "x")

    async def test_5xx_comes_as_a_gateways_page(self, tg, bot, ali, caplog):
        caplog.set_level("ERROR", logger="telegram")  # a bot that ran in this process before has quieted it
        tg.fail("*", status=502, times=2)
        with refused("Bad Gateway", NetworkError):
            await bot.send_message(ali.id, "x")
        assert "<h1>502 Bad Gateway</h1>" in (await fetch(tg, "getMe"))[1]
        assert "<h1>502" in caplog.text

    @pytest.mark.parametrize("delivered", [True, False])
    async def test_a_hang_with_or_without_delivery(self, tg, bot, ali, delivered):
        tg.hang("sendMessage", delivered=delivered)
        with pytest.raises(TimedOut):
            await bot.send_message(ali.id, "x", read_timeout=0.1)
        assert [sent.plain for sent in ali.messages] == ["x"] * delivered
        assert tg.calls[-1].status == 0

    async def test_a_server_that_closes_lets_go_of_those_that_hang(self):
        async with FakeTelegram(TOKEN) as tg:
            tg.hang("getMe", delivered=False)
            waiting = asyncio.create_task(fetch(tg, "getMe"))
            await tg.wait_for_call("getMe")
        with pytest.raises(aiohttp.ClientError):
            await waiting

    @pytest.mark.parametrize("delivered", [True, False])
    async def test_a_dropped_connection(self, tg, bot, ali, delivered):
        tg.drop("sendMessage", delivered=delivered)
        with pytest.raises(NetworkError):
            await bot.send_message(ali.id, "x")
        assert len(ali.messages) == delivered

    async def test_a_slow_answer(self, tg, bot, ali):
        tg.slow("sendMessage", 0.2)
        began = time.monotonic()
        await bot.send_message(ali.id, "x")
        assert time.monotonic() - began >= 0.2

    async def test_what_was_ordered_can_be_called_off(self, tg, bot):
        tg.fail("getMe", status=500, times=99)
        tg.calm()
        await bot.get_me()

    async def test_a_person_blocks_the_bot_and_comes_back(self, bot, ali):
        ali.block()
        with refused("bot was blocked by the user", Forbidden):
            await bot.send_message(ali.id, "x")
        ali.unblock()
        await bot.send_message(ali.id, "x")
        statuses = [update.my_chat_member.new_chat_member.status for update in await bot.get_updates()]
        assert statuses == ["kicked", "member"]


class TestPerson:
    @pytest.mark.parametrize("kind", ["sticker", "voice", "photo", "document", "location", "contact"])
    async def test_wordless_messages(self, bot, ali, kind):
        update_id = getattr(ali, kind)()
        (update,) = await bot.get_updates()
        assert update.update_id == update_id
        assert getattr(update.message, kind)
        assert update.message.text is None

    async def test_a_forwarded_offer(self, bot, ali):
        ali.forward("Работа, 200 000 в месяц", sender="HR")
        (update,) = await bot.get_updates()
        assert update.message.text == "Работа, 200 000 в месяц"
        assert update.message.forward_origin.sender_user_name == "HR"

    async def test_an_edited_question(self, bot, ali):
        asked = ali.say("политсия")
        ali.edit(asked, "полиция")
        _, update = await bot.get_updates()
        assert update.edited_message.text == "полиция"
        assert [sent.plain for sent in ali.chat] == ["полиция"]

    async def test_a_giant_text_is_split_as_clients_do(self, bot, ali):
        ali.say("я" * 10_000)
        assert [len(update.message.text) for update in await bot.get_updates()] == [4096, 4096, 1808]

    async def test_next_fails_with_the_chat_in_words(self, bot, ali):
        ali.say("где ты?")
        await bot.send_message(ali.id, "тут")
        await ali.next()
        with pytest.raises(AssertionError) as failed:
            await ali.next(timeout=0.05)
        assert "no message came within 0.05 s" in str(failed.value)
        assert "#1 person: 'где ты?'\n  #2 bot: 'тут'" in str(failed.value)

    async def test_quiet_hears_messages_and_edits(self, bot, ali):
        sent = await bot.send_message(ali.id, "x")
        with pytest.raises(AssertionError, match="where quiet was hoped for"):
            await ali.quiet(0.05)
        await ali.quiet(0.05)
        edit = asyncio.create_task(sent.edit_text("y"))
        with pytest.raises(AssertionError, match="an edit came"):
            await ali.quiet(0.3)
        await edit

    async def test_one_id_is_one_person(self, tg, bot, ali):
        await bot.send_message(ali.id, "x")
        assert (await tg.person(7).next()).plain == "x"

    async def test_waiting_for_a_call_that_never_comes_lists_those_that_did(self, tg, bot):
        await bot.get_me()
        assert (await tg.wait_for_call("getMe")).status == 200
        with pytest.raises(AssertionError, match=r"no setMyName within 0.05 s(?s:.)*getMe 200"):
            await tg.wait_for_call("setMyName", timeout=0.05)


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

"""The bot against a Bot API that keeps Telegram's rules: everybody is answered, in order, once."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.journal.person import Person
from bot.telegram.client import TokenFaultError
from tests.telegram.conftest import heard


class TestAnswers:
    async def test_a_question_is_answered_with_markup_and_buttons(self, tg, ali, running):
        async with running():
            ali.say("a < b & c")
            answer = await ali.next()
        assert answer.text == "<b>- → a &lt; b &amp; c</b>"
        assert answer.plain == "- → a < b & c"
        assert answer.labels == ["again"]
        call = tg.called("sendMessage")[0].parameters
        assert call["link_preview_options"] == {"is_disabled": True}
        assert tg.called("sendChatAction")[0].parameters["action"] == "typing"

    async def test_commands_presses_and_things_reach_the_conversation(self, tg, ali, running):
        async with running():
            ali.start("leaflet-7")
            assert (await ali.next()).plain == "/start uz"
            ali.say("салом")
            await ali.next()
            ali.press("again")
            assert (await ali.next()).plain == "pressed say:pressed"
            await tg.wait_for_call("answerCallbackQuery")

    @pytest.mark.parametrize(
        ("send", "reply"),
        [
            ("sticker", "saw sticker"),
            ("voice", "saw voice"),
            ("photo", "saw photo"),
            ("document", "saw photo"),
            ("location", "saw location"),
            ("contact", "saw sticker"),
        ],
    )
    async def test_what_is_no_text_gets_a_reply_too(self, ali, running, send, reply):
        async with running():
            getattr(ali, send)()
            assert (await ali.next()).plain == reply

    async def test_words_under_a_picture_are_a_question(self, ali, running):
        async with running():
            ali.photo(caption="что это?")
            assert (await ali.next()).plain == "- → что это?"
            assert (await ali.next()).plain == "saw photo"

    async def test_an_edited_message_is_not_answered_again(self, ali, running):
        async with running():
            update = ali.say("салом")
            await ali.next()
            ali.edit(update, "салом!")
            await ali.quiet(0.5)

    async def test_the_person_is_remembered(self, ali, running, journal):
        async with running():
            ali.say("first")
            await ali.next()
            ali.say("second")
            assert (await ali.next()).plain == "first → second"
        assert await journal.person(journal.pseudonym(1)) == Person(previous="second")

    async def test_forget_erases_the_person(self, ali, running):
        async with running():
            ali.say("first")
            await ali.next()
            ali.say("/forget")
            await ali.next()
            ali.say("second")
            assert (await ali.next()).plain == "- → second"

    async def test_a_fault_in_answering_is_met_with_an_apology(self, ali, running, parrot, caplog):
        async with running():
            ali.say("crash")
            assert "сломалось" in (await ali.next()).plain
            ali.say("next")
            assert (await ali.next()).plain == "- → next"
        assert parrot.heard.count("crash") == 2
        assert "answer-failed" in caplog.text


class TestOrder:
    async def test_one_person_is_answered_in_order(self, ali, running):
        async with running():
            for word in ("one", "two", "three"):
                ali.say(word)
            answers = [(await ali.next()).plain for _ in range(3)]
        assert answers == ["- → one", "one → two", "two → three"]

    async def test_one_who_is_slow_keeps_nobody_waiting(self, tg, ali, running, parrot):
        vali = tg.person(2)
        async with running():
            ali.say("slow")
            ali.say("after")
            vali.say("quick")
            assert (await vali.next(3)).plain == "- → quick"
            await ali.quiet(0.1)
            parrot.release.set()
            assert (await ali.next()).plain == "- → slow"
            assert (await ali.next()).plain == "slow → after"

    async def test_a_repeated_update_is_answered_once_also_after_a_restart(self, tg, ali, running, parrot):
        async with running():
            update = ali.say("once")
            tg.repeat(update)
            await ali.next()
            tg.repeat(update)
            await ali.quiet(0.5)
        async with running():
            tg.repeat(update)
            await ali.quiet(0.7)
        assert parrot.heard == ["once"]

    async def test_a_stop_lets_the_answer_in_flight_arrive(self, ali, running, parrot):
        async with running() as bot:
            ali.say("slow")
            await heard(parrot)
            bot.stop.set()
            await asyncio.sleep(0.1)
            parrot.release.set()
            await bot
            assert (await ali.next()).plain == "- → slow"
        async with running():
            await ali.quiet(0.5)


class TestTroubles:
    async def test_too_many_requests_are_waited_out(self, tg, ali, running):
        tg.fail("sendMessage", status=429, retry_after=1)
        async with running():
            begun = time.monotonic()
            ali.say("patience")
            assert (await ali.next()).plain == "- → patience"
            assert time.monotonic() - begun >= 1
            await ali.quiet(0.2)

    async def test_one_who_blocked_the_bot_is_no_error(self, tg, ali, running, journal, caplog):
        async with running():
            ali.say("bye")
            ali.block()
            assert (await tg.wait_for_call("sendMessage")).status == 403
            async with asyncio.timeout(10):
                while await journal.inbox.unfinished():  # noqa: ASYNC110 - another task finishes it
                    await asyncio.sleep(0.01)
            ali.unblock()
            ali.say("back")
            assert (await ali.next()).plain.endswith("back")
        assert "ERROR" not in caplog.text

    async def test_markup_that_telegram_refuses_goes_as_plain_text(self, ali, running):
        async with running():
            ali.say("broken html")
            answer = await ali.next()
            assert (answer.plain, answer.labels) == ("broken", ["again"])

    @pytest.mark.parametrize("status", [500, 502, 503])
    async def test_faults_of_telegram_are_waited_out(self, tg, ali, running, status):
        tg.fail("sendMessage", status=status, times=2)
        async with running():
            ali.say("patience")
            assert (await ali.next()).plain == "- → patience"
            await ali.quiet(0.2)

    async def test_an_outage_ends_and_the_question_is_answered(self, tg, ali, running, parrot):
        async with running():
            ali.say("slow")
            await heard(parrot)
            async with tg.outage():
                parrot.release.set()
                await asyncio.sleep(0.7)
                ali.say("meanwhile")
            assert (await ali.next()).plain == "- → slow"
            assert (await ali.next()).plain == "slow → meanwhile"
            await ali.quiet(0.2)

    async def test_a_start_waits_for_the_network(self, tg, ali, running):
        async with tg.outage(), running():
            ali.say("early")
            await asyncio.sleep(0.3)
            await tg._door.open()
            assert (await ali.next()).plain == "- → early"
            await tg._door.shut()

    async def test_optional_calls_that_fail_stop_nothing(self, tg, ali, running):
        for method in ("setMyCommands", "setMyDescription", "setMyShortDescription", "sendChatAction"):
            tg.fail(method, status=400, times=100)
        tg.hang("answerCallbackQuery", delivered=False)
        async with running():
            ali.say("салом")
            assert (await ali.next()).plain == "- → салом"
            ali.press("again")
            assert (await ali.next()).plain == "pressed say:pressed"

    async def test_the_bot_introduces_itself_in_every_language(self, tg, running):
        async with running():
            await tg.wait_for_call("setMyShortDescription", times=4)
            await asyncio.sleep(0.1)
        assert (
            set(tg.commands) == set(tg.descriptions) == set(tg.short_descriptions) == {"", "ru", "uz", "tg"}
        )
        assert tg.commands["tg"]["forget"] != tg.commands["uz"]["forget"]

    @pytest.mark.parametrize("token", ["1000:OTHER-TOKEN", "nonsense", "1000:T\nX"])
    async def test_a_wrong_token_is_told_in_words(self, running, token):
        with pytest.raises(TokenFaultError, match="TELEGRAM_BOT_TOKEN"):
            async with running(token) as bot:
                await bot

    async def test_a_token_that_is_revoked_ends_the_bot(self, tg, running):
        async def revoked():
            async with running() as bot:
                await tg.wait_for_call("getUpdates")
                tg.fail("getUpdates", status=401, times=9)
                tg.person(1).say("wake")
                await bot

        with pytest.raises(TokenFaultError):
            await revoked()

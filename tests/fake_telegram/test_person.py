"""What a person sends, and how tests wait for what comes."""

import asyncio

import pytest


@pytest.mark.parametrize("kind", ["sticker", "voice", "photo", "document", "location", "contact"])
async def test_wordless_messages(bot, ali, kind):
    update_id = getattr(ali, kind)()
    (update,) = await bot.get_updates()
    assert update.update_id == update_id
    assert getattr(update.message, kind)
    assert update.message.text is None


async def test_a_forwarded_offer(bot, ali):
    ali.forward("Работа, 200 000 в месяц", sender="HR")
    (update,) = await bot.get_updates()
    assert update.message.text == "Работа, 200 000 в месяц"
    assert update.message.forward_origin.sender_user_name == "HR"


async def test_an_edited_question(bot, ali):
    asked = ali.say("политсия")
    ali.edit(asked, "полиция")
    _, update = await bot.get_updates()
    assert update.edited_message.text == "полиция"
    assert [sent.plain for sent in ali.chat] == ["полиция"]


async def test_a_giant_text_is_split_as_clients_do(bot, ali):
    ali.say("я" * 10_000)
    assert [len(update.message.text) for update in await bot.get_updates()] == [4096, 4096, 1808]


async def test_next_fails_with_the_chat_in_words(bot, ali):
    ali.say("где ты?")
    await bot.send_message(ali.id, "тут")
    await ali.next()
    with pytest.raises(AssertionError) as failed:
        await ali.next(timeout=0.05)
    assert "no message came within 0.05 s" in str(failed.value)
    assert "#1 person: 'где ты?'\n  #2 bot: 'тут'" in str(failed.value)


async def test_quiet_hears_messages_and_edits(bot, ali):
    sent = await bot.send_message(ali.id, "x")
    with pytest.raises(AssertionError, match="where quiet was hoped for"):
        await ali.quiet(0.05)
    await ali.quiet(0.05)
    edit = asyncio.create_task(sent.edit_text("y"))
    with pytest.raises(AssertionError, match="an edit came"):
        await ali.quiet(0.3)
    await edit


async def test_one_id_is_one_person(tg, bot, ali):
    await bot.send_message(ali.id, "x")
    assert (await tg.person(7).next()).plain == "x"


async def test_waiting_for_a_call_that_never_comes_lists_those_that_did(tg, bot):
    await bot.get_me()
    assert (await tg.wait_for_call("getMe")).status == 200
    with pytest.raises(AssertionError, match=r"no setMyName within 0.05 s(?s:.)*getMe 200"):
        await tg.wait_for_call("setMyName", timeout=0.05)

"""Messages are edited and deleted."""

from telegram import (
    ReplyKeyboardMarkup,
)

from tests.fake_telegram.clients import CONTACTS, keyboard, refused


async def test_edits_show_in_messages_and_come_by_next_edit(bot, ali):
    sent = await bot.send_message(ali.id, "ждите", reply_markup=keyboard(CONTACTS))
    await bot.edit_message_text("<i>готово</i>", ali.id, sent.message_id, parse_mode="HTML")
    assert (await ali.next()).plain == "ждите"
    assert (await ali.next_edit()).text == "<i>готово</i>"
    assert [(one.plain, one.edited, one.labels) for one in ali.messages] == [("готово", True, [])]


async def test_equal_content_is_not_modified(bot, ali):
    sent = await bot.send_message(ali.id, "<b>x</b>", "HTML", reply_markup=keyboard(CONTACTS))
    with refused("message is not modified"):
        await sent.edit_text("<strong>x</strong>", "HTML", reply_markup=keyboard(CONTACTS))
    await sent.edit_reply_markup()
    with refused("message is not modified"):
        await sent.edit_reply_markup()


async def test_what_can_not_be_edited(bot, ali):
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


async def test_deletions_are_marked(bot, ali):
    ali.say("моё")
    sent = await bot.send_message(ali.id, "x")
    await sent.delete()
    with refused("message to delete not found"):
        await sent.delete()
    await bot.delete_messages(ali.id, [ali.chat[0].message_id, sent.message_id, 404])
    assert [one.deleted for one in ali.chat] == [True, True]

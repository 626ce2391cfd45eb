"""Buttons: which Telegram takes, and how a person presses them."""

import json

import pytest
from telegram import (
    InlineKeyboardButton,
    ReplyKeyboardMarkup,
)

from tests.fake_telegram.clients import CONTACTS, fetch, keyboard, refused


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
async def test_buttons_that_telegram_refuses(tg, ali, button, reason):
    markup = {"inline_keyboard": [[{"text": "x"} | button]]}
    status, text = await fetch(
        tg, "sendMessage", json={"chat_id": ali.id, "text": "x", "reply_markup": markup}
    )
    assert status == 400
    assert reason in json.loads(text)["description"]


async def test_data_of_64_bytes_and_good_urls_pass(bot, ali):
    good = keyboard(
        InlineKeyboardButton("a", callback_data="я" * 32),
        InlineKeyboardButton("b", url="https://e.org/x"),
        InlineKeyboardButton("c", url="tg://resolve?domain=x"),
    )
    await bot.send_message(ali.id, "x", reply_markup=good)
    assert (await ali.next()).labels == ["a", "b", "c"]


async def test_more_than_a_hundred_buttons(bot, ali):
    with refused("reply markup is too long"):
        await bot.send_message(ali.id, "x", reply_markup=keyboard(*[CONTACTS] * 101))


async def test_a_press_arrives_and_is_answered_once(bot, ali):
    await bot.send_message(ali.id, "x", reply_markup=keyboard(CONTACTS))
    update_id = ali.press("contacts:1")
    (update,) = await bot.get_updates()
    assert (update.update_id, update.callback_query.data) == (update_id, "contacts:1")
    await update.callback_query.answer("вот")
    assert ali.toasts == ["вот"]
    with refused("query is too old"):
        await bot.answer_callback_query(update.callback_query.id)


async def test_the_latest_message_with_the_button_is_pressed_unless_one_is_named(bot, ali):
    for _ in range(2):
        await bot.send_message(ali.id, "x", reply_markup=keyboard(CONTACTS))
    old, new = ali.messages
    ali.press("☎ Контакты")
    ali.press("☎ Контакты", old)
    pressed = [update.callback_query.message.message_id for update in await bot.get_updates()]
    assert pressed == [new.message_id, old.message_id]


async def test_a_missing_button_is_told_with_those_that_are_there(bot, ali):
    await bot.send_message(ali.id, "x", reply_markup=keyboard(CONTACTS))
    with pytest.raises(AssertionError, match=r"no button 'Yo‘q' to press(?s:.)*☎ Контакты"):
        ali.press("Yo‘q")


async def test_a_button_of_a_reply_keyboard_types_for_the_person(bot, ali):
    await bot.send_message(ali.id, "x", reply_markup=ReplyKeyboardMarkup([["Ўзбекча"]]))
    ali.press("Ўзбекча")
    assert [update.message.text for update in await bot.get_updates()] == ["Ўзбекча"]

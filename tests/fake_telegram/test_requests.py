"""How the fake Bot API takes requests."""

import json

import pytest

from tests.fake_telegram.clients import fetch


async def test_get_me(bot):
    assert (await bot.get_me()).id == 1000


async def test_a_wrong_token_is_unauthorized(tg):
    status, text = await fetch(tg, "getMe", "1000:WRONG")
    assert (status, text) == (401, '{"ok": false, "error_code": 401, "description": "Unauthorized"}')


@pytest.mark.parametrize("body", ["json", "data"])
async def test_json_and_form_bodies(tg, ali, body):
    status, text = await fetch(tg, "sendMessage", **{body: {"chat_id": "7", "text": "5"}})
    assert (status, json.loads(text)["result"]["text"]) == (200, "5")
    assert (await ali.next()).text == "5"


async def test_unknown_methods_are_not_found_but_harmless_setters_succeed(tg):
    assert (await fetch(tg, "makeCoffee"))[0] == 404
    assert await fetch(tg, "setChatMenuButton") == (200, '{"ok": true, "result": true}')


async def test_every_call_is_logged(tg, bot, ali):
    await bot.send_chat_action(ali.id, "typing")
    call = tg.called("sendChatAction")[0]
    assert (call.parameters, call.status) == ({"chat_id": 7, "action": "typing"}, 200)

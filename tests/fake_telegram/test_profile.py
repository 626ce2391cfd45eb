"""The bot's commands and descriptions by language."""

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeChat,
)

from tests.fake_telegram.clients import refused


async def test_what_is_set_is_kept_by_language(tg, bot):
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
async def test_limits_of_commands(bot, commands, reason):
    with refused(reason):
        await bot.set_my_commands(commands)


async def test_limits_of_descriptions_and_languages(bot):
    with refused("description is too long"):
        await bot.set_my_description("x" * 513)
    with refused("short description is too long"):
        await bot.set_my_short_description("x" * 121)
    with refused("invalid language code"):
        await bot.set_my_description("x", "uz_Cyrl")


async def test_get_chat_and_chat_actions(bot, ali):
    assert (await bot.get_chat(ali.id)).first_name == "Али"
    with refused("wrong parameter action"):
        await bot.send_chat_action(ali.id, "dancing")

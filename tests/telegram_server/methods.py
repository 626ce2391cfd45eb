"""The table of the Bot API's methods."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from .edits import Edits
from .errors import BotApiError, bad_request
from .inline import Inline
from .messages import Messages
from .pace import Pace
from .profile import Profile
from .sent import Json
from .world import World


class Methods:
    def __init__(self, world: World, profile: Profile, pace: Pace) -> None:
        self.world = world
        messages, edits, queue = Messages(world, pace), Edits(world), world.queue
        self.table: dict[str, Callable[[Json], Any]] = {
            "getMe": lambda _: world.bot,
            "getUpdates": queue.get_updates,
            "setWebhook": queue.set_webhook,
            "deleteWebhook": queue.delete_webhook,
            "getWebhookInfo": queue.webhook_info,
            "sendMessage": messages.send_message,
            "sendPhoto": messages.send_photo,
            "sendDocument": messages.send_document,
            "sendChatAction": messages.send_chat_action,
            "editMessageText": edits.edit_message_text,
            "editMessageReplyMarkup": edits.edit_message_reply_markup,
            "deleteMessage": edits.delete_message,
            "deleteMessages": edits.delete_messages,
            "answerInlineQuery": Inline(world).answer_inline_query,
            "answerCallbackQuery": messages.answer_callback_query,
            "getChat": messages.get_chat,
            "getFile": self.get_file,
            "setMyCommands": profile.set_my_commands,
            "getMyCommands": profile.get_my_commands,
            "deleteMyCommands": profile.delete_my_commands,
            "setMyDescription": profile.set_my_description,
            "setMyShortDescription": profile.set_my_short_description,
            "setMyName": profile.set_my_name,
        }

    async def perform(self, method: str, parameters: Json) -> Any:
        """The result of one call; set* and delete* that are not in the table succeed and do nothing."""
        found = self.table.get(method)
        if found is None:
            if method.startswith(("set", "delete")):
                return True
            raise BotApiError(404)
        result = found(parameters)
        return await result if inspect.isawaitable(result) else result

    def get_file(self, parameters: Json) -> Json:
        file_id = str(parameters.get("file_id"))
        if file_id not in self.world.files:
            raise bad_request("invalid file_id")
        file = self.world.files[file_id]
        named = {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": len(file.content)}
        return named | {"file_path": f"{file_id}/{file.name}"}

"""Requests and answers as they travel."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from .errors import bad_request
from .sent import Json, Upload

# the fields that stay words even where they look like a number or like JSON
WORDS = {
    "text", "caption", "name", "description", "short_description", "url", "secret_token", "language_code",
    "callback_query_id", "parse_mode", "file_id", "action", "inline_query_id",
}  # fmt: skip


async def read(request: web.Request) -> Json:
    """The parameters of a call, whatever way they came: query, form, multipart or JSON."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        body = await _json(request)
        given |= body
    elif request.can_read_body:
        for name, value in (await request.post()).items():
            given[name] = _upload(value) if isinstance(value, web.FileField) else value
    return _attached({name: _plain(name, value) for name, value in given.items()})


async def _json(request: web.Request) -> Json:
    text = await request.text()
    try:
        body = json.loads(text or "{}")
    except json.JSONDecodeError:
        body = None
    if not isinstance(body, dict):
        raise bad_request("can't parse JSON object")
    return body


def _plain(name: str, value: Any) -> Any:
    if not isinstance(value, str) or name in WORDS:
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value


def _upload(field: web.FileField) -> Upload:
    return Upload(field.filename, field.file.read())


def _attached(given: Json) -> Json:
    """Puts each file in the place that names it by `attach://`."""
    names = {
        name: value.removeprefix("attach://")
        for name, value in given.items()
        if isinstance(value, str) and value.startswith("attach://")
    }
    found = given | {name: given.get(part) for name, part in names.items()}
    for part in names.values():
        found.pop(part, None)
    return found


def reply(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})

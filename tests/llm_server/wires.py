"""What providers' servers hear and say on the wire, written from their packages' sources."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PUT, GOT = 700, 90
"""Tokens that every reply claims to have taken."""


@dataclass(frozen=True)
class Wire:
    """One provider's protocol."""

    path: str
    base: str
    """What the address of such a server ends in."""
    key: str
    """The header in which the key comes, in small letters."""
    said: Callable[[dict[str, Any]], tuple[str, str]]
    """What the system and the user say in a request."""
    shape: Callable[[dict[str, Any]], Any]
    """The schema that a request asks for; nothing where it asks for none."""
    begin: bytes
    word: Callable[[str], bytes]
    end: bytes
    kind: str = "text/event-stream"


def _event(data: dict[str, Any], name: str = "") -> bytes:
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(data)}\n\n".encode()


def _by_role(body: dict[str, Any]) -> tuple[str, str]:
    said = {one["role"]: one["content"] for one in body["messages"]}
    return said["system"], said["user"]


def _completion(delta: dict[str, Any] | None, usage: dict[str, int] | None = None) -> bytes:
    choice = {
        "index": 0,
        "delta": {"role": "assistant", **(delta or {})},
        "finish_reason": None if delta else "stop",
    }
    event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "played"}
    return _event(
        event | {"choices": [] if delta is None else [choice]} | ({"usage": usage} if usage else {})
    )


USAGE = {"prompt_tokens": PUT, "completion_tokens": GOT, "total_tokens": PUT + GOT}
DONE = b"data: [DONE]\n\n"


def _schema(body: dict[str, Any]) -> Any:
    return body.get("response_format", {}).get("json_schema", {}).get("schema")


OPENAI = Wire(
    "/v1/chat/completions",
    "/v1",
    "authorization",
    _by_role,
    _schema,
    b"",
    lambda text: _completion({"content": text}),
    _completion({}) + _completion(None, USAGE) + DONE,
)


def _mistral_end() -> bytes:
    last = {"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": "stop"}
    event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "played"}
    return _event(event | {"choices": [last], "usage": USAGE}) + DONE


MISTRAL = Wire(
    "/v1/chat/completions",
    "/v1",
    "authorization",
    _by_role,
    _schema,
    b"",
    lambda text: _completion({"content": text}),
    _mistral_end(),
)


def _anthropic_said(body: dict[str, Any]) -> tuple[str, str]:
    def text(content: Any) -> str:
        return content if isinstance(content, str) else "".join(one["text"] for one in content)

    return text(body["system"]), text(body["messages"][0]["content"])


def _anthropic(kind: str, **data: Any) -> bytes:
    return _event({"type": kind, **data}, kind)


ANTHROPIC = Wire(
    "/v1/messages",
    "",
    "authorization",
    _anthropic_said,
    lambda body: body.get("output_config", {}).get("format", {}).get("schema"),
    _anthropic(
        "message_start",
        message={
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": "played",
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": {"input_tokens": PUT, "output_tokens": 0},
        },
    )
    + _anthropic("content_block_start", index=0, content_block={"type": "text", "text": ""})
    + _anthropic("ping"),
    lambda text: _anthropic("content_block_delta", index=0, delta={"type": "text_delta", "text": text}),
    _anthropic("content_block_stop", index=0)
    + _anthropic(
        "message_delta",
        delta={"stop_reason": "end_turn", "stop_sequence": None},
        usage={"input_tokens": PUT, "output_tokens": GOT},
    )
    + _anthropic("message_stop"),
)


def _google_said(body: dict[str, Any]) -> tuple[str, str]:
    def text(content: dict[str, Any]) -> str:
        return "".join(one["text"] for one in content["parts"])

    return text(body["systemInstruction"]), text(body["contents"][0])


def _google(text: str, **more: Any) -> bytes:
    candidate = {"content": {"role": "model", "parts": [{"text": text}]}, "index": 0}
    if more:
        candidate["finishReason"] = "STOP"
    return _event({"candidates": [candidate], "modelVersion": "played", **more})


GOOGLE = Wire(
    "/v1beta/models/played:streamGenerateContent",
    "",
    "x-goog-api-key",
    _google_said,
    lambda body: body["generationConfig"].get("responseJsonSchema"),
    b"",
    _google,
    _google(
        "",
        usageMetadata={
            "promptTokenCount": PUT,
            "candidatesTokenCount": GOT,
            "totalTokenCount": PUT + GOT,
        },
    ),
)


def _ollama(text: str, **more: Any) -> bytes:
    told = {"model": "played", "created_at": "2026-11-27T00:00:00Z", "done": False}
    return json.dumps(told | {"message": {"role": "assistant", "content": text}} | more).encode() + b"\n"


OLLAMA = Wire(
    "/api/chat",
    "",
    "authorization",
    _by_role,
    lambda body: body.get("format"),
    b"",
    _ollama,
    _ollama("", done=True, done_reason="stop", prompt_eval_count=PUT, eval_count=GOT),
    "application/x-ndjson",
)

WIRES = {
    "openai": OPENAI,
    "anthropic": ANTHROPIC,
    "google_genai": GOOGLE,
    "mistralai": MISTRAL,
    "ollama": OLLAMA,
}

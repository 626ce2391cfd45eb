"""The packages of those who serve models: each is told the operator's settings, and nothing of the environment."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from bot.answering.generate.draft import Shape, schema_of

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from bot.settings import Settings


class ModelSettingError(Exception):
    """The model of the settings can't be had; tells the operator what to do."""


@dataclass(frozen=True)
class Provider:
    """Who serves models, and by which package he is asked."""

    extra: str
    """The extra of ours that installs the package."""

    home: str
    """Where questions go where no address is set: named, so that no variable can turn them elsewhere."""

    wants_key: bool = True


PROVIDERS: Final = {
    "openai": Provider("llm", "https://api.openai.com/v1"),
    "anthropic": Provider("anthropic", "https://api.anthropic.com"),
    "google_genai": Provider("google", "https://generativelanguage.googleapis.com"),
    "mistralai": Provider("mistral", "https://api.mistral.ai/v1"),
    "ollama": Provider("ollama", "http://127.0.0.1:11434", wants_key=False),
}


def operator_of(settings: Settings) -> str | None:
    """Name who runs the model, for those whose questions go there; nobody where none is switched on."""
    if not settings.llm:
        return None
    if settings.llm_operator:
        return settings.llm_operator
    name = settings.llm.partition(":")[0]
    home = PROVIDERS[name].home if name in PROVIDERS else ""
    return urlsplit(str(settings.llm_url or home)).hostname or name


def open_chat(settings: Settings) -> BaseChatModel:
    """Open the model of the settings by its provider's package.

    Raises ModelSettingError, with words for the operator.
    """
    provider, _, name = (settings.llm or "").partition(":")
    if not provider or not name:
        raise ModelSettingError(f"OGOH_LLM={settings.llm}: give provider:model, as openai:gpt-5-mini")
    if (known := PROVIDERS.get(provider)) is None:
        names = ", ".join(PROVIDERS)
        raise ModelSettingError(f"OGOH_LLM={settings.llm} can't be used: providers are {names}")
    if known.wants_key and not settings.llm_key and not settings.llm_url:
        raise ModelSettingError(f"OGOH_LLM={settings.llm} needs OGOH_LLM_KEY, or OGOH_LLM_URL")
    try:
        from langchain.chat_models import init_chat_model  # noqa: PLC0415 - only where a model is switched on
    except ImportError:
        raise ModelSettingError("OGOH_LLM needs LangChain: pip install 'ogoh[llm]'") from None
    try:
        options = _common(known, settings) | _OWN[provider](settings)
        chat: BaseChatModel = init_chat_model(name, model_provider=provider, **options)
    except ImportError:
        raise ModelSettingError(
            f"OGOH_LLM={settings.llm} needs a package: pip install 'ogoh[{known.extra}]'"
        ) from None
    except Exception as fault:  # noqa: BLE001 - whatever a provider's package finds wrong with its options
        raise ModelSettingError(f"OGOH_LLM={settings.llm} can't be used: {type(fault).__name__}") from None
    _give_own_client(provider, chat, settings)
    return chat


def shaped(provider: str, shape: type[Shape]) -> dict[str, Any]:
    """Give the option by which a provider holds a model to a shape; the reply is checked all the same."""
    schema = schema_of(shape)
    named = {"type": "json_schema", "json_schema": {"name": shape.__name__, "schema": schema}}
    match provider:
        case "openai":
            # given as an option by name, the package would read the reply itself, and lose what was used
            return {"extra_body": {"response_format": named}}
        case "google_genai":
            return {"response_mime_type": "application/json", "response_json_schema": schema}
        case "ollama":
            return {"format": schema}
        case _:
            return {"response_format": named}


async def close_chat(provider: str, chat: Any) -> None:
    """Close what a package keeps open."""
    match provider:
        case "openai":
            await chat.http_async_client.aclose()
        case "anthropic":
            await chat._async_client.close()  # noqa: SLF001 - given by us
        case "google_genai":
            await chat.client.aio.aclose()
        case "mistralai":
            await chat.async_client.aclose()
        case "ollama":
            await chat._async_client._client.aclose()  # noqa: SLF001 - the package has no door for it
        case _:
            pass


def _common(known: Provider, settings: Settings) -> dict[str, Any]:
    # many servers that an operator runs himself want no key, and the packages want one
    return {"temperature": 0, "base_url": str(settings.llm_url or known.home), "api_key": _key(settings)}


def _key(settings: Settings) -> str:
    return settings.llm_key.get_secret_value() if settings.llm_key else "none"


def _openai(settings: Settings) -> dict[str, Any]:
    from openai import DefaultAsyncHttpxClient  # noqa: PLC0415 - only where a model is switched on

    return {
        "max_tokens": settings.llm_tokens,
        "max_retries": 0,
        "stream_usage": True,
        "timeout": settings.llm_timeout,
        # a client of its own: the package's is shared by all event loops, and follows a server elsewhere
        "http_async_client": DefaultAsyncHttpxClient(timeout=settings.llm_timeout, follow_redirects=False),
    }


def _anthropic(settings: Settings) -> dict[str, Any]:
    return {"max_tokens": settings.llm_tokens, "max_retries": 0, "timeout": settings.llm_timeout}


def _google(settings: Settings) -> dict[str, Any]:
    return {
        "max_tokens": settings.llm_tokens,
        "max_retries": 1,  # the first try counts here
        "timeout": settings.llm_timeout,
        "vertexai": False,
    }


def _mistral(settings: Settings) -> dict[str, Any]:
    return {
        "max_tokens": settings.llm_tokens,
        "max_retries": 1,
        "timeout": math.ceil(settings.llm_timeout),
    }


def _ollama(settings: Settings) -> dict[str, Any]:
    return {
        "num_predict": settings.llm_tokens,
        "async_client_kwargs": {
            "follow_redirects": False,
            "timeout": settings.llm_timeout,
            # the package would send a key of the environment where none is given
            "headers": {"Authorization": f"Bearer {_key(settings)}"},
        },
    }


_OWN: Final = {
    "openai": _openai,
    "anthropic": _anthropic,
    "google_genai": _google,
    "mistralai": _mistral,
    "ollama": _ollama,
}


def _give_own_client(provider: str, chat: Any, settings: Settings) -> None:
    """Put a client in place of one that all event loops would share, or that follows a server elsewhere."""
    if provider == "anthropic":
        from anthropic import AsyncAnthropic, DefaultAsyncHttpxClient  # noqa: PLC0415

        own = DefaultAsyncHttpxClient(timeout=settings.llm_timeout, follow_redirects=False)
        chat.__dict__["_async_client"] = AsyncAnthropic(**chat._client_params, http_client=own)  # noqa: SLF001
    elif provider == "google_genai":
        import httpx  # noqa: PLC0415
        from google.genai import Client  # noqa: PLC0415
        from google.genai.types import HttpOptions  # noqa: PLC0415

        options = HttpOptions(
            base_url=chat.base_url,
            httpx_async_client=httpx.AsyncClient(timeout=settings.llm_timeout, follow_redirects=False),
        )
        chat.client = Client(api_key=_key(settings), vertexai=False, http_options=options)

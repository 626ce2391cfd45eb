"""One frozen Settings object; nothing else in the house reads the environment."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, StringConstraints, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[1]
HttpUrl = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+")]


class Settings(BaseSettings):
    """What an operator can choose, from the environment or `.env`; every name starts with `OGOH_`."""

    model_config = SettingsConfigDict(
        env_prefix="OGOH_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    telegram_bot_token: SecretStr | None = Field(
        default=None,
        validation_alias="TELEGRAM_BOT_TOKEN",
        description="The bot's token from @BotFather; without it the conversation opens in the terminal.",
    )
    bot_api_base_url: HttpUrl = Field(
        default="https://api.telegram.org/bot",
        description="The Bot API server, as `https://host/bot`; for a self-hosted one.",
    )
    proxy: str | None = Field(
        default=None, description="An HTTP or SOCKS5 proxy for Telegram, as `socks5://host:port`."
    )
    data: Path = Field(
        default=Path("data"), description="The folder for the index, the database and the key."
    )
    records: Path | None = Field(
        default=None, description="A folder of records to use instead of those in the package."
    )
    embedding: str = Field(
        default="e5-small",
        description="`e5-small` (needs no download), or a sentence-transformers model by name or folder.",
    )
    chroma: HttpUrl | None = Field(
        default=None, description="A Chroma server, as `http://host:8000`; without it Chroma runs in `data`."
    )
    database: str | None = Field(
        default=None,
        description="A database, as `postgresql://user@host/name`; without it SQLite in `data` keeps the journal.",
    )
    key: SecretStr | None = Field(
        default=None,
        description="The secret for pseudonyms and encryption, 32 bytes in base64; without it `data/key` is made. "
        "After a change of keys: all of them, the oldest first, parted by commas.",
    )
    retention_days: int = Field(
        default=30, ge=1, le=180, description="How many days the journal keeps what was asked, from 1 to 180."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="How much is logged; never what people write."
    )
    papers: bool = Field(
        default=True, description="Whether photos of papers are read, where Tesseract is installed."
    )
    threads: int = Field(
        default=2, ge=1, le=64, description="How many processor threads a computation may use."
    )

    official_links: str | None = Field(
        default=None,
        description="Public pages that name the real bot, as `https://ngo.example/bot`, parted by spaces.",
    )
    answer_hours: int | None = Field(
        default=None,
        ge=1,
        le=72,
        description="Hours within which a moderator answers; without it people hear that nobody is on duty.",
    )
    stt_url: HttpUrl | None = Field(
        default=None,
        description="A server with `/v1/audio/transcriptions` that hears voice messages, as `http://host:9000`.",
    )
    stt_key: SecretStr | None = Field(default=None, description="The key of the speech-to-text server.")
    stt_model: str = Field(default="whisper-1", description="The model of the speech-to-text server.")

    console_host: str = Field(
        default="127.0.0.1", description="The address at which the moderators' console listens."
    )
    console_port: int = Field(
        default=8470, ge=0, le=65535, description="The port at which the moderators' console listens."
    )
    console_tls: bool = Field(
        default=True,
        description="Whether moderators reach the console over https; `false` only for a try on one machine.",
    )

    bot_name: str | None = Field(
        default=None,
        pattern=r"^@?\w{5,32}$",
        description="The bot's name in Telegram, for the links and posters that the console gives out.",
    )
    stale_days: int = Field(
        default=180, ge=1, description="Days after which the console calls a record's check old."
    )
    llm: str | None = Field(
        default=None,
        pattern=r"^[a-z_]+:\S+$",
        description="A language model that puts answers in its words, as `provider:model`; without it none is asked.",
    )
    llm_url: HttpUrl | None = Field(
        default=None,
        description="The language model's server, as `http://host:8080/v1`; the provider's own without it.",
    )
    llm_key: SecretStr | None = Field(default=None, description="The key for the language model's server.")
    llm_operator: str | None = Field(
        default=None,
        description="Who runs the language model, as `/privacy` names him; without it the server's name.",
    )
    llm_first_token: float = Field(
        default=4.0, gt=0, le=60, description="Seconds within which the language model has to begin."
    )
    llm_timeout: float = Field(
        default=12.0,
        gt=0,
        le=120,
        description="Seconds after which the answer goes out without the language model.",
    )
    llm_parallel: int = Field(
        default=8,
        ge=1,
        le=256,
        description="How many questions a process puts to the language model at once.",
    )
    llm_material: int = Field(
        default=2400,
        ge=200,
        le=20_000,
        description="Characters of records that go to the language model with a question.",
    )
    llm_tokens: int = Field(
        default=900, ge=50, le=8000, description="Tokens after which the language model's reply is cut off."
    )
    llm_day_tokens: int = Field(
        default=5_000_000,
        ge=0,
        description="Tokens that may be used in a day, by all processes; 0 is no limit.",
    )
    llm_person_tokens: int = Field(
        default=100_000, ge=0, description="Tokens that may be used in a day for one person; 0 is no limit."
    )
    llm_day_money: float = Field(
        default=0.0, ge=0, description="Money that may be spent in a day, by all processes; 0 is no limit."
    )
    llm_person_money: float = Field(
        default=0.0, ge=0, description="Money that may be spent in a day for one person; 0 is no limit."
    )
    llm_price_in: float = Field(
        default=0.0, ge=0, description="What a million tokens cost that go to the language model."
    )
    llm_price_out: float = Field(
        default=0.0, ge=0, description="What a million tokens cost that come from the language model."
    )

    locale: str | None = Field(
        default=None,
        validation_alias="LANG",
        description="The terminal's language; the system sets it.",
    )

    @field_validator("bot_api_base_url", "stt_url")
    @classmethod
    def _no_slash(cls, url: str | None) -> str | None:
        return url and url.rstrip("/")

    @field_validator("official_links")
    @classmethod
    def _only_links(cls, links: str | None) -> str | None:
        for link in (links or "").split():
            if not re.fullmatch(r"https?://[^\s/]+\S*", link):
                raise ValueError(f"{link!r} is no address: write https://…, parted by spaces")
        return links

    @property
    def links(self) -> tuple[str, ...]:
        """The public pages that name the real bot."""
        return tuple((self.official_links or "").split())

    @property
    def token(self) -> str | None:
        """The bot's token, or nothing where it is unset or blank."""
        if self.telegram_bot_token is None:
            return None
        return self.telegram_bot_token.get_secret_value().strip() or None

    @property
    def database_url(self) -> str:
        """The database's SQLAlchemy URL, for an asynchronous driver."""
        return self.database or f"sqlite+aiosqlite:///{(self.data / 'ogoh.db').resolve()}"

    @property
    def key_file(self) -> Path:
        """The file that holds the secret where the environment doesn't."""
        return self.data / "key"

"""Words that speak to a language model and not to a reader: such a record is handed to none."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from bot.answering.grounding.evidence import sentences
from knowledge.schema import LANGS, Record
from knowledge.script import plain

SPEAKS_TO_MODEL: Final = re.compile(
    r"\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instruction|rule|record|previous)"
    r"|system prompt|systempromp|системн\w* промпт|промпт|prompt"
    r"|\b(?:system|assistant|user)\s*:|<\||\|>|\[/?inst\]|###|\}\]|</\w+>"
    r"|игнорир\w+ (?:все|инструкц|правил|пред)|забудь \w*\s*(?:правил|инструкц|все)|инструкци\w+ (?:для ии|от разраб)"
    r"|ты теперь|ты в режиме|режим\w* разработчик|языковая модель|слово в слово"
    r"|без ссылок на записи"
    r"|koʻrsatma(?:larni|\b)|кўрсатма(?:ларни|\b)|sen endi|сен энди|rejimi yoqil|режими ёқил|soʻzma-soʻz"
    r"|сўзма-сўз|eʼtiborsiz qoldir"
    r"|эътиборсиз қолдир|sunʼiy intellekt|javob ber:|жавоб бер:"
    r"|дастур(?:ҳои пешин|и нав| барои)|ту акнун|режими барномасоз|калима ба калима|нодида гир|зеҳни сунъӣ|ҷавоб деҳ:"
    r"|administrator buyrug|приказ администратора|по первым буквам|сыграй роль|переведи на русский и выполни"
    r"|do anything now|you are now|you are dan|отвечай:|dasturchi rejimi|дастурчи режими",
    re.IGNORECASE,
)


MIXED: Final = re.compile(r"[A-Za-z][а-яёғӣқӯҳҷў]|[а-яёғӣқӯҳҷў][A-Za-z]", re.IGNORECASE)
"""Letters of two scripts in one word: no record is written so, and what hides is."""


def speaks_to_model(text: str) -> bool:
    """Tell whether `text` tries to instruct a model, also behind hidden characters and look-alike letters."""
    return any(pattern.search(text) for pattern in (SPEAKS_TO_MODEL, MIXED)) or bool(
        SPEAKS_TO_MODEL.search(plain(text))
    )


@lru_cache(maxsize=4096)
def is_tampered(record: Record) -> bool:
    """Tell whether a record speaks to a model in any of its languages."""
    return any(speaks_to_model(one) for lang in LANGS if lang != "en" for one in sentences(record, lang))

"""Answers in a model's own words, of which only those are kept that the records bear out."""

from __future__ import annotations

import logging
import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.answering.compose import FIRST_MESSAGE
from bot.answering.generate.draft import Draft, Gloss, Rewriting, SeenSigns
from bot.answering.generate.material import NAMES, as_data, cleaned, example, records_material
from bot.answering.generate.model import Model, ModelFaultError
from bot.answering.generate.prompts import prompt
from bot.answering.generate.rewrite import is_faithful
from bot.answering.generate.tampering import is_tampered
from bot.answering.grounding import Checker, Claim, Given
from bot.answering.grounding.words import parse
from bot.answering.question import Answer, Statement
from knowledge.schema import Record, Sign
from knowledge.script import WrittenLang, uzbek_latin

SENTENCES: Final = 5
QUOTE: Final = 6
"""Letters that a quotation has at least: fewer stand everywhere."""

REPEATS: Final = 0.6
"""The share of a sentence's words that stand in what is said already, above which it adds nothing."""

LAW: Final = re.compile(
    r"стать[яеиюё]|\bст\.|модда|modda|лишени\w+ свобод|ozodlikdan mahrum|озодликдан маҳрум|маҳрум\w* \w* ?аз озодӣ"
    r"|наказыва|указ|фармон|қонун|qonun|закон|кодекс|kodeks",
    re.IGNORECASE,
)
"""Words of a sentence that tells law; such a sentence is only ever the composed one."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SignSeen:
    """A sign of recruitment with the words of the offer that show it."""

    sign: str
    quote: str


class Generator:
    """Makes answers more fluent with a model that is trusted in nothing."""

    def __init__(self, model: Model, checker: Checker) -> None:
        self.model = model
        self.counts: Counter[str] = Counter()
        self._checker = checker

    def improve(
        self,
        question: str,
        composed: Answer,
        records: Mapping[str, Record],
        passport: str | None,
        until: float | None = None,
    ) -> Answer:
        """Give `composed` in the model's words where they hold; `composed` itself where they don't."""
        asked = replace(composed, model=self.model.name, prompts=prompt("answer").label)
        begun = time.monotonic()
        sound = [record for record in records.values() if not is_tampered(record)]
        if len(sound) < len(records):
            log.error("llm-record-tampered %s", ",".join(records.keys() - {record.id for record in sound}))
            self.counts["tampered"] += 1
        if not sound or sound[0].id != next(iter(records)):
            return composed
        material, ids = records_material(question, sound, composed.language, self.model.room)
        try:
            draft = self.model.ask(
                prompt("answer"),
                Draft,
                until or self.model.deadline(),
                language=NAMES[composed.language],
                examples=example(composed.language),
                material=material,
            )
        except ModelFaultError:
            self.counts["composed"] += 1
            return asked
        given = Given({name: records[name] for name in ids.values()}, composed.language, passport)
        claims = [
            Claim(one.text, tuple(ids.get(c, c) for c in one.cites)) for one in draft.sentences[:SENTENCES]
        ]
        faults = [self._checker.fault(claim, given) for claim in claims]
        dropped = Counter(f"dropped-{fault}" for fault in faults if fault)
        self.counts.update(dropped)
        self.counts["kept"] += faults.count(None)
        log.info(
            "llm kept=%d dropped=%d codes=%s ms=%d",
            faults.count(None),
            dropped.total(),
            ",".join(sorted(code.removeprefix("dropped-") for code in dropped)) or "-",
            (time.monotonic() - begun) * 1000,
        )
        if not claims or faults[0] is not None:
            self.counts["composed"] += 1
            return asked
        kept = [claim for claim, fault in zip(claims, faults, strict=True) if fault is None]
        self.counts["improved"] += 1
        return replace(asked, statements=_joined(kept, composed))

    def rewrite(
        self, text: str, previous: str | None, language: WrittenLang, until: float
    ) -> tuple[str, ...]:
        """Give what a follow-up or a two-part question asks as questions that stand alone; nothing where that fails."""
        said = {"previous": cleaned(previous or ""), "question": cleaned(text)}
        try:
            found = self.model.ask(
                prompt("rewrite"), Rewriting, until, language=NAMES[language], material=as_data(said)
            )
        except ModelFaultError:
            return ()
        questions = tuple(dict.fromkeys(found.questions))
        if not questions or not all(is_faithful(one, text, previous, language) for one in questions[:2]):
            self.counts["dropped-rewriting"] += 1
            return ()
        self.counts["rewritten"] += 1
        return questions[:2]

    def signs(self, offer: str, signs: Sequence[Sign]) -> tuple[SignSeen, ...]:
        """Give the signs that the model sees in an offer; only those whose words stand in it, letter by letter."""
        seen = cleaned(offer, 4096)
        ids = {f"s{number}": sign for number, sign in enumerate(signs, 1)}
        told = [{"id": short, "sign": sign.title.en} for short, sign in ids.items()]
        try:
            found = self.model.ask(
                prompt("offer"),
                SeenSigns,
                self.model.deadline(),
                material=as_data({"signs": told, "offer": seen}),
            )
        except ModelFaultError:
            return ()
        return tuple(
            SignSeen(ids[one.id].id, one.quote)
            for one in found.signs
            if one.id in ids and len(one.quote) >= QUOTE and one.quote in seen
        )

    def gloss(self, text: str, language: str = "English") -> str | None:
        """Say for a moderator in `language` what a redacted text says; nothing where its numbers are not kept."""
        seen = cleaned(text, 4096)
        try:
            found = self.model.ask(
                prompt("gloss"),
                Gloss,
                self.model.deadline(),
                language=language,
                material=as_data({"text": seen}),
            )
        except ModelFaultError:
            return None
        return (
            found.gloss
            if sorted(re.findall(r"\d+", found.gloss)) == sorted(re.findall(r"\d+", seen))
            else None
        )


def _joined(kept: Sequence[Claim], composed: Answer) -> tuple[Statement, ...]:
    """Put an answer together: the direct one, the law as composed, what else was kept, the titles offered.

    All records of the composed answer stay cited: what is no longer said is offered by its title.
    """
    lead, *others = composed.statements
    direct = lead if LAW.search(kept[0].text) or LAW.search(lead.text) else _statement(kept[0], "lead")
    related = [one for one in others if one.role == "related"]
    law = [one for one in others if one.role not in {"related", "heading"} and LAW.search(one.text)]
    room = FIRST_MESSAGE - sum(len(one.text) for one in (direct, *related))
    said = [direct]
    for statement in (
        *law,
        *(_statement(claim, "detail") for claim in kept[1:] if not LAW.search(claim.text)),
    ):
        if len(statement.text) <= room and not _repeats(statement.text, said, composed.language):
            said.append(statement)
            room -= len(statement.text)
    if lead.cites and not set(lead.cites) & set(direct.cites):
        said[0] = replace(direct, cites=(*lead.cites, *direct.cites))
    return (*said, *related)


def _statement(claim: Claim, role: str) -> Statement:
    return Statement(claim.text, claim.cites, "lead" if role == "lead" else "detail")


def _repeats(text: str, said: Sequence[Statement], language: WrittenLang) -> bool:
    lang = "uz" if language == "uz_Cyrl" else language

    def words(one: str) -> set[str]:
        return {
            token.key[:5] for token in parse(uzbek_latin(one) if language == "uz_Cyrl" else one, lang).tokens
        }

    new = words(text)
    return not new or any(len(new & words(one.text)) >= REPEATS * len(new) for one in said)

"""Somebody is in danger now: the card for this minute, and what stands below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.answering.compose import Composer, is_aside
from bot.answering.question import Answer, Outcome
from bot.answering.wording import (
    denies_signing,
    names_russian_citizenship,
    speaks_of_death,
    speaks_of_kin,
    speaks_of_signing,
)
from knowledge.corpus import holds_for, references, topic_of
from knowledge.cues import places
from knowledge.encoders import Vectors
from knowledge.learned import Learned
from knowledge.schema import Answer as KnownAnswer
from knowledge.schema import Guidance, Record
from knowledge.script import WrittenLang
from knowledge.search import Hit

URGENT: Final = 0.2
"""How much better guidance for calmer times must fit to stand on the card."""

NAMED: Final = 0.3
"""How much worse guidance fits than the record that names it."""

AFTER_CARD: Final = 450
"""Characters that follow an emergency card."""

BEARING: Final = 0.9
"""How much worse than the best a record may fit and still stand below an emergency card."""

NO_USE: Final = 0.2
"""The score below which a record is there named only, and not told: of such one in two is right."""

HELPS: Final = 0.2
JOINED: Final = 0.1
"""What it counts there that a record tells what to do, and that it belongs to the card's."""

RESEMBLES: Final = 1.0
"""What the margin counts by which a cry resembles those that a card was made for."""

OF_KIN: Final = 0.5
"""How much more it must resemble cries of relatives for one to be spoken of, where no word tells."""

STRANGE: Final = -1.0
"""How well guidance fits that the search did not bring."""

NATURALISED: Final = "guide-naturalised-summoned"
FURTHER: Final = 3
"""Records that stand below the card."""

_RELATIVES: Final = "guide-relative-"
_SIGNED: Final = "guide-signed-not-sent"
_RELATIVE_SIGNED: Final = "guide-relative-has-signed"
HAS_SIGNED: Final = frozenset({_SIGNED, _RELATIVE_SIGNED})
"""For who has signed already, or whose relative has."""

_TWINS: Final = {
    "guide-detained-pressed-to-sign": "guide-relative-held",
    "guide-held-for-refusing": "guide-relative-held-for-refusing",
}
"""What somebody himself can do, and what his people can, in the same danger."""

_DEATH: Final = ("body-home", "family-compensation", "guide-relative-killed")


@dataclass(frozen=True)
class _Cry:
    """What a cry for help tells of itself."""

    cards: Mapping[str, float]
    """How much it resembles the cries that each card was made for."""
    kin: bool
    signed: bool
    unsigned: bool
    """Whether it says that nothing has been signed."""
    russian: bool
    dead: bool

    @property
    def likest(self) -> str:
        """The card that such cries were answered with."""
        return max(self.cards, key=self.cards.__getitem__)


@dataclass(frozen=True)
class Aid:
    """What would be shown first to who cries for help."""

    cry: _Cry
    card: Guidance
    next_card: Guidance | None
    """Where he is may be misread: what would be shown then."""

    @property
    def likeness(self) -> float:
        """How much the cry resembles those that cards were made for."""
        return self.cry.cards[self.cry.likest]


class FirstAid:
    """Answers cries for help from the records of one composer."""

    def __init__(self, composer: Composer, cards: Learned) -> None:
        self._composer = composer
        self._cards = cards

    def choose(self, hits: Sequence[Hit], text: str, vector: Vectors, passport: str | None) -> Aid:
        """Choose the card for `text`, of which `hits` were found, best first, whether or not it is a cry."""
        cry = self._heard(text, vector, passport)
        card, *others = self._guidance(hits, cry, passport)
        return Aid(cry, card, next(iter(others), None))

    def answer(
        self, aid: Aid, hits: Sequence[Hit], text: str, passport: str | None, language: WrittenLang
    ) -> Answer:
        """Give the card of `aid`, and below it what else helps in this danger."""
        cry, guidance = aid.cry, aid.card
        named = {name for _, name in references(guidance)}
        near = [
            hit
            for hit in hits
            if hit.score > hits[0].score - BEARING
            and hit.record is not guidance
            and not is_aside(hit.record)
            and (cry.dead or topic_of(hit.record) not in _DEATH)
            and (cry.kin or not hit.record.id.startswith(_RELATIVES))
            and (cry.russian or hit.record.id != NATURALISED)
            and not (cry.unsigned and hit.record.id in HAS_SIGNED)
        ]

        def fit(hit: Hit) -> float:
            joined = hit.record.id in named or guidance.id in {name for _, name in references(hit.record)}
            return hit.score + HELPS * isinstance(hit.record, KnownAnswer | Guidance) + JOINED * joined

        best = sorted(near, key=fit, reverse=True)[:FURTHER]
        best.sort(key=lambda hit: not isinstance(hit.record, KnownAnswer | Guidance))
        leads = bool(best) and best[0].score > NO_USE and _is_told(best[0].record, guidance)
        found = [hit.record for hit in best]
        second = [aid.next_card] if aid.next_card else []
        further = list(dict.fromkeys([*found[:1], *second, *found]))[:FURTHER]
        return Answer(
            language,
            "emergency",
            Outcome.ANSWERED,
            self._composer.first(further, language, text, room=AFTER_CARD)
            if leads
            else self._composer.offer(further, language),
            card=self._composer.card(guidance, passport, language, places(text)),
        )

    def _heard(self, text: str, vector: Vectors, passport: str | None) -> _Cry:
        """Tell of whom a cry speaks, and what has been done to him."""
        cards = self._cards.scores(text, vector)
        of_kin = max((score for name, score in cards.items() if name.startswith(_RELATIVES)), default=0.0)
        of_himself = max(
            (score for name, score in cards.items() if not name.startswith(_RELATIVES)), default=0.0
        )
        return _Cry(
            cards,
            kin=speaks_of_kin(text) or of_kin - of_himself > OF_KIN,
            signed=speaks_of_signing(text),
            unsigned=denies_signing(text),
            russian=passport == "RU" or names_russian_citizenship(text),
            dead=speaks_of_death(text),
        )

    def _guidance(self, hits: Sequence[Hit], cry: _Cry, passport: str | None) -> list[Guidance]:
        """Rank what to do this minute: what such cries are answered with, and what fits best of the hits' guidance.

        That of an emergency goes first, and for who writes of a relative what he himself can do, unless such cries
        speak of the writer. That for relatives is for those only; so with that for Russia's new citizens, and that
        for who has signed.
        """
        fits: dict[str, float] = {}
        for hit in hits:
            named = ((name, hit.score - NAMED) for _, name in references(hit.record))
            for name, fit in ((hit.record.id, hit.score), *named):
                fits[name] = max(fit, fits.get(name, fit))
        likest, lowest = cry.likest, min(cry.cards.values())
        only = {
            NATURALISED: cry.russian,
            _SIGNED: not cry.unsigned and (cry.signed or likest == _SIGNED),
            _RELATIVE_SIGNED: cry.kin and not cry.unsigned and (cry.signed or likest == _RELATIVE_SIGNED),
        }
        of_kin = cry.kin and likest.startswith(_RELATIVES)
        chosen = {
            guidance: fits.get(name, STRANGE)
            + RESEMBLES * cry.cards.get(name, lowest)
            + URGENT * (guidance.urgency == "emergency")
            + URGENT * (of_kin and name.startswith(_RELATIVES))
            for name in {*fits, *cry.cards}
            if isinstance(guidance := self._composer.corpus.records.get(name), Guidance)
            and holds_for(guidance, passport)
            and only.get(name, cry.kin or not name.startswith(_RELATIVES))
        }
        ranked = sorted(chosen, key=chosen.__getitem__, reverse=True)
        # A relative's cry tells the words of who is held, and so finds what is for him.
        twin = _TWINS.get(ranked[0].id, ranked[0].id)
        if cry.kin and cry.cards.get(twin, lowest) > cry.cards.get(ranked[0].id, lowest):
            ranked.sort(key=lambda guidance: guidance.id != twin)
        return ranked


def _is_told(record: Record, card: Guidance) -> bool:
    """Whether `record` is told below the card: the steps of whoever is held would say "you" to his mother."""
    if isinstance(record, Guidance):
        return record.id.startswith(_RELATIVES) == card.id.startswith(_RELATIVES)
    return isinstance(record, KnownAnswer)

"""The offer check: which signs of recruitment for war an advert or a message carries, and how sure that is.

Three voices: words that tell a sign by themselves (`knowledge/cues.tsv`), models that have learned how adverts
put each sign and what whole adverts of either sort look like, and the sums of money. Evasive spelling is
undone first; what is found is quoted as the advert writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.answering.windows import Window, windows
from knowledge.adverts import INNOCENT
from knowledge.corpus import Corpus
from knowledge.cues import SKILLED, cues
from knowledge.disguise import Unmasked, unmask
from knowledge.learned import Learned
from knowledge.money import Currency, Per, Sum, sums
from knowledge.schema import Sign

Level = Literal["clear", "serious", "doubtful", "none"]

LEVELS: Final[tuple[Level, ...]] = ("none", "doubtful", "serious", "clear")

LONGEST: Final = 4096
"""Characters of an advert that are read: a whole message of Telegram."""

LONG: Final = 200
"""Letters from which a text of several lines is taken as pasted."""

ADVERT: Final = 0.1
FORWARDED: Final = -0.4
"""The margins from which a text is an advert."""

MONEY: Final = "sign-bonus-far-above-market"
ARMY: Final = "sign-army-contract-named"
FRIENDS: Final = "sign-bring-friends-reward"

WORDS: Final = 1.0
"""The strength of words that tell a sign by themselves."""

LEARNED: Final = 0.6
"""The strength of a sign that a model finds at its border."""

DOUBT: Final = 0.1
TRUST: Final = 0.3
"""The margin that a sign needs, and how far the verdict on the whole lowers or raises it."""

PAY_DOUBT: Final = 0.4
PAY_TRUST: Final = 0.4
"""The excess that a wage needs, and how far an honest verdict on the whole raises it."""

UNTOLD: Final = 0.25
"""The verdict from which an advert is not let go, though no part of it tells a sign by itself."""

WEAK: Final = 0.3
"""The least strength of a sign that is told."""

SMALL_REWARD: Final = 30_000
A_FORTUNE: Final = 1_000_000
"""Roubles: what honest firms pay for bringing a friend; what nobody earns in a month."""

OF_SKILL: Final = 0.5
"""What a high pay tells where a skill is asked for."""

A_WAGE: Final = 0.75
"""The most that a wage by itself tells: skilled people earn well in the Far North."""

TOO_MUCH: Final[Mapping[Per, tuple[float, float]]] = {
    "once": (400_000, 1_000_000),
    "month": (180_000, 300_000),
    "year": (2_400_000, 4_000_000),
    "day": (7_000, 12_000),
    "stint": (500_000, 1_000_000),
}
"""Roubles from which a pay is suspicious, and from which it is certainly no builder's; autumn 2026."""

ROUBLES: Final[Mapping[Currency, float]] = {
    "RUB": 1, "USD": 85, "EUR": 95, "UZS": 0.0065, "TJS": 8.5, "KZT": 0.17, "KGS": 0.95
}  # fmt: skip
"""Rough rates: only the order of magnitude matters."""

SEVERITY: Final = {"high": 1.0, "medium": 0.75, "low": 0.3}
SURE: Final = 0.8
GRAVE: Final = 2
"""Without the army's name, recruitment is clear only by so many grave signs of at least this strength."""

CLEAR: Final = 1.8
SERIOUS: Final = 0.6
TOLD: Final = 0.3
DOUBTFUL: Final = 0.3
"""What verdict and signs together must reach, less where words tell a sign by themselves; `docs/offers.md` tells
how the figures were found."""

_QUESTION: Final = re.compile(r"\?\W*$")

Told = tuple[str, float, Window]
"""A sign's id, its strength, and the window in which it stands."""


@dataclass(frozen=True)
class FoundSign:
    """A sign of recruitment with the words that show it, in the advert's own spelling."""

    record: Sign
    span: tuple[int, int]
    quote: str
    strength: float
    """From 0 to 1."""


@dataclass(frozen=True)
class Finding:
    """What was found in an advert: the signs, the strongest first."""

    level: Level
    signs: tuple[FoundSign, ...]
    score: float


class Words:
    """An advert without its disguise, in windows, with its sums of money."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.windows: Sequence[Window] = list(windows(text))
        self.sums = list(sums(text))
        self.cues = list(cues(text))

    @property
    def skilled(self) -> bool:
        """Whether the work is one that few can do."""
        return any(cue.sign == SKILLED for cue in self.cues)

    def around(self, start: int, end: int) -> Window:
        """Give the smallest window around a span; the span itself where none holds it whole."""
        holding = (one for one in self.windows if one[0] <= start and end <= one[1])
        return min(holding, key=lambda one: one[1] - one[0], default=(start, end))


class OfferChecker:
    """Looks for the signs of recruitment; takes a few milliseconds."""

    def __init__(self, corpus: Corpus, signs: Learned, verdicts: Learned, offers: Learned) -> None:
        self._signs = {record.id: record for record in corpus if isinstance(record, Sign)}
        self._learned = signs
        self._verdicts = verdicts
        self._offers = offers

    def looks_like_offer(self, text: str, *, forwarded: bool = False) -> bool:
        """Tell whether `text` is an advert or a recruiter's message, and not a question about one.

        Who asks about an offer ends with the question; only what is plainly pasted may end with one. What was
        forwarded is somebody else's words: it takes less to be an offer.
        """
        if forwarded:
            return self._margin(text) > FORWARDED or self.find(text).level != "none"
        pasted = "\n" in text.strip() and len(text) >= LONG
        return self._margin(text) > ADVERT and (pasted or not _QUESTION.search(text))

    def _margin(self, text: str) -> float:
        return self._offers.scores(unmask(text[:LONGEST]).text)["offer"]

    def find(self, text: str) -> Finding:
        """Find the signs in `text`."""
        advert = unmask(text[:LONGEST])
        words = Words(advert.text)
        verdict = self._verdicts.scores(words.text)["recruitment"]
        told = [*_told(words), *self._meant(words, verdict), *_paid(words, verdict)]
        if not told and verdict > UNTOLD:
            told = self._nearest(words)
        best: dict[str, tuple[float, Window]] = {}
        for name, strength, window in told:
            if name in self._signs and strength > best.get(name, (0.0,))[0]:
                best[name] = (strength, window)
        found = tuple(
            sorted(
                (self._quoted(name, text, advert, *known) for name, known in _told_apart(best).items()),
                key=lambda sign: (-_weight(sign), sign.record.id),
            )
        )
        score = verdict + sum(map(_weight, found))
        level = _level(score, found)
        return Finding(level, () if level == "none" else found, score)

    def signs(self) -> Sequence[Sign]:
        """Give the signs that the records know."""
        return tuple(self._signs.values())

    def joined(self, finding: Finding, text: str, seen: Iterable[tuple[str, str]]) -> Finding:
        """Add to `finding` the signs that somebody else saw in `text`, as ids with the words that show them.

        Left out are signs that no record knows, or whose words don't stand in `text`. What was found stays, the
        verdict is never milder, and what others saw makes it graver by one step at most.
        """
        known = {sign.record.id for sign in finding.signs}
        added = []
        for name, quote in seen:
            place = re.search(r"\s+".join(map(re.escape, quote.split())), text)
            if name in self._signs and name not in known and place is not None and place[0]:
                known.add(name)
                added.append(FoundSign(self._signs[name], place.span(), place[0], WEAK))
        if not added:
            return finding
        signs = (*finding.signs, *added)
        score = finding.score + sum(map(_weight, added))
        level = _one_step(finding.level, _level(score, signs))
        return Finding(level, () if level == "none" else signs, score)

    def _meant(self, words: Words, verdict: float) -> Iterator[Told]:
        """Give the signs that the models find; the likelier the whole is recruitment, the less it takes."""
        asked = DOUBT - TRUST * max(-1.0, min(1.0, verdict))
        for window, margins in self._margins(words):
            within = [one for one in words.sums if window[0] <= one.start and one.end <= window[1]]
            for name, margin in margins.items():
                if margin > asked and not _is_honest_pay(name, within, skilled=words.skilled):
                    yield name, max(WEAK, min(0.95, LEARNED + margin)), window

    def _nearest(self, words: Words) -> list[Told]:
        """Give the sign that comes nearest, where the whole is recruitment and no part tells a sign by itself."""
        margins = (
            (margin, name, window)
            for window, found in self._margins(words)
            for name, margin in found.items()
            if name != MONEY
        )
        return [(name, WEAK, window) for _, name, window in sorted(margins)[-1:]]

    def _margins(self, words: Words) -> Iterator[tuple[Window, dict[str, float]]]:
        """Give the margin of every sign in every window."""
        for window in words.windows:
            scores = self._learned.scores(words.text[slice(*window)])
            yield window, {name: margin for name, margin in scores.items() if name != INNOCENT}

    def _quoted(self, name: str, text: str, advert: Unmasked, strength: float, window: Window) -> FoundSign:
        start, end = advert.origin(*window)
        return FoundSign(self._signs[name], (start, end), text[start:end], strength)


def _told_apart(best: Mapping[str, tuple[float, Window]]) -> dict[str, tuple[float, Window]]:
    """Leave out the weaker signs that are read from words which tell a stronger one."""
    kept: dict[str, tuple[float, Window]] = {}
    for name, (strength, window) in sorted(best.items(), key=lambda item: (-item[1][0], item[0])):
        taken = any(window[0] < end and start < window[1] for _, (start, end) in kept.values())
        if strength >= SURE or not taken:
            kept[name] = (strength, window)
    return kept


def _told(words: Words) -> Iterator[Told]:
    """Give the signs that their own words tell, with the clause around these."""
    for cue in words.cues:
        if cue.sign != SKILLED:
            yield cue.sign, WORDS, words.around(cue.start, cue.end)


def _paid(words: Words, verdict: float) -> Iterator[Told]:
    """Give the sums that are too high for simple work; in an honest surrounding a good wage is only that."""
    for one in words.sums:
        strength = _excess(one) * (OF_SKILL if words.skilled else 1)
        if strength + PAY_TRUST * min(0.0, verdict) >= PAY_DOUBT:
            yield MONEY, strength, words.around(one.start, one.end)


def _is_honest_pay(name: str, paid: Sequence[Sum], *, skilled: bool) -> bool:
    """Tell whether sums speak against a sign: wages are judged by their height, small rewards are honest."""
    if name == MONEY:
        return bool(paid) or skilled
    return name == FRIENDS and bool(paid) and max(map(_roubles, paid)) < SMALL_REWARD


def _roubles(one: Sum) -> float:
    """Give a sum in roubles; millions a month without a currency are Uzbek soums."""
    soums = one.currency is None and one.per in {"month", "day"} and one.amount > A_FORTUNE
    return one.amount * ROUBLES["UZS" if soums else one.currency or "RUB"]


def _excess(one: Sum) -> float:
    """Tell from 0 to 1 how far a sum is above what simple work brings."""
    roubles = _roubles(one)
    low, high = TOO_MUCH[one.per or ("once" if roubles >= A_FORTUNE else "month")]
    most = 1.0 if one.per in {"once", "year"} or roubles >= A_FORTUNE else A_WAGE
    return max(0.0, min(most, 0.4 + 0.6 * (roubles - low) / (high - low))) if roubles >= low else 0.0


def _weight(sign: FoundSign) -> float:
    return SEVERITY[sign.record.severity] * sign.strength


def _one_step(before: Level, after: Level) -> Level:
    """Give the graver of two verdicts, but no more than one step above the first."""
    at = LEVELS.index(before)
    return LEVELS[max(at, min(at + 1, LEVELS.index(after)))]


def _level(score: float, found: Sequence[FoundSign]) -> Level:
    if not found:
        return "none"
    grave = sum(sign.record.severity == "high" and sign.strength >= SURE for sign in found)
    told = {sign.record.id for sign in found if sign.strength >= WORDS} - {MONEY}
    if (grave >= GRAVE and score >= CLEAR) or (ARMY in told and score >= SERIOUS):
        return "clear"
    if score >= (TOLD if told else SERIOUS):
        return "serious"
    return "doubtful" if score >= DOUBTFUL else "none"

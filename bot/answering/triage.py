"""Is somebody in danger now, and is this a question for the records at all?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, get_args

from knowledge.encoders import Vectors
from knowledge.learned import Learned
from knowledge.schema import Urgency
from knowledge.signals import Intent

DANGER: Final = 0.1
"""The margin above which a message is a cry for help; `docs/quality.md` tells how the thresholds were found."""

TOPIC_URGENCY: Final = {"emergency": 0.4, "soon": 0.0, "plan": -0.15}
"""What the most urgent of the records that fit best adds to the margin, or takes from it."""

CARD_URGENCY: Final = {"emergency": 0.1, "soon": 0.0, "plan": 0.0}
LIKENESS: Final = 0.3
"""What the card adds that would be shown, and each point by which the message resembles the cries for any card."""

CRY: Final = 0.5
"""The margin of danger above which a message is answered whatever else it seems to be."""

STILL: Final = 0.2
"""What the margin of danger gains after a cry for help: who was in danger then is so a minute later."""

PLEA: Final = 0.0
PLAIN: Final = 1.0
"""The margin of danger from which a message is no harmful request, unless its lead is so great."""

HARM: Final = -0.05
"""The lead of harmful requests over everything else above which the bot refuses."""

IDLE: Final = 0.3
"""What harm must lead off-topic chat by: who asks how to win a lottery gets silence and no reproof."""

FITS: Final = -0.5
"""The topic margin from which a message fits a record: few harmful requests reach it."""

FREED: Final = 1.5
"""What each point above FITS takes from the lead of harm: honest questions about court sound like evasion."""

OUTSIDE: Final = -0.4
"""The lead of other subjects over questions above which the bot says that it doesn't know."""

OURS: Final = 1.5
"""What each point by which a record of our own subject fits adds to it: silence is worse than an answer then."""

SURE: Final = -0.2
CERTAIN: Final = 1.25
"""Above that topic margin a record of our own subject is the answer, unless the lead of other subjects is so great: a
record made for what was outside before goes before the examples of what is outside. `docs/quality.md` has figures."""

GREETS: Final = 0.25
"""The margin above which a message greets or thanks whatever was said before."""

INTENTS: Final[tuple[Intent, ...]] = get_args(Intent)


@dataclass(frozen=True)
class Triage:
    """What a message is, before anything is looked up: margins of the learned models."""

    danger: float
    intents: dict[Intent, float]

    def going_on(self, whole: Triage, weight: float) -> Triage:
        """Give what a message wants that goes on with another: `whole` is the triage of both, and counts `weight`.

        Danger is in the new words or nowhere, and so is a plain greeting.
        """
        greets = self.intents["greeting"] > GREETS
        intents = {
            name: margin
            if name == "greeting" and greets
            else (margin + weight * whole.intents[name]) / (1 + weight)
            for name, margin in self.intents.items()
        }
        return Triage(self.danger, intents)

    def after_a_cry(self) -> Triage:
        """Give the triage of a message that goes on with a cry for help."""
        return replace(self, danger=self.danger + STILL)

    @property
    def intent(self) -> Intent:
        """The likeliest intent."""
        return max(self.intents, key=lambda name: self.intents[name])

    @property
    def is_cry(self) -> bool:
        """Whether the message is so surely a cry for help that nothing else about it counts."""
        return self.danger > CRY

    def is_harmful(self, fit: float) -> bool:
        """Tell whether the message asks for help to do wrong, or tries to turn the bot.

        `fit` is the topic margin of the record that fits best. Who may be in danger is refused nothing, unless harm
        is plain.
        """
        others = (margin for name, margin in self.intents.items() if name != "harmful")
        lead = self.intents["harmful"] - max(others)
        if self.is_cry or (self.danger > PLEA and lead < PLAIN):
            return False
        if self.intents["harmful"] - self.intents["off_topic"] < IDLE:
            return False
        return lead - FREED * max(0.0, fit - FITS) > HARM

    def is_outside(self, fit: float, topic: float) -> bool:
        """Tell whether the message is about something that the records don't cover.

        `fit` and `topic` are the score and the topic margin of the record that fits best of those that are no
        signposts to another subject.
        """
        lead = max(self.intents["off_topic"], self.intents["near_miss"]) - self.intents["ask"]
        threshold = OUTSIDE + OURS * max(0.0, fit)
        return lead > (max(CERTAIN, threshold) if topic > SURE else threshold)

    @property
    def is_near_miss(self) -> bool:
        """Whether a subject outside is at least from a migrant's life."""
        return self.intents["near_miss"] > self.intents["off_topic"]

    def is_emergency(self, urgencies: Iterable[Urgency], card: Urgency, likeness: float) -> bool:
        """Tell whether somebody is in danger now, given the `urgencies` of the records that fit best.

        `card` is the urgency of the guidance that would be shown, `likeness` how much the message resembles the cries
        that cards were made for.
        """
        topic = max(TOPIC_URGENCY[urgency] for urgency in urgencies)
        return self.danger + topic + CARD_URGENCY[card] + LIKENESS * likeness > DANGER


class TriageNurse:
    """Looks at a message first; takes a few milliseconds."""

    def __init__(self, danger: Learned, intents: Learned) -> None:
        self._danger = danger
        self._intents = intents

    def examine(self, text: str, vector: Vectors) -> Triage:
        """Tell how urgent a message is, and what it wants; `vector` is that of `text`."""
        intents = self._intents.scores(text, vector)
        danger = self._danger.scores(text, vector)["emergency"]
        return Triage(danger, {name: intents[name] for name in INTENTS})

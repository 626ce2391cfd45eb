"""Was this right? What a person says of an answer, and how he puts a question to a human."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, get_args

from bot.answering.question import Outcome
from bot.dialogue.contacts import Contacts
from bot.dialogue.deeds import AskHuman, Feedback, Verdict
from bot.dialogue.feature import Feature
from bot.dialogue.message import Action, Button, Message, escape, short, written
from bot.dialogue.public import Public
from bot.dialogue.sharing import share_button
from bot.dialogue.turn import Exchange, Moment, Turn
from bot.i18n import tr, trn
from knowledge.script import WrittenLang

LONGEST_COMMENT: Final = 1000
_LETTERS: Final[Mapping[str, Verdict]] = {verdict[0]: verdict for verdict in get_args(Verdict)}


class Opinions(Feature):
    """Takes a verdict on an answer, a comment if there is one, and questions for a human."""

    def __init__(self, public: Public, contacts: Contacts, is_cry: Callable[[Moment, str], bool]) -> None:
        self._public = public
        self._contacts = contacts
        self._is_cry = is_cry
        self.presses = {"said": self._judge, "ask": self._offer, "submit": self._ask}
        self.awaits = {"comment": self._comment}
        self.tells = {Feedback: self._thank, AskHuman: self._promise}

    def _judge(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        letter, lang, token = arguments
        verdict = _LETTERS[letter]
        person = moment.person
        if verdict != "helped":
            person = replace(person, awaiting="comment", subject=f"{letter}:{token}")
        return Turn((), person, deeds=(Feedback(written(lang), token, verdict),))

    def _comment(self, moment: Moment, text: str) -> Turn | None:
        """Keep a comment; a question or a cry for help is answered as such."""
        letter, _, token = (moment.subject or "").partition(":")
        if letter not in _LETTERS or "?" in text or self._is_cry(moment, text):
            return None
        deed = Feedback(moment.language, token, _LETTERS[letter], text[:LONGEST_COMMENT])
        return Turn((), moment.person, deeds=(deed,))

    def _thank(self, deed: Feedback, outcome: Any) -> tuple[Message, ...]:
        language = deed.language
        if outcome is None:
            return (Message(escape(tr(language, "feedback.elsewhere"))),)
        if not outcome:
            return (Message(escape(tr(language, "feedback.gone"))),)
        if deed.comment is not None:
            return (Message(escape(tr(language, "feedback.comment-kept"))),)
        if deed.verdict == "helped":
            return (Message(escape(tr(language, "feedback.helped")), ((share_button(language),),)),)
        return (Message(escape(tr(language, "feedback.why")), ((human_button(language, deed.token),),)),)

    def _offer(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        """Tell when a human can answer, and what has to be kept for that; nothing is sent before a yes."""
        lang, token = arguments
        language = written(lang)
        hours = self._public.answer_hours
        if hours is None:
            return self._nobody(moment, language)
        yes = Button(tr(language, "human.button.yes"), Action("submit", (lang, token)))
        words = f"{trn(language, 'human.when', hours)}\n\n{tr(language, 'human.kept')}"
        return Turn((Message(escape(words), ((yes,),)),), moment.person)

    def _ask(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        lang, token = arguments
        if self._public.answer_hours is None:
            return self._nobody(moment, written(lang))
        return Turn((), moment.person, deeds=(AskHuman(written(lang), token),))

    def _nobody(self, moment: Moment, language: WrittenLang) -> Turn:
        nobody = Message(escape(tr(language, "human.nobody")))
        return Turn((nobody, self._contacts.whom(moment.person, language)), moment.person)

    def _promise(self, deed: AskHuman, outcome: Any) -> tuple[Message, ...]:
        if outcome is None:
            return (Message(escape(tr(deed.language, "human.elsewhere"))),)
        if not outcome:
            return (Message(escape(tr(deed.language, "feedback.gone"))),)
        return (Message(escape(trn(deed.language, "human.asked", self._public.answer_hours or 0))),)


def with_opinions(messages: tuple[Message, ...], exchange: Exchange) -> tuple[Message, ...]:
    """Put below an answer what can be said of it: below the last message that has buttons already."""
    below = _below(exchange)
    if not below or not messages:
        return messages
    at = max((number for number, one in enumerate(messages) if one.rows), default=len(messages) - 1)
    chosen = replace(messages[at], rows=(*messages[at].rows, *below))
    return (*messages[:at], chosen, *messages[at + 1 :])


def _below(exchange: Exchange) -> tuple[tuple[Button, ...], ...]:
    language = exchange.answer.language
    match exchange.answer.outcome:
        case Outcome.GREETED | Outcome.UNREADABLE:
            return ()
        case Outcome.REFUSED:
            return ((human_button(language, exchange.token),),)
    return _opinion_rows(language, exchange.token)


def _opinion_rows(language: WrittenLang, token: str) -> tuple[tuple[Button, ...], ...]:
    """Give whether it was right, a human, a friend."""
    verdicts = tuple(
        Button(tr(language, f"feedback.button.{verdict}"), Action("said", (letter, short(language), token)))
        for letter, verdict in _LETTERS.items()
    )
    return (verdicts, (human_button(language, token), share_button(language)))


def human_button(language: WrittenLang, token: str) -> Button:
    """Give the button that puts an exchange before a human."""
    return Button(tr(language, "button.human"), Action("ask", (short(language), token)))

"""Words for others: a warning for a friend, answers for a group, what the bot says where many listen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from bot.answering.pipeline import Pipeline
from bot.answering.question import Answer, Outcome, Question
from bot.dialogue.feature import Feature
from bot.dialogue.message import Action, Button, Message, code, escape, short, written
from bot.dialogue.public import Public
from bot.dialogue.turn import Moment, Turn
from bot.i18n import text_of, tr
from knowledge.script import WRITTEN, WrittenLang

OFFERED: Final = 5
LONGEST_QUERY: Final = 256
PREVIEW: Final = 120
"""Characters of an offer's preview in the list."""

BRIEF: Final = 500
"""Characters of an answer where many listen."""


@dataclass(frozen=True)
class Offer:
    """Something to be posted into any chat: what the list shows of it, and the message."""

    id: str
    title: str
    preview: str
    message: Message


class Sharing(Feature):
    """Gives a card to be sent to a friend."""

    def __init__(self, public: Public) -> None:
        self._public = public
        self.commands = {"share": lambda moment, _words: self._card(moment, moment.language)}
        self.presses = {"share": self._press}

    def _press(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        (lang,) = arguments
        return self._card(moment, written(lang))

    def _card(self, moment: Moment, language: WrittenLang) -> Turn:
        hint = Message(escape(tr(language, "share.hint")))
        return Turn((hint, warning(language, self._public, share=True)), moment.person)


class Outdoors:
    """Speaks where many listen: never about anybody, and nothing of what it hears is kept."""

    def __init__(self, pipeline: Callable[[], Pipeline], public: Public) -> None:
        self._pipeline = pipeline
        self._public = public

    def offers(self, query: str) -> list[Offer]:
        """Give at most five answers to be posted, in the language of the query; for no words, the warning in each."""
        if not query.strip():
            return [self._warning(language) for language in WRITTEN]
        answer = self._pipeline().answer(Question(query[:LONGEST_QUERY]))
        if answer.outcome not in {Outcome.ANSWERED, Outcome.SIGNPOSTED}:
            return []
        return [self._offer(record, answer.language) for record in answer.records[:OFFERED]]

    def reply(self, text: str, client: str | None, *, about_someone: bool = False) -> Message:
        """Answer briefly what was asked in a group; what concerns a person is for the private chat."""
        usual: WrittenLang = "uz" if client == "uz" else "tg" if client == "tg" else "ru"
        answer = self._pipeline().answer(Question(text), usual)
        language = answer.language
        if about_someone or answer.urgency == "emergency":
            return Message(
                escape(tr(language, "group.privately")), self._door(language, "group.button.private")
            )
        if answer.outcome in {Outcome.GREETED, Outcome.UNREADABLE}:
            return self.introduction(language)
        if answer.outcome not in {Outcome.ANSWERED, Outcome.SIGNPOSTED}:
            words = "refuse.text" if answer.refused else "group.unknown"
            return Message(escape(tr(language, words)), self._door(language, "group.button.private"))
        brief = f"{self._brief(answer)}\n\n{escape(tr(language, 'group.more'))}"
        return Message(brief, self._door(language, "group.button.more"))

    def introduction(self, language: WrittenLang) -> Message:
        """Say in a group what the bot is for."""
        return Message(escape(tr(language, "group.hello")), self._door(language, "group.button.private"))

    def _offer(self, record_id: str, language: WrittenLang) -> Offer:
        pipeline = self._pipeline()
        answer = pipeline.about(record_id, language)
        words = f"{self._brief(answer)}\n\n{escape(tr(language, 'share.source'))}"
        lead = answer.statements[0].text
        preview = lead if len(lead) <= PREVIEW else lead[: PREVIEW - 1] + "…"
        title = text_of(pipeline.corpus[record_id].title, language)
        message = Message(words, self._door(language, "share.button.ask"))
        return Offer(f"{short(language)}{code(record_id)}", title, preview, message)

    def _brief(self, answer: Answer) -> str:
        """Give the direct answer with some details; where the law differs by passport, that of some countries."""
        lead, *others = [one for one in answer.statements if one.role != "phone"]
        if lead.role != "related":
            told = (f"• {escape(one.text)}" for one in others if one.role not in {"related", "heading"})
            return _fitting((f"<b>{escape(lead.text)}</b>", *told))
        abouts = (
            (one.text, self._pipeline().about(one.cites[0], answer.language)) for one in (lead, *others)
        )
        return _fitting(
            f"<b>{escape(title)}</b>\n{escape(about.statements[0].text)}" for title, about in abouts
        )

    def _warning(self, language: WrittenLang) -> Offer:
        message = warning(language, self._public)
        title = tr(language, "share.title")
        return Offer(short(language), title, message.plain.split("\n")[0], message)

    def _door(self, language: WrittenLang, label: str) -> tuple[tuple[Button, ...], ...]:
        link = self._public.link("group")
        return ((Button(tr(language, label), url=link),),) if link else ()


def warning(language: WrittenLang, public: Public, *, share: bool = False) -> Message:
    """Give the warning for a friend: three lines and the link, with the button that sends it on."""
    words = tr(language, "share.card")
    link = public.link()
    text = escape(words) + (f"\n{link}" if link else "")
    address = public.share_link(words) if share else public.link("friend")
    label = "share.button.send" if share else "share.button.ask"
    return Message(text, ((Button(tr(language, label), url=address),),) if address else ())


def share_button(language: WrittenLang) -> Button:
    """Give the button that shows the card for a friend."""
    return Button(tr(language, "share.button"), Action("share", (short(language),)))


def _fitting(blocks: Iterable[str]) -> str:
    """Put blocks together as long as there is room; the first one always stands there."""
    chosen: list[str] = []
    for block in blocks:
        if chosen and sum(map(len, chosen)) + len(block) > BRIEF:
            break
        chosen.append(block)
    return "\n\n".join(chosen)

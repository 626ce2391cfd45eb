"""What is kept of a person, in three depths, and how to get rid of it: here and in the chat."""

from __future__ import annotations

from typing import Any

from bot.dialogue.deeds import CleanChat, Cleaned
from bot.dialogue.feature import Feature
from bot.dialogue.message import Action, Button, Message, escape, short, written
from bot.dialogue.model_note import model_note
from bot.dialogue.public import Public
from bot.dialogue.turn import Moment, Turn
from bot.i18n import number, tr
from knowledge.script import WrittenLang


class Privacy(Feature):
    """Tells what is kept, erases it, and cleans the chat."""

    def __init__(self, public: Public) -> None:
        self._public = public
        self.commands = {"privacy": self._line, "clean": self._clean, "forget": self._forget}
        self.presses = {
            "privacy": self._deeper,
            "clean": self._press_clean,
            "forget": self._press_forget,
        }
        self.tells = {CleanChat: self._cleaned}

    def _line(self, moment: Moment, _words: str) -> Turn:
        language = moment.language
        more = Button(tr(language, "privacy.button.screen"), Action("privacy", ("screen", short(language))))
        return Turn(
            (Message(escape(tr(language, "privacy.line")), ((more,), *_ways_out(language))),), moment.person
        )

    def _deeper(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        depth, lang = arguments
        language = written(lang)
        if depth == "screen":
            full = Button(tr(language, "privacy.button.full"), Action("privacy", ("full", lang)))
            rows = ((full,), *_ways_out(language))
            words = self._with_model(tr(language, "privacy.screen", days=self._public.kept_days), language)
            return Turn((Message(escape(words), rows),), moment.person)
        if depth != "full":
            raise ValueError(f"no depth {depth!r}")
        words = tr(language, "privacy.full", days=self._public.kept_days, voice=self._voice(language))
        words = self._with_model(words, language)
        return Turn((Message(escape(words), _ways_out(language)),), moment.person)

    def _with_model(self, words: str, language: WrittenLang) -> str:
        """Add who runs the language model, where there is one."""
        note = model_note(language, self._public.model_operator)
        return f"{words}\n\n{note}" if note else words

    def _voice(self, language: WrittenLang) -> str:
        return (
            tr(language, "privacy.voice.heard")
            if self._public.hears
            else tr(language, "privacy.voice.unheard")
        )

    def _clean(self, moment: Moment, _words: str) -> Turn:
        return Turn((), moment.person, deeds=(CleanChat(moment.language),))

    def _press_clean(self, moment: Moment, arguments: tuple[str, ...]) -> Turn:
        lang, *silent = arguments
        return Turn((), moment.person, deeds=(CleanChat(written(lang), silent=bool(silent)),))

    def _forget(self, moment: Moment, _words: str) -> Turn:
        return Turn((Message(escape(tr(moment.language, "forget.done"))),), None)

    def _press_forget(self, _moment: Moment, arguments: tuple[str, ...]) -> Turn:
        (lang,) = arguments
        language = written(lang)
        return Turn((Message(escape(tr(language, "forget.done"))),), None, deeds=(CleanChat(language),))

    def _cleaned(self, deed: CleanChat, outcome: Any) -> tuple[Message, ...]:
        language = deed.language
        match outcome:
            case None:
                return (Message(escape(tr(language, "clean.elsewhere"))),)
            case Cleaned(screen=True):
                return (Message(escape(tr(language, "clean.screen"))),)
            case Cleaned(again=True):
                return (Message(escape(tr(language, "clean.again")), ((clean_button(language),),)),)
            case Cleaned() if deed.silent and not outcome.left:
                return ()
        return (_report(outcome, language),)


def clean_button(language: WrittenLang) -> Button:
    """Give the button that cleans the chat."""
    return Button(tr(language, "clean.button"), Action("clean", (short(language),)))


def _report(outcome: Cleaned, language: WrittenLang) -> Message:
    lines = [tr(language, "clean.gone", count=number(language, outcome.gone))]
    if outcome.left:
        lines.append(tr(language, "clean.left", count=number(language, outcome.left)))
    lines.append(tr(language, "clean.by-hand"))
    last = Button(tr(language, "clean.button.last"), Action("clean", (short(language), "silent")))
    return Message(escape("\n\n".join(lines)), ((last,),))


def _ways_out(language: WrittenLang) -> tuple[tuple[Button, ...], ...]:
    forget = Button(tr(language, "forget.button"), Action("forget", (short(language),)))
    quiet = Button(tr(language, "quiet.button.ask"), Action("quiet", ("ask", short(language))))
    return ((clean_button(language), quiet), (forget,))

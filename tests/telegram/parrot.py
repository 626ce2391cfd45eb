"""A conversation that needs no index: it says back what it hears, and fails or dawdles on demand."""

# ruff: noqa: ARG002 - it takes what a Conversation takes

from __future__ import annotations

import threading
from dataclasses import replace

from bot.dialogue.deeds import CleanChat
from bot.dialogue.message import Action, Button, Message, escape
from bot.dialogue.public import Public
from bot.dialogue.sharing import Offer
from bot.dialogue.turn import Turn

AGAIN = Button("again", Action("say", ("pressed",)))


class Outdoors:
    """Says in groups and lists what it heard, and whether that was about somebody."""

    def offers(self, query):
        return [Offer(f"r{number}", f"{query} {number}", "…", Message(query or "-")) for number in (1, 2)]

    def reply(self, text, client, *, about_someone=False):
        return Message(f"<b>{escape(text)}</b> {client} {about_someone}")

    def introduction(self, language):
        return Message(f"hello {language}")


class Parrot:
    """`slow…` waits to be released, `crash` raises, `a|b` is answered with two messages."""

    def __init__(self) -> None:
        self.heard = []
        self.public = Public()
        self.outdoors = Outdoors()
        self.release = threading.Event()

    def say(self, text, person, client):
        self.heard.append(text)
        if text.startswith("slow"):
            self.release.wait(10)
        if text == "crash":
            raise ValueError("canary")
        if text == "broken html":
            return Turn((Message("<b>broken", ((AGAIN,),)),), person)
        words = [escape(f"{person.previous or '-'} → {part}") for part in text.split("|")]
        return Turn(
            tuple(Message(f"<b>{part}</b>", ((AGAIN,),)) for part in words), replace(person, previous=text)
        )

    def forward(self, text, person, client):
        return self.say(f"forwarded {text}", person, client)

    def command(self, name, person, client, words=""):
        if name == "clean":
            return Turn((), person, deeds=(CleanChat("ru"),))
        return Turn((Message(f"/{name} {client}"),), None if name == "forget" else person)

    def told(self, deed, outcome, person):
        return (Message(f"{type(deed).__name__} {outcome}"),)

    def press(self, data, person, client):
        return Turn((Message(f"pressed {data}"),), person)

    def show(self, thing, person, client):
        turn = self.say(thing.caption, person, client) if thing.caption else Turn((), person)
        what = " ".join(filter(None, ("saw", thing.kind, thing.words, thing.trouble)))
        return replace(turn, messages=(*turn.messages, Message(escape(what))))

    def interrupted(self, update, person, client):
        return Message("interrupted", ((Button("show", Action("resume", (str(update),))),),))

    def language(self, person, client):
        return "ru"

"""What the console works with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from bot.answering.generate.model import Model
from bot.answering.reload import Live
from bot.console.census import Census
from bot.curation.building import Builder
from bot.curation.drafts import Drafts
from bot.curation.gaps import Grouping
from bot.journal.store import Journal
from bot.settings import Settings
from bot.staff.accounts import Accounts
from bot.staff.audit import Audit
from bot.staff.members import Members
from bot.staff.sessions import Sessions
from bot.staff.throttle import Throttle


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class Services:
    """One of each, for all requests."""

    settings: Settings
    journal: Journal
    live: Live
    accounts: Accounts
    sessions: Sessions
    throttle: Throttle
    audit: Audit
    census: Census
    drafts: Drafts
    grouping: Grouping
    builder: Builder
    members: Members
    clock: Callable[[], dt.datetime] = now
    model: Model | None = None
    """The language model for glosses; none where the operator switched none on."""

    @classmethod
    def of(
        cls,
        settings: Settings,
        journal: Journal,
        live: Live,
        clock: Callable[[], dt.datetime] = now,
        model: Model | None = None,
    ) -> Services:
        """Make all that works over the journal's database; `settings.data` is where the key and the anchor lie."""
        engine, vault = journal.engine, journal.vault
        return cls(
            settings,
            journal,
            live,
            Accounts(engine, vault),
            Sessions(engine, vault),
            Throttle(engine, vault),
            Audit.beside(engine, vault, settings.data),
            Census(journal),
            Drafts(engine),
            Grouping(),
            Builder(settings, live),
            Members(engine),
            clock,
            model,
        )

"""Words of the console, in the languages of moderators; catalogs of their own, for people never see them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Final, Literal, get_args

from babel.dates import format_date, format_datetime

from bot.i18n import catalog, number
from knowledge.corpus import Fault

Tongue = Literal["en", "ru"]
TONGUES: Final[tuple[Tongue, ...]] = get_args(Tongue)
DOMAIN: Final = "console"


class Words:
    """`words("console.queue.title")` gives the message in one language."""

    def __init__(self, tongue: Tongue) -> None:
        self.tongue = tongue
        self._catalog = catalog(tongue, DOMAIN)

    def __call__(self, key: str, **values: object) -> str:
        """Give a message, with `values` filled in.

        Raises KeyError where the catalog has none such.
        """
        words = self._catalog.gettext(key)
        if words == key:
            raise KeyError(f"{key!r} is not in the console's catalog of {self.tongue}")
        return words.format(**values)

    def fault(self, fault: Fault) -> str:
        """Tell what is wrong with a record; in English where a sort of fault has no words of its own."""
        return self._known(f"console.fault.{fault.code}", fault.what, fault.values)

    def stage(self, stage: str) -> str:
        """Name what a build of the index does just now."""
        return self._known(f"console.stage.{stage.replace(' ', '-')}", stage, {})

    def choice(self, value: str) -> str:
        """Name a value of the records' vocabularies; one that has no words stands as it is."""
        return self._known(f"console.choice.{value}", value, {})

    def _known(self, key: str, otherwise: str, values: Mapping[str, str]) -> str:
        words = self._catalog.gettext(key)
        # a value that a fault came without stays blank: its words are still of use
        return otherwise if words == key else words.format_map(defaultdict(str, values))

    def counted(self, key: str, count: int, **values: object) -> str:
        """Give a message in the plural form that `count` asks for."""
        words = self._catalog.ngettext(key, key, count)
        if words == key:
            raise KeyError(f"{key!r} is not in the console's catalog of {self.tongue}")
        return words.format(count=self.number(count), **values)

    def number(self, value: float) -> str:
        return number(self.tongue, value)

    def hour(self, moment: dt.datetime) -> str:
        """Write an hour of UTC: nothing finer is known of when people wrote."""
        return format_datetime(moment, "d MMM, HH:00", tzinfo=dt.UTC, locale=self.tongue)

    def moment(self, moment: dt.datetime) -> str:
        """Write a moment of what moderators did, in UTC."""
        return format_datetime(moment, "d MMM y, HH:mm:ss", tzinfo=dt.UTC, locale=self.tongue)

    def day(self, day: dt.date) -> str:
        return format_date(day, "d MMM y", locale=self.tongue)


def tongue(wanted: str | None, accepted: str) -> Tongue:
    """Choose a language: the one that was chosen before, or the first known one that the browser names."""
    for one in (wanted or "", *accepted.split(",")):
        name = one.strip()[:2].lower()
        for known in TONGUES:
            if name == known:
                return known
    return "en"

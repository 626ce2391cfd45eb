"""What partners may see of their links: whole weeks, in steps of five, so that nobody is told apart.

A count is rounded down to a multiple of five, and one below five is not told at all. Sums over weeks or links are
sums of what is told, never of what lies behind it: subtracting one shown figure from another gives only what was
shown already. A week is told when it is over; so watching a figure grow tells of no single visit.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.journal.partners import ASKED, CAME, Link, Sum, monday

STEP: Final = 5
TOLD: Final = (CAME, ASKED, "answered", "emergency")
"""What is told of every week; languages and topics are told of all weeks together."""


@dataclass(frozen=True)
class Figures:
    """The figures of some links, ready to be shown; what is missing was below five."""

    links: tuple[Link, ...]
    weeks: tuple[dt.date, ...]
    """Mondays, oldest first, of all weeks that are over since the first count."""
    counts: dict[tuple[str, dt.date, str], int] = field(repr=False)
    """By link, week and measure."""

    def by_week(self, week: dt.date, measure: str) -> int:
        return sum(self.counts.get((link.code, week, measure), 0) for link in self.links)

    def by_link(self, code: str, measure: str) -> int:
        return sum(self.counts.get((code, week, measure), 0) for week in self.weeks)

    def total(self, measure: str) -> int:
        return sum(self.by_week(week, measure) for week in self.weeks)

    def kinds(self, prefix: str) -> list[tuple[str, int]]:
        """Give what follows `prefix:` in the measures, with totals, the largest first."""
        names = {measure for _, _, measure in self.counts if measure.startswith(f"{prefix}:")}
        found = [(name.removeprefix(f"{prefix}:"), self.total(name)) for name in names]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    @property
    def answered_share(self) -> float | None:
        """The share of questions that were answered; None where too few were asked."""
        asked = self.total(ASKED)
        return min(1.0, self.total("answered") / asked) if asked else None


def figures(links: Iterable[Link], sums: Iterable[Sum], now: dt.datetime) -> Figures:
    """Make of the bare `sums` what may be shown of `links` at `now`."""
    own = tuple(links)
    codes = {link.code for link in own}
    over = [one for one in sums if one.week < monday(now) and one.link in codes]
    first = min((one.week for one in over), default=monday(now))
    count = (monday(now) - first).days // 7
    weeks = tuple(first + dt.timedelta(weeks=number) for number in range(count))
    told = {(one.link, one.week, one.measure): one.count // STEP * STEP for one in over}
    return Figures(own, weeks, {key: value for key, value in told.items() if value})


def as_csv(shown: Figures, measures: Sequence[str] = TOLD) -> str:
    """Write the figures as a table: a row for each link and week; an empty cell is a count below five."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["week", "place", "code", *measures])
    for link in shown.links:
        for week in shown.weeks:
            cells = [shown.counts.get((link.code, week, measure), "") for measure in measures]
            table.writerow([week.isoformat(), _harmless(link.place), link.code, *cells])
    return out.getvalue()


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from reading `cell` as a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell

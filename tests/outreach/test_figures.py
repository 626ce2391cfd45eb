"""Partners' figures: whole weeks, steps of five, and no way to subtract one person out of them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import Language
from bot.journal.partners import Link, Sum
from bot.outreach.figures import Figures, as_csv, figures
from bot.outreach.report import report, topic_titles
from knowledge.corpus import Corpus

NOW = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)
MONDAYS = [dt.date(2026, 11, 2), dt.date(2026, 11, 9), dt.date(2026, 11, 16)]
LINKS = [
    Link(code, "Partner", place, None, revoked=False, welcomes=True, opened=NOW)
    for code, place in (("AAAAA22222", "poster"), ("BBBBB33333", "=leaflet"))
]
MEASURES = ["came", "asked", "answered", "emergency", "language:tg", "topic:only-signed"]


def shown_numbers(shown: Figures) -> Iterator[int]:
    """Give every number that somebody who sees the figures can see."""
    for measure in MEASURES:
        yield shown.total(measure)
        yield from (shown.by_week(week, measure) for week in shown.weeks)
        yield from (shown.by_link(link.code, measure) for link in shown.links)
    yield from shown.counts.values()
    for prefix in ("language", "topic"):
        yield from (count for _, count in shown.kinds(prefix))


worlds = st.dictionaries(
    st.tuples(
        st.sampled_from([link.code for link in LINKS]), st.sampled_from(MONDAYS), st.sampled_from(MEASURES)
    ),
    st.integers(1, 60),
    min_size=1,
)


def sums(world: dict[tuple[str, dt.date, str], int]) -> list[Sum]:
    return [Sum(*key, count) for key, count in world.items()]


@given(worlds)
def test_no_two_figures_differ_by_fewer_than_five_people(world: dict[tuple[str, dt.date, str], int]) -> None:
    numbers = [*shown_numbers(figures(LINKS, sums(world), NOW)), 0]
    assert all(number % 5 == 0 for number in numbers)
    differences = {abs(one - other) for one in numbers for other in numbers}
    assert not differences & {1, 2, 3, 4}


@given(worlds, st.data())
def test_weeks_and_links_subtracted_give_nothing_that_was_hidden(
    world: dict[tuple[str, dt.date, str], int], data: st.DataObject
) -> None:
    """One more person in one cell changes nothing that is shown, unless a whole step of five is full."""
    cell = data.draw(st.sampled_from(sorted(world)))
    more = world | {cell: world[cell] + 1}
    before, after = (figures(LINKS, sums(one), NOW) for one in (world, more))
    if world[cell] % 5 != 4:
        assert list(shown_numbers(before)) == list(shown_numbers(after))
    else:
        assert sorted(shown_numbers(before)) != sorted(shown_numbers(after))


def test_the_week_that_runs_is_not_told_so_nobody_watches_it_grow() -> None:
    running = [Sum("AAAAA22222", dt.date(2026, 11, 23), "came", 40)]
    assert figures(LINKS, running, NOW).total("came") == 0
    over = figures(LINKS, running, NOW + dt.timedelta(days=7))
    assert over.total("came") == 40


def test_another_partners_link_is_not_told() -> None:
    other = [Sum("CCCCC44444", MONDAYS[0], "came", 40)]
    assert figures(LINKS, other, NOW).counts == {}


def test_a_table_leaves_small_counts_empty_and_no_formula_stands_in_it() -> None:
    world = {("AAAAA22222", MONDAYS[0], "came"): 12, ("BBBBB33333", MONDAYS[1], "came"): 4}
    rows = list(csv.DictReader(io.StringIO(as_csv(figures(LINKS, sums(world), NOW)))))
    assert [row["came"] for row in rows] == ["10", "", "", "", "", ""]
    assert {row["place"] for row in rows} == {"poster", "'=leaflet"}


@pytest.mark.parametrize("language", ["en", "ru", "uz", "uz_Cyrl", "tg"])
def test_the_report_says_what_the_figures_say(corpus: Corpus, language: Language) -> None:
    world = {(link.code, week, measure): 17 for link in LINKS for week in MONDAYS for measure in MEASURES}
    shown = figures(LINKS, sums(world), NOW)
    pdf = report("Sana Sezim", shown, language, NOW.date(), topic_titles(corpus, language))
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    assert "Sana Sezim" in text
    assert "100 %" in text
    assert str(15 * 6) not in text.split("2026")[0]
    assert "30" in text

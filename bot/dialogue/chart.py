"""What courts gave, as a small picture: outcomes, and how long the prison terms were."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Final

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from bot.answering.sentences import Tally, length, months_of
from bot.i18n import country, tr, trn
from knowledge.script import WrittenLang

BOUNDS: Final = (36, 60, 84, 120)
"""Months that part the bars of prison terms."""

FONT: Final = "DejaVu Sans"
"""Comes with Matplotlib, and has ʻ ғ ӣ қ ӯ ҳ ҷ ў."""

INK: Final = "#1f2933"
OUTCOMES: Final = "#2b6cb0"
TERMS: Final = "#b7541f"
Rows = Sequence[tuple[str, int]]


def courts_chart(counted: Tally, country_code: str, language: WrittenLang) -> bytes:
    """Draw the outcomes and the prison terms of `counted`; a PNG of some 800 by 700 pixels, below 60 KB."""
    outcomes = [
        (tr(language, f"cases.penalty.{penalty}"), count)
        for penalty, count in reversed(counted.penalties.most_common())
    ]
    terms = _terms(counted, language)
    heights = [max(len(outcomes), 2), max(len(terms), 2)]
    figure = Figure(figsize=(6.4, 1.4 + 0.42 * sum(heights)), dpi=120, layout="constrained")
    FigureCanvasAgg(figure)
    total = trn(language, "courts.total", len(counted.cases), country=country(language, country_code))
    figure.suptitle(total, font=FONT, fontsize=12, color=INK)
    above, below = figure.subplots(2, 1, height_ratios=heights)
    _bars(above, outcomes, tr(language, "cases.chart.outcomes"), OUTCOMES)
    _bars(below, terms, tr(language, "cases.chart.terms"), TERMS)
    picture = BytesIO()
    figure.savefig(picture, format="png", pil_kwargs={"optimize": True})
    return picture.getvalue()


def _terms(counted: Tally, language: WrittenLang) -> Rows:
    months = [months_of(case) for case in counted.imprisoned]
    rows = []
    for low, high in zip((0, *BOUNDS), (*BOUNDS, None), strict=True):
        count = sum(low < one and (high is None or one <= high) for one in months)
        if high is None:
            label = tr(language, "cases.chart.over", low=length(language, low))
        elif low == 0:
            label = tr(language, "cases.chart.up-to", high=length(language, high))
        else:
            label = f"{low // 12}–{length(language, high)}"
        rows.append((label, count))
    return rows[::-1]


def _bars(axes: Axes, rows: Rows, title: str, colour: str) -> None:
    labels, counts = [label for label, _ in rows], [count for _, count in rows]
    bars = axes.barh(range(len(rows)), counts, color=colour, height=0.62)
    axes.bar_label(bars, padding=4, font=FONT, fontsize=11, color=INK)
    axes.set_yticks(range(len(rows)), labels, font=FONT, fontsize=11, color=INK)
    axes.set_title(title, font=FONT, fontsize=11, color=INK, loc="left")
    axes.set_xlim(0, max([*counts, 1]) * 1.12)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.tick_params(axis="x", labelbottom=False, length=0)
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_visible(False)

"""How well the offer check tells recruitment from honest work, on adverts that nothing was learned from.

Beside it, what most people would write first: lists of words, a narrow one and a wide one, on the same adverts
in the same run. `clear` and `serious` count as called recruitment; `doubtful` is told apart.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import Final

from benchmarks.measure import HERE, Result, dev_questions, quantile
from bot.answering.live import LivePipeline
from bot.answering.pipeline import Pipeline
from bot.answering.question import Question
from bot.answering.verdict import OfferCheck
from bot.settings import Settings
from knowledge.adverts import Advert, read_adverts

KEPT: Final = HERE / "offers" / "test.jsonl"
RECORDED: Final = HERE / "offers" / "recorded.json"
CALLED: Final = frozenset({"clear", "serious"})
TIMES: Final = 3

NARROW: Final = (
    "сво", "минобороны", "военкомат", "военная служба", "служба по контракту", "фронт", "svo", "minoborona",
    "harbiy", "mudofaa", "urush", "ҳарбий", "мудофаа", "уруш", "ҳарбӣ", "мудофиа", "ҷанг",
)  # fmt: skip
WIDE: Final = (
    *NARROW, "контракт", "служб", "арми", "военн", "доброволец", "подъёмные", "выплат", "охран", "гражданство",
    "kontrakt", "shartnoma", "armiya", "fuqarolik", "шартнома", "армия", "фуқаролик", "артиш", "хизмат",
    "хидмат", "шаҳрванд",
)  # fmt: skip

Calls = Callable[[str], bool]


def run(settings: Settings) -> Result:
    """Check every kept advert, and ask the word lists the same."""
    pipeline = LivePipeline(settings)()
    adverts = read_adverts(KEPT)
    checks = check_all(pipeline, adverts)
    return {
        "adverts": len(adverts),
        "by language": {
            lang: figures([one for one in checks if one[0].lang == lang])
            for lang in dict.fromkeys(advert.lang for advert in adverts)
        },
        "all": figures(checks),
        "signs": signs(checks),
        "word lists": {
            "narrow": words_alone(adverts, has_any(NARROW)),
            "wide": words_alone(adverts, has_any(WIDE)),
        },
        "taken for an offer without a command": taken(pipeline, adverts),
        "ms": timed(pipeline, adverts),
    }


def line(result: Result) -> str:
    whole, words = result["all"], result["word lists"]
    return (
        f"Recruitment found in {whole['found']:.1f} of 100 adverts, honest ones called recruitment "
        f"{whole['false alarms']:.1f}; a narrow word list {words['narrow']['found']:.1f} and "
        f"{words['narrow']['false alarms']:.1f}, a wide one {words['wide']['found']:.1f} and "
        f"{words['wide']['false alarms']:.1f}; {result['ms']['median']} ms a check"
    )


def check_all(pipeline: Pipeline, adverts: Sequence[Advert]) -> list[tuple[Advert, OfferCheck]]:
    return [(advert, pipeline.check_offer(Question(advert.text))) for advert in adverts]


def figures(checks: Sequence[tuple[Advert, OfferCheck]]) -> Result:
    """Give shares of 100 by label: called recruitment, and only doubtful."""
    levels = {
        label: [check.level for advert, check in checks if advert.label == label]
        for label in ("recruitment", "honest")
    }
    return {
        "n": len(checks),
        "found": _share(level in CALLED for level in levels["recruitment"]),
        "clear": _share(level == "clear" for level in levels["recruitment"]),
        "only doubtful": _share(level == "doubtful" for level in levels["recruitment"]),
        "false alarms": _share(level in CALLED for level in levels["honest"]),
        "honest but doubtful": _share(level == "doubtful" for level in levels["honest"]),
    }


def signs(checks: Sequence[tuple[Advert, OfferCheck]]) -> Result:
    """Give how many of the signs that a reader marked were found, and how many of the first three are his."""
    marked = found = shown = right = 0
    for advert, check in checks:
        ids = [sign.record.id for sign in check.signs]
        marked += len(advert.signs)
        found += len(set(ids) & set(advert.signs))
        if advert.label == "recruitment":
            shown += len(ids[:3])
            right += len(set(ids[:3]) & set(advert.signs))
    return {
        "found": round(100 * found / marked, 1),
        "of the first three marked": round(100 * right / shown, 1),
    }


def words_alone(adverts: Sequence[Advert], calls: Calls) -> Result:
    called = {
        label: [calls(advert.text) for advert in adverts if advert.label == label]
        for label in ("recruitment", "honest")
    }
    return {"found": _share(called["recruitment"]), "false alarms": _share(called["honest"])}


def has_any(words: Sequence[str]) -> Calls:
    """Give a test for any of `words` in a text as it is written."""
    return lambda text: any(word in text.lower() for word in words)


def taken(pipeline: Pipeline, adverts: Sequence[Advert]) -> Result:
    """Give how many adverts are checked though nobody asked, typed and forwarded, and which questions are."""
    diverted = [asked.kind for asked in dev_questions() if pipeline.is_offer(asked.text)]
    return {
        "adverts, of 100": _share(pipeline.is_offer(advert.text) for advert in adverts),
        "forwarded adverts, of 100": _share(pipeline.is_offer(one.text, forwarded=True) for one in adverts),
        "questions": len(dev_questions()),
        "questions taken": {kind: diverted.count(kind) for kind in sorted(set(diverted))},
    }


def timed(pipeline: Pipeline, adverts: Sequence[Advert]) -> Result:
    times = []
    for _ in range(TIMES):
        for advert in adverts:
            start = time.perf_counter()
            pipeline.check_offer(Question(advert.text))
            times.append((time.perf_counter() - start) * 1000)
    return {"median": round(median(times), 1), "95 of 100": round(quantile(times, 0.95), 1)}


def counts(pipeline: Pipeline) -> dict[str, dict[str, int]]:
    """Count what is right, of each sort that has a bar of its own."""
    groups: dict[str, list[bool]] = {}
    for advert, check in check_all(pipeline, read_adverts(KEPT)):
        right = (check.level in CALLED) == (advert.label == "recruitment")
        groups.setdefault(f"{advert.label}/{advert.lang}", []).append(right)
        groups.setdefault(advert.label, []).append(right)
    return {name: {"right": sum(rights), "of": len(rights)} for name, rights in sorted(groups.items())}


def record(settings: Settings) -> Result:
    """Check the kept adverts, and write the counts down."""
    found = counts(LivePipeline(settings)())
    RECORDED.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return dict(found)


def _share(hits: Iterable[bool]) -> float | None:
    values = list(hits)
    return round(100 * sum(values) / len(values), 1) if values else None

"""Made-up records are the same each time, and as the contract of records wants them."""

from __future__ import annotations

from benchmarks.growth import made_up
from benchmarks.index_time import with_change
from knowledge.corpus import Corpus
from knowledge.schema import Answer


def test_made_up_records_are_the_same_each_time(corpus: Corpus) -> None:
    first, again, other = made_up(corpus, 50), made_up(corpus, 50), made_up(corpus, 50, seed=1)
    assert first.version == again.version
    assert first.version != other.version


def test_a_tenth_of_them_have_asks_in_three_languages(corpus: Corpus) -> None:
    grown = made_up(corpus, 2000)
    assert len(grown) == len(corpus) + 2000
    fresh = [record for record in grown if record.id.startswith("made-up-")]
    answers = [record for record in fresh if isinstance(record, Answer)]
    assert len(answers) == 200
    assert all(answer.asks.of(lang) for answer in answers for lang in ("ru", "uz", "tg"))
    assert len({answer.topic for answer in answers}) == 50


def test_one_changed_record_is_one(corpus: Corpus) -> None:
    changed = with_change(corpus, 1)
    assert [record.id for record in changed if corpus.digests[record.id] != changed.digests[record.id]] == [
        next(record.id for record in corpus if isinstance(record, Answer))
    ]

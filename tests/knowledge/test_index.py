"""The index is built aside, swapped in whole, and grown only by what changed."""

from __future__ import annotations

import dataclasses
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.build import build
from knowledge.corpus import Corpus, read
from knowledge.embedding import Embedder
from knowledge.index import Index, IndexMissingError
from knowledge.manifest import compare, read_manifest
from knowledge.search import Searcher
from knowledge.signals import Signals
from tests.handful import few_examples

pytestmark = pytest.mark.slow

FEW = (
    "answer-uz-only-signed", "answer-uz-rear-work", "answer-tj-penalty-fighting", "answer-police-force-sign",
    "answer-lawyer", "answer-contract-end", "guide-detained-pressed-to-sign", "guide-relative-missing",
    "sign-fast-passport", "sign-bonus-far-above-market", "uz-cc-154", "uz-cc-154-1", "tj-cc-401",
)  # fmt: skip


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    whole = read()
    topics = {"penalty-signing", "rear-work", "police-force-sign", "lawyer", "contract-end"}
    asks = {topic: {lang: lines[:6] for lang, lines in whole.more_asks[topic].items()} for topic in topics}
    return Corpus({name: whole[name] for name in FEW}, asks)


@pytest.fixture(scope="module")
def signals() -> Signals:
    return few_examples()


@pytest.fixture(scope="module")
def embedder(model_cache: Path) -> Embedder:
    return Embedder("e5-small", model_cache)


@pytest.fixture(scope="module")
def built(
    tmp_path_factory: pytest.TempPathFactory, corpus: Corpus, signals: Signals, embedder: Embedder
) -> Path:
    home = tmp_path_factory.mktemp("built") / "index"
    build(home, corpus, signals, embedder, None, quiet)
    return home


@pytest.fixture
def home(tmp_path: Path, built: Path) -> Path:
    """An index of a few records, free to be changed."""
    return shutil.copytree(built, tmp_path / "index")


def changed(corpus: Corpus, name: str, ask: str) -> Corpus:
    record = corpus[name]
    asks = record.asks.model_copy(update={"ru": [ask, *record.asks.ru]})  # type: ignore[union-attr]
    return dataclasses.replace(
        corpus, records={**corpus.records, name: record.model_copy(update={"asks": asks})}
    )


def first(
    home: Path, embedder: Embedder, text: str, lang: str, passport: str | None, chroma: str | None = None
) -> str:
    found = Searcher(Index.open(home, chroma), embedder).search(text, lang, passport)  # type: ignore[arg-type]
    return found.hits[0].record.id


def test_without_an_index_the_remedy_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="ogoh index"):
        Index.open(tmp_path)


def test_a_question_finds_its_record_in_every_written_language(home: Path, embedder: Embedder) -> None:
    asked = {
        "ru": "заставили подписать в полиции контракт, имеют право?",
        "uz": "politsiya majburlab kontrakt imzolatsa qonuniymi",
        "uz_Cyrl": "полиция мажбурлаб контракт имзолатса қонунийми",
        "tg": "пулис маҷбур карда шартнома имзо кунонад, қонунӣ аст?",
    }
    found = {lang: first(home, embedder, text, lang, "UZ") for lang, text in asked.items()}
    assert set(found.values()) <= {"answer-police-force-sign", "guide-detained-pressed-to-sign"}


def test_the_law_of_another_passport_is_never_found(home: Path, embedder: Embedder) -> None:
    searcher = Searcher(Index.open(home), embedder)
    for passport, foreign in (("TJ", "uz-"), ("UZ", "tj-"), (None, "uz-")):
        hits = searcher.search("сколько лет дают за участие в войне", "ru", passport, limit=20).hits
        assert hits
        assert not [hit.record.id for hit in hits if foreign in hit.record.id]


def test_nothing_changed_means_nothing_to_do(
    home: Path, corpus: Corpus, signals: Signals, embedder: Embedder
) -> None:
    assert not compare(home, corpus, signals, embedder)


def test_one_changed_record_is_noticed_and_only_its_new_text_embedded(
    home: Path, corpus: Corpus, signals: Signals, embedder: Embedder
) -> None:
    newer = changed(corpus, "answer-lawyer", "адвокат бесплатный где искать в Тюмени")
    assert compare(home, newer, signals, embedder).changed == ("answer-lawyer",)
    before = read_manifest(home)
    manifest = build(home, newer, signals, embedder, None, quiet)
    assert manifest.embedded == 1
    assert before is not None
    assert manifest.generation != before.generation
    assert Index.open(home).manifest == manifest


def test_a_new_record_is_found_before_the_models_have_learned_everything_anew(
    home: Path, corpus: Corpus, signals: Signals, embedder: Embedder
) -> None:
    new = read()["answer-bonus-real"]
    newer = dataclasses.replace(corpus, records={**corpus.records, new.id: new})
    asked = "говорят два миллиона подъёмных дадут, не обманут?"
    old = Searcher(Index.open(home), embedder).search("где найти адвоката", "ru", "UZ").hits[0]
    manifest = build(home, newer, signals, embedder, None, quiet, quick=True)
    assert manifest.provisional
    assert first(home, embedder, asked, "ru", "UZ") == new.id
    kept = Searcher(Index.open(home), embedder).search("где найти адвоката", "ru", "UZ").hits[0]
    assert (kept.record.id, kept.topic) == (old.record.id, pytest.approx(old.topic, abs=1e-5))
    assert "have yet to learn" in compare(home, newer, signals, embedder).reasons[0]
    assert not build(home, newer, signals, embedder, None, quiet).provisional
    assert not compare(home, newer, signals, embedder)
    assert first(home, embedder, asked, "ru", "UZ") == new.id


def test_what_was_changed_or_removed_is_so_before_the_models_have_learned_everything_anew(
    home: Path, corpus: Corpus, signals: Signals, embedder: Embedder
) -> None:
    newer = changed(corpus, "answer-lawyer", "кто защитит меня в суде бесплатно")
    newer = dataclasses.replace(newer, records={k: v for k, v in newer.records.items() if k != "uz-cc-154"})
    old = Index.open(home)
    assert old.model("signs") is not old.model("topics")
    assert build(home, newer, signals, embedder, None, quiet, quick=True).provisional
    assert first(home, embedder, "а кто защитит меня на суде бесплатно?", "ru", "UZ") == "answer-lawyer"
    hits = Searcher(Index.open(home), embedder).search("статья 154", "ru", "UZ", limit=len(newer)).hits
    assert "uz-cc-154" not in {hit.record.id for hit in hits}
    fresh, anew = Index.open(home, after=old), build(home, newer, signals, embedder, None, quiet)
    assert fresh.model("signs") is old.model("signs")
    assert fresh.model("topics") is not old.model("topics")
    assert fresh.model("topics").labels == Index.open(home).model("topics").labels
    assert fresh.manifest.keys == anew.keys


def test_where_many_topics_changed_everything_is_learned_at_once(
    home: Path, signals: Signals, embedder: Embedder, corpus: Corpus
) -> None:
    newer = corpus
    for name in [name for name in FEW if "-cc-" not in name][:6]:
        newer = changed(newer, name, f"ещё один вопрос, и о {name}")
    assert not build(home, newer, signals, embedder, None, quiet, quick=True).provisional


def test_another_model_means_another_index(
    home: Path, corpus: Corpus, signals: Signals, model_cache: Path
) -> None:
    difference = compare(home, corpus, signals, Embedder("another-model", model_cache))
    assert "embedding model changed" in difference.reasons[0]


def test_a_build_that_breaks_leaves_the_good_index(
    home: Path, corpus: Corpus, signals: Signals, embedder: Embedder
) -> None:
    before = read_manifest(home)

    def power_cut(stage: str, _done: int, _total: int) -> None:
        if stage == "storing vectors":
            raise KeyboardInterrupt

    newer = changed(corpus, "answer-lawyer", "ещё один вопрос об адвокате")
    with pytest.raises(KeyboardInterrupt):
        build(home, newer, signals, embedder, None, power_cut)
    assert read_manifest(home) == before
    assert first(home, embedder, "где найти адвоката", "ru", "UZ") == "answer-lawyer"


def test_an_open_index_serves_on_while_a_newer_one_is_built(
    home: Path, corpus: Corpus, signals: Signals, embedder: Embedder
) -> None:
    old = Searcher(Index.open(home), embedder)
    build(home, changed(corpus, "answer-lawyer", "третий вопрос"), signals, embedder, None, quiet)
    assert old.search("где найти адвоката", "ru", "UZ").hits[0].record.id == "answer-lawyer"


@pytest.fixture
def chroma_server(tmp_path: Path) -> Iterator[str]:
    """A real Chroma server on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = Path(sys.executable).with_name("chroma")
    command = [
        str(program),
        "run",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--path",
        str(tmp_path / "server"),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=1).close()
                break
            except OSError:
                time.sleep(0.2)
        yield url
    finally:
        process.terminate()
        process.wait()


def test_a_chroma_server_holds_the_vectors_as_well(
    tmp_path: Path, chroma_server: str, corpus: Corpus, signals: Signals, embedder: Embedder
) -> None:
    home = tmp_path / "index"
    for ask in ("первый", "второй", "третий"):
        build(home, changed(corpus, "answer-lawyer", ask), signals, embedder, chroma_server, quiet)
    assert first(home, embedder, "где найти адвоката", "ru", "UZ", chroma_server) == "answer-lawyer"
    assert not list(home.glob("*/chroma/chroma.sqlite3"))

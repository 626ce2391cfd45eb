"""What is said stands in the records that are cited for it: over all records, and over all dev questions."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from statistics import median

import pytest
import yaml
from pydantic import BaseModel

from bot.answering.compose import SECTIONS, Composer
from bot.answering.pipeline import Pipeline
from bot.answering.question import Passport, Question, Statement
from bot.answering.sentences import court_statements
from bot.i18n import tr
from bot.settings import ROOT
from knowledge.corpus import RECORDS, Corpus
from knowledge.schema import Case, Guidance, Record, Statute, Text
from knowledge.script import WRITTEN, WrittenLang

PASSPORTS = (None, "UZ", "TJ", "KG", "KZ", "TM", "RU")
EVERYWHERE = {"RU", "UA", "BY"}
"""Where migrants work and where the war is: that law meets everybody."""

NUMBER = re.compile(r"\d+(?:[-.,]\d+)*")
GROUPED = re.compile(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}(?!\d))")
LINK = re.compile(r"^.*: https?://\S+$|https?://\S+|\S+@\S+|t\.me/\S+", re.MULTILINE)
"""An address; with a publisher's name before it, whose script is its own."""

ENOUGH = 300
"""Letters in which every language shows its own."""

COURTS = {"convicted", "in-absentia", "acquitted", "dismissed", "exempted"}


@pytest.fixture(scope="module")
def composer(corpus: Corpus) -> Composer:
    return Composer(corpus)


def numbers(text: str) -> set[str]:
    """Give the numbers of `text` as they stand, without grouping and leading zeros."""
    return {re.sub(r"^0+(?=\d)", "", found) for found in NUMBER.findall(GROUPED.sub("", text))}


def leaves(value: object, language: WrittenLang) -> Iterator[str]:
    """Give every word and number in a record that a reader of `language` may be shown."""
    if isinstance(value, Text):
        yield value.of("uz" if language == "uz_Cyrl" else language)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from leaves(getattr(value, name), language)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from leaves(one, language)
    elif value is not None:
        yield str(value)


@cache
def borne_out(record: Record, language: WrittenLang) -> frozenset[str]:
    """Give the numbers that `record` bears out: also the parts of its dates, and its phones without spaces."""
    found: set[str] = set()
    for leaf in leaves(record, language):
        found |= numbers(leaf)
        if re.fullmatch(r"\d{4}(-\d\d){1,2}", leaf):
            found |= {str(int(part)) for part in leaf.split("-")}
        if leaf.startswith("+"):
            found.add(re.sub(r"\D", "", leaf))
    return frozenset(found)


def unfounded(statement: Statement, corpus: Corpus, language: WrittenLang) -> set[str]:
    """Give the numbers of `statement` that no record which it cites bears out."""
    known = {one for cite in statement.cites for one in borne_out(corpus[cite], language)}
    return numbers(statement.text) - known


def wrong_script(text: str, language: WrittenLang) -> str | None:
    """Say what in `text` is no text of `language`; links, quoted words and names are left aside."""
    words = re.sub(r"«[^»]*»|\([^)]*\)", " ", LINK.sub(" ", text))
    latin, cyrillic = len(re.findall(r"[A-Za-z]", words)), len(re.findall(r"[\u0400-\u04ff]", words))
    if language == "uz":
        return "Cyrillic letters" if cyrillic else None
    if latin > cyrillic:
        return "mostly Latin letters"
    own = {"uz_Cyrl": "[ўқғҳ]", "tg": "[ғӣқӯҳҷ]", "ru": "[ыщьэ]"}[language]
    strange = {"uz_Cyrl": "[ӣӯҷ]", "tg": "[ўыщ]", "ru": "[ғқҳӣӯҷў]"}[language]
    if found := re.search(rf"\w*{strange}\w*", words, re.IGNORECASE):
        return f"the word {found[0]!r}"
    if cyrillic > ENOUGH and not re.search(own, words, re.IGNORECASE):
        return f"none of the letters {own}"
    return None


def faults(
    statements: Iterable[Statement], corpus: Corpus, language: WrittenLang, computed: frozenset[str]
) -> Iterator[str]:
    """Say what is wrong with `statements`; those that are `computed` are held by a test of their own."""
    statements = list(statements)
    if reason := wrong_script("\n".join(statement.text for statement in statements), language):
        yield f"{language}: {reason}: {statements[0].text[:160]!r}"
    for statement in statements:
        if (odd := unfounded(statement, corpus, language)) and statement.text not in computed:
            yield f"{language}: {sorted(odd)} not in {statement.cites}: {statement.text[:120]!r}"
        if not statement.cites and statement.text not in computed and statement.role != "note":
            yield f"{language}: cites nothing: {statement.text[:80]!r}"


def foreign(statements: Iterable[Statement], corpus: Corpus, passport: str | None) -> set[str]:
    """Give the cited statutes and cases of a country that is neither the passport's nor everybody's."""
    cited = (corpus[cite] for statement in statements for cite in statement.cites)
    return {
        record.id
        for record in cited
        if isinstance(record, Statute | Case) and record.country not in {passport, *EVERYWHERE}
    }


@pytest.mark.parametrize("language", WRITTEN)
def test_first_messages_and_cards_rest_on_what_they_cite(
    composer: Composer, corpus: Corpus, language: WrittenLang
) -> None:
    found: list[str] = []
    for record in corpus:
        found += faults(composer.first([record], language), corpus, language, frozenset())
        if isinstance(record, Guidance):
            for passport in PASSPORTS:
                card = composer.card(record, passport, language)
                found += faults(card, corpus, language, frozenset())
    assert not found, "\n".join(found[:20])


@pytest.mark.slow
@pytest.mark.parametrize("passport", PASSPORTS)
@pytest.mark.parametrize("language", WRITTEN)
def test_every_section_of_every_record_rests_on_what_it_cites(
    composer: Composer, corpus: Corpus, language: WrittenLang, passport: str | None
) -> None:
    courts = court_statements(corpus, passport, language) if passport else []
    computed = frozenset(statement.text for statement in courts)
    found: list[str] = []
    seen: set[Statement] = set()
    for record in corpus:
        for section in SECTIONS if passport is None else SECTIONS[:-1]:  # sources are the same for all
            statements = composer.section(section, [record.id], passport, language)
            found += faults((one for one in statements if one not in seen), corpus, language, computed)
            seen.update(statements)
            if section != "sources" and (odd := foreign(statements, corpus, passport)):
                found.append(f"{section} of {record.id} for {passport}: {sorted(odd)}")
    assert not found, "\n".join(found[:20])


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("passport", [passport for passport in PASSPORTS if passport])
def test_what_courts_gave_is_what_the_cited_cases_say(
    corpus: Corpus, passport: str, language: WrittenLang
) -> None:
    decided = [
        case for case in read_cases() if case["country"] == passport and case["outcome"]["verdict"] in COURTS
    ]
    statements = court_statements(corpus, passport, language)
    if not decided:
        assert not statements
        return
    total, outcomes, *terms, caution = statements
    assert numbers(total.text) == {str(len(decided))}
    assert set(total.cites) == {case["id"] for case in decided}
    penalties = Counter(case["outcome"]["penalty"] for case in decided if case["outcome"].get("penalty"))
    assert sorted(re.findall(r"\d+", outcomes.text)) == sorted(str(n) for n in penalties.values())
    prison = {
        case["id"]: months
        for case in decided
        if case["outcome"].get("penalty") == "imprisonment"
        and (months := 12 * (case["outcome"].get("years") or 0) + (case["outcome"].get("months") or 0))
    }
    assert bool(terms) == bool(prison)
    if prison:
        lengths = {min(prison.values()), max(prison.values()), int(median(prison.values()) + 0.5)}
        said = {int(part) for length in lengths for part in divmod(length, 12) if part}
        assert {int(one) for one in re.findall(r"\d+", terms[0].text)} == said
        assert set(terms[0].cites) == set(prison)
    assert caution.text == tr(language, "courts.caution")


def read_cases() -> list[dict]:  # type: ignore[type-arg]
    """Read the case files with nothing of the project's own reading."""
    files = sorted((RECORDS / "case").glob("*.yaml"))
    return [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]


@pytest.mark.slow
def test_every_answer_to_the_dev_questions_rests_on_what_it_cites(pipeline: Pipeline) -> None:
    found: list[str] = []
    questions = [json.loads(line) for line in questions_file().read_text("utf-8").splitlines()]
    texts = {question["id"]: question["text"] for question in questions}
    for question in questions:
        passport: Passport | None = question["passport"]
        previous = texts.get(question.get("follows", ""))
        answer = pipeline.answer(Question(question["text"], passport=passport, previous=previous))
        spoken = (*answer.card, *answer.statements)
        told = [
            f"{question['id']}: {one}"
            for one in faults(spoken, pipeline.corpus, answer.language, frozenset())
        ]
        if odd := foreign(spoken, pipeline.corpus, passport):
            told.append(f"{question['id']}: {sorted(odd)} for {passport}")
        found += told
    assert not found, "\n".join(found[:20])


def questions_file() -> Path:
    return ROOT / "benchmarks" / "questions" / "dev.jsonl"

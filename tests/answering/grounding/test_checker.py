"""What no record says is caught, what records say is kept: two files of sentences in four written languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answering.grounding import Checker, Claim, Fault, Given
from knowledge.corpus import Corpus
from knowledge.script import WRITTEN, WrittenLang, uzbek_cyrillic

HOME = Path(__file__).parent
KEPT = 0.9


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker()


def sentences(name: str) -> Iterator[tuple[WrittenLang, tuple[str, ...], str, str | None]]:
    """Give language, cited records, sentence and passport; Uzbek also as it is written in Cyrillic."""
    language: WrittenLang = "ru"
    for line in (HOME / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            language = next(one for one in WRITTEN if one == line[3:])
        elif line and not line.startswith("#"):
            ids, text, *passport = line.split("|")
            yield language, tuple(ids.split(",")), text, passport[0] if passport else None
            if language == "uz":
                yield (
                    "uz_Cyrl",
                    tuple(ids.split(",")),
                    uzbek_cyrillic(text),
                    passport[0] if passport else None,
                )


def verdicts(name: str, checker: Checker, corpus: Corpus) -> Iterator[tuple[WrittenLang, str, Fault | None]]:
    for language, ids, text, passport in sentences(name):
        given = Given({one: corpus[one] for one in ids}, language, passport)
        yield language, text, checker.fault(Claim(text, ids), given)


def test_there_are_enough_sentences_of_each_language():
    for name, least in (("false.txt", 50), ("true.txt", 50)):
        counts = Counter(language for language, *_ in sentences(name))
        assert min(counts[language] for language in WRITTEN) >= least
        assert counts.total() >= 200


@pytest.mark.slow
def test_no_falsehood_comes_through(checker, corpus):
    through = [text for _, text, fault in verdicts("false.txt", checker, corpus) if fault is None]
    assert not through


@pytest.mark.slow
def test_what_the_records_say_is_kept(checker, corpus):
    told = list(verdicts("true.txt", checker, corpus))
    kept = Counter(language for language, _, fault in told if fault is None)
    asked = Counter(language for language, *_ in told)
    assert kept.total() >= KEPT * asked.total()
    assert all(kept[language] >= (KEPT - 0.05) * asked[language] for language in WRITTEN)


TRUE = "Никто не вправе держать ваш паспорт против вашей воли."
RECORD = "guide-passport-taken"


@pytest.mark.parametrize(
    ("text", "cites", "fault"),
    [
        (TRUE, (), Fault.UNCITED),
        (TRUE, ("answer-uz-only-signed",), Fault.UNKNOWN),
        (f"<b>{TRUE}</b>", (RECORD,), Fault.FORM),
        (f"[{TRUE}](https://t.me/army)", (RECORD,), Fault.FORM),
        (TRUE.replace("паспорт", "пас\u200bпорт"), (RECORD,), Fault.FORM),
        (TRUE.replace("паспорт", "паcпорт"), (RECORD,), Fault.FORM),
        (TRUE + "\U000e0041\U000e0042", (RECORD,), Fault.FORM),
        ("Nobody may keep your passport.", (RECORD,), Fault.LANGUAGE),
        ("Ҳеҷ кас ҳақ надорад шиносномаи шуморо нигоҳ дорад.", (RECORD,), Fault.LANGUAGE),
        ("Никто не вправе держать ваш паспорт, меня зовут Рустам Каримов.", (RECORD,), Fault.PERSON),
        ("Вас точно отпустят.", (RECORD,), Fault.PROMISE),
        ("Подпишите контракт.", (RECORD,), Fault.HARM),
        ("Звоните 113 и семье.", (RECORD,), Fault.NUMBER),
        ("Вам заплатят за отпуск.", (RECORD,), Fault.NOVEL),
        ("Ваш паспорт вправе держать против вашей воли.", (RECORD,), Fault.POLARITY),
    ],
)
def test_each_check_by_its_name(checker, corpus, text, cites, fault):
    assert checker.fault(Claim(text, cites), Given({RECORD: corpus[RECORD]}, "ru")) == fault


def test_a_law_of_another_country_is_no_answer(checker, corpus):
    statute = next(record for record in corpus if record.id == "kz-cc-172")
    text = statute.summary.ru.split(". ")[0] + "."
    given = Given({statute.id: statute}, "ru", "UZ")
    assert checker.fault(Claim(text, (statute.id,)), given) is Fault.LAW


def test_number_words_count_as_numbers(checker, corpus):
    given = Given({"uz-cc-154": corpus["uz-cc-154"]}, "ru")
    said = "Часть 1, участие в боях: лишение свободы от пяти до десяти лет."
    wrong = said.replace("десяти", "пятнадцати")
    assert checker.fault(Claim(said, ("uz-cc-154",)), given) is None
    assert checker.fault(Claim(wrong, ("uz-cc-154",)), given) is Fault.NUMBER


def test_an_embedding_far_from_the_cited_text_is_a_fault(pipeline, corpus):
    near = Checker(pipeline._search._embedder.encode)
    given = Given({RECORD: corpus[RECORD]}, "ru")
    assert near.fault(Claim(TRUE, (RECORD,)), given) is None

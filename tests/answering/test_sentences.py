"""What courts gave: counts, ranges and medians over a handful of cases made for this test."""

from __future__ import annotations

import pytest

from bot.answering.sentences import court_statements, length, tally
from bot.i18n import tr
from knowledge.corpus import Corpus
from knowledge.schema import Case, Outcome, Text, Title
from knowledge.script import WRITTEN, WrittenLang

WORDS = {"en": "A case.", "ru": "Одно дело.", "uz": "Bitta ish.", "tg": "Як парванда."}


def case(name: str, country: str = "UZ", **further: object) -> Case:
    """Make a case; `outcome`, `roles`, `claims` and `date` as wanted."""
    fields = {
        "id": name,
        "kind": "case",
        "title": Title(**WORDS),
        "summary": Text(**WORDS),
        "sources": [{"url": "https://example.org/", "publisher": "Example", "lang": "en", "published": None}],
        "checked": "2026-11-01",
        "country": country,
        "date": further.get("date", "2025-01-01"),
        "date_of": "verdict",
        "person": {"citizenship": [country]},
        "service": {"force": "ru-armed-forces", "roles": further.get("roles", [])},
        "charges": [{"statute": None}],
        "outcome": further.get("outcome", {"verdict": "convicted"}),
        "claims": further.get("claims", []),
        "return": further.get("back"),
    }
    return Case.model_validate(fields)


def prison(years: int, months: int = 0) -> dict[str, object]:
    return {"verdict": "convicted", "penalty": "imprisonment", "years": years, "months": months}


def corpus(*cases: Case) -> Corpus:
    return Corpus({one.id: one for one in cases})


def said(language: WrittenLang, *cases: Case) -> list[str]:
    return [statement.text for statement in court_statements(corpus(*cases), "UZ", language)]


def test_cases_are_counted_by_what_they_gave_and_the_terms_span_from_shortest_to_longest() -> None:
    cases = (
        case("a", outcome=prison(3)),
        case("b", outcome=prison(7, 1)),
        case("c", outcome=prison(2, 6)),
        case("d", outcome={"verdict": "convicted", "penalty": "suspended", "years": 5}),
    )
    assert said("ru", *cases) == [
        "Узбекистан: в моих записях 4 решения суда.",
        "Что дали: лишение свободы — 3 раза; условный срок — 1 раз.",
        (
            "Сроки лишения свободы: самый короткий — 2 года 6 месяцев, самый длинный — 7 лет 1 месяц, "
            "посередине — 3 года."
        ),
        tr("ru", "courts.caution"),
    ]


def test_the_terms_cite_only_the_cases_that_gave_prison() -> None:
    cases = (case("a", outcome=prison(3)), case("b", outcome={"verdict": "convicted", "penalty": "fine"}))
    total, outcomes, terms, _ = court_statements(corpus(*cases), "UZ", "ru")
    assert set(total.cites) == set(outcomes.cites) == {"a", "b"}
    assert terms.cites == ("a",)


def test_equal_terms_are_told_as_one() -> None:
    lines = said("tg", case("a", outcome=prison(5)), case("b", outcome=prison(5)))
    assert lines[2] == "Муҳлати зиндон: 5 сол."


def test_the_middle_of_an_even_number_of_terms_lies_between_the_two() -> None:
    lines = said("uz", case("a", outcome=prison(3)), case("b", outcome=prison(6)))
    assert lines[2].endswith("oʻrtadagisi 4 yil 6 oy.")


def test_a_case_that_is_still_pending_is_not_counted() -> None:
    lines = said("ru", case("a", outcome=prison(3)), case("b", outcome={"verdict": "pending"}))
    assert "1 решение" in lines[0]


def test_a_term_of_unknown_length_counts_as_prison_but_not_among_the_lengths() -> None:
    unknown = {"verdict": "convicted", "penalty": "imprisonment"}
    lines = said("ru", case("a", outcome=prison(3)), case("b", outcome=unknown))
    assert "лишение свободы — 2 раза" in lines[1]
    assert lines[2] == "Срок лишения свободы: 3 года."


@pytest.mark.parametrize("language", WRITTEN)
def test_a_country_without_decided_cases_gets_no_sentence(language: WrittenLang) -> None:
    assert court_statements(corpus(case("a", "KG", outcome=prison(5))), "TM", language) == []
    assert court_statements(corpus(case("a", "KG", outcome={"verdict": "pending"})), "KG", language) == []


def test_other_countries_cases_are_never_counted() -> None:
    cases = (case("a", outcome=prison(3)), case("b", "KG", outcome=prison(9)))
    assert tally(corpus(*cases), "UZ").ids == ("a",)


def test_a_choice_narrows_the_count_and_the_newest_comes_first() -> None:
    cases = (
        case("a", roles=["cook"], claims=["coerced"], date="2024"),
        case("b", roles=["combat"], claims=["coerced"]),
        case("c", roles=["driver", "cook"], date="2025-06", claims=["unread-contract"]),
        case("d", roles=["assault"], back={"how": "voluntary"}),
    )
    known = corpus(*cases)
    assert tally(known, "UZ", "cook").ids == ("c", "a")
    assert set(tally(known, "UZ", "coerced").ids) == {"a", "b"}
    assert set(tally(known, "UZ", "combat").ids) == {"b", "d"}
    assert tally(known, "UZ", "deceived").ids == ("c",)
    assert tally(known, "UZ", "returned").ids == ("d",)
    assert tally(known, "KZ", "driver").ids == ()


def test_every_penalty_of_the_schema_has_its_words() -> None:
    for penalty in ("imprisonment", "penal-settlement", "restricted-freedom", "suspended", "probation", "fine",
                    "correctional-labour", "none"):  # fmt: skip
        outcome = Outcome.model_validate({"verdict": "convicted", "penalty": penalty})
        for language in WRITTEN:
            assert said(language, case("a", outcome=outcome))


@pytest.mark.parametrize(
    ("months", "language", "words"),
    [
        (12, "ru", "1 год"),
        (54, "ru", "4 года 6 месяцев"),
        (252, "ru", "21 год"),
        (61, "ru", "5 лет 1 месяц"),
        (5, "ru", "5 месяцев"),
        (36.5, "ru", "3 года 1 месяц"),
        (54, "uz", "4 yil 6 oy"),
        (54, "uz_Cyrl", "4 йил 6 ой"),
        (150, "tg", "12 солу 6 моҳ"),
        (7, "tg", "7 моҳ"),
    ],
)
def test_lengths_are_told_in_years_and_months(months: float, language: WrittenLang, words: str) -> None:
    assert length(language, months) == words

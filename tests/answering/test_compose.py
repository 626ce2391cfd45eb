"""The first message, the card and the sections, over all records."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from bot.answering import compose
from bot.answering.compose import RELATED, SECTIONS, Composer, is_aside
from bot.answering.contacts import STALE_AFTER
from bot.answering.question import Answer, Outcome
from bot.dialogue.render import answer_messages
from knowledge.corpus import Corpus, holds_for
from knowledge.schema import Answer as KnownAnswer
from knowledge.schema import Contact, Guidance, Record, Statute
from knowledge.script import WRITTEN, WrittenLang

PASSPORTS = (None, "UZ", "TJ", "KG", "KZ", "TM", "RU")
FULL = 950
"""Characters of the first message as it is shown."""


@pytest.fixture(scope="module")
def composer(corpus: Corpus) -> Composer:
    return Composer(corpus)


def emergencies(corpus: Corpus) -> list[Guidance]:
    return [record for record in corpus if isinstance(record, Guidance) and record.urgency == "emergency"]


@pytest.mark.parametrize("language", WRITTEN)
def test_the_first_message_is_short_and_begins_with_the_direct_answer(
    composer: Composer, corpus: Corpus, language: WrittenLang
) -> None:
    records = [record for record in corpus if record.kind in {"answer", "guidance", "sign"}]
    for number, record in enumerate(records):
        found = [record, *(records[(number + step) % len(records)] for step in (7, 19, 31, 47))]
        statements = composer.first(found, language)
        answer = Answer(language, "plan", Outcome.ANSWERED, statements)
        (message,) = answer_messages(answer, composer, corpus, "UZ")
        assert len(message.plain) <= FULL, (record.id, len(message.plain))
        assert statements[0].role == "lead"
        roles = [statement.role for statement in statements]
        assert roles == sorted(roles, key=lambda role: role == "related")
        assert roles.count("related") <= RELATED
        assert len({statement.text for statement in statements}) == len(statements)


def test_guidance_begins_with_what_to_do_and_its_title_introduces_the_steps(
    composer: Composer, corpus: Corpus
) -> None:
    statements = composer.first([corpus["guide-detained-pressed-to-sign"]], "ru")
    assert [one.role for one in statements[:3]] == ["lead", "heading", "step"]
    assert statements[0].text.startswith("Ничего не подписывайте")
    assert statements[1].text == "Вас задержала полиция и заставляют подписать контракт:"
    answer = Answer("ru", "soon", Outcome.ANSWERED, statements)
    (message,) = answer_messages(answer, composer, corpus, "UZ")
    assert "\n\nВас задержала полиция и заставляют подписать контракт:\n\n▪️ " in message.plain


@pytest.mark.parametrize("language", WRITTEN)
def test_no_title_introduces_steps_that_found_no_room(
    composer: Composer, corpus: Corpus, language: WrittenLang
) -> None:
    for record in corpus:
        if isinstance(record, Guidance):
            statements = composer.first([record], language, room=200)
            assert statements[-1].role != "heading"


def test_details_that_repeat_the_direct_answer_wait_behind_those_that_add(
    composer: Composer, corpus: Corpus
) -> None:
    statements = composer.first([corpus["answer-bot-wrong"]], "uz")
    assert (
        statements[-1].text == "Bot advokat emas va xato qilishi mumkin. Harakatdan oldin advokatdan soʻrang."
    )


def test_titles_about_the_bot_and_other_subjects_stand_only_beside_their_like(
    composer: Composer, corpus: Corpus
) -> None:
    law, bot, patent = (corpus[name] for name in ("answer-uz-only-signed", "answer-bot-wrong", SIGNPOST))
    assert is_aside(bot)
    assert is_aside(patent)
    assert not is_aside(law)
    assert [one.cites for one in composer.first([law, bot, patent], "ru") if one.role == "related"] == []
    assert [one.cites for one in composer.first([bot, law], "ru") if one.role == "related"] == [(law.id,)]


SIGNPOST = "answer-out-of-scope-money-transfer"


YES = {"ru": "Да, наказывают.", "uz": "Ha, jazolanadi.", "tg": "Бале, ҷазо медиҳанд."}


@pytest.fixture(scope="module")
def affirming(corpus: Corpus) -> Record:
    """An answer that begins with yes, as whoever writes one may let it."""
    record = corpus["answer-uz-rear-work"]
    return record.model_copy(update={"summary": record.summary.model_copy(update=YES)})


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("oshpaz jazolanmaydi-ku, to'g'rimi?", "uz"),
        ("Поваров не судят, верно?", "ru"),
        ("ҳайдовчини судламайди, тўғрими", "uz_Cyrl"),
        ("ронандаро суд намекунанд. Дуруст мегӯям?", "tg"),
    ],
)
def test_a_claim_is_never_met_with_a_bare_yes(
    composer: Composer, affirming: Record, asked: str, language: WrittenLang
) -> None:
    plain, lead = (composer.first([affirming], language, text)[0].text for text in ("", asked))
    assert re.match(r"(Да|Ha|Ҳа|Бале)\b", plain)
    assert not re.match(r"(Да|Ha|Ҳа|Бале)\b", lead)
    assert "?" in lead


def test_a_plain_question_is_met_with_a_plain_yes(composer: Composer, affirming: Record) -> None:
    assert composer.first([affirming], "ru", "поваров судят?")[0].text.startswith("Да")


@pytest.mark.parametrize("passport", PASSPORTS)
@pytest.mark.parametrize("language", WRITTEN)
def test_a_card_has_at_most_six_lines_and_names_one_who_helps(
    composer: Composer, corpus: Corpus, passport: str | None, language: WrittenLang
) -> None:
    for guidance in emergencies(corpus):
        if not holds_for(guidance, passport):
            continue
        card = composer.card(guidance, passport, language)
        assert 5 <= len(card) <= 6 or guidance.id.startswith("tj-"), guidance.id
        assert [one.role for one in card[:4]] == ["note", "step", "step", "step"]
        for helper in card[4:]:
            (cited,) = (corpus[cite] for cite in helper.cites)
            assert isinstance(cited, Contact)
            assert holds_for(cited, passport)
            assert re.search(r"\+\d{11,12}|https://", helper.text)


@pytest.mark.parametrize("passport", ["UZ", "TJ", "KG"])
def test_who_is_held_gets_a_phone_of_the_own_state_in_russia(
    composer: Composer, corpus: Corpus, passport: str
) -> None:
    guidance = corpus["guide-detained-pressed-to-sign"]
    assert isinstance(guidance, Guidance)
    phone = composer.card(guidance, passport, "ru")[-1]
    assert phone.role == "phone"
    cited = corpus[phone.cites[0]]
    assert isinstance(cited, Contact)
    assert cited.citizens_of == [passport]
    assert cited.located_in is not None
    assert cited.located_in.country == "RU"
    assert re.search(r"\+7\d{10}$", phone.text)


@pytest.mark.parametrize("passport", PASSPORTS)
def test_the_line_for_surrender_stands_only_on_the_card_of_the_front(
    composer: Composer, corpus: Corpus, passport: str | None
) -> None:
    for guidance in emergencies(corpus):
        cited = {cite for one in composer.card(guidance, passport, "ru") for cite in one.cites}
        assert ("hotline-i-want-to-live" in cited) == (guidance.id == "guide-at-front-wants-to-leave")


def test_a_year_on_a_card_shows_no_number(
    composer: Composer, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = [dt.date.fromisoformat(record.checked) for record in corpus]
    monkeypatch.setattr(compose, "_today", lambda: max(checked) + STALE_AFTER + dt.timedelta(days=1))
    for guidance in emergencies(corpus):
        assert all(one.role != "phone" for one in composer.card(guidance, "KG", "ru"))


def test_the_law_of_the_passport_comes_first_and_no_other_countrys(
    composer: Composer, corpus: Corpus
) -> None:
    for passport in ("UZ", "TJ", "KG", "KZ", "TM"):
        statements = composer.section("law", ["guide-returned-home"], passport, "ru")
        cited: list[Record] = [corpus[cite] for one in statements for cite in one.cites]
        countries = [record.country for record in cited if isinstance(record, Statute)]
        assert countries[0] == passport
        assert set(countries) <= {passport, "RU", "UA", "BY"}


def test_steps_of_another_countrys_guidance_are_not_shown(composer: Composer, corpus: Corpus) -> None:
    for record in corpus:
        for statement in composer.section("steps", [record.id], "UZ", "ru"):
            assert all(holds_for(corpus[cite], "UZ") for cite in statement.cites)


def test_sources_cite_every_record_whose_sources_they_list(composer: Composer, corpus: Corpus) -> None:
    record = next(one for one in corpus if isinstance(one, KnownAnswer) and one.says)
    (statement,) = composer.section("sources", [record.id], None, "ru")
    assert set(record.says[0].cites) < set(statement.cites)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_record_that_is_gone_leaves_a_section_empty(composer: Composer, section: compose.Section) -> None:
    assert composer.section(section, ["no-such-record"], "UZ", "ru") == []

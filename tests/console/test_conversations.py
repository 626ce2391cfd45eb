"""The queue and a conversation: found, read, judged, given to somebody, talked about."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from bot.dialogue.conversation import Conversation
from bot.journal.exchange import Exchange, Said
from bot.journal.person import Person
from bot.telegram.entries import entry
from tests.console.conftest import NOW

ASKED = "Meni polis ushlab turibdi, hozir shartnomaga imzo qoʻydirishyapti"


@pytest.fixture
async def made(journal, pipeline):
    """`await made("question", person=7, hours=3, ...)`: an exchange as the bot would keep it; gives its id."""

    async def make(question, person=1, hours=1, **changes):
        turn = Conversation(lambda: pipeline).say(
            question, Person(passport=changes.pop("passport", None)), "uz"
        )
        kept = entry(turn.exchange, turn.person)
        kept = Exchange(**{name: getattr(kept, name) for name in kept.__dataclass_fields__} | changes)
        pseudonym = journal.pseudonym(person)
        return await journal.exchanges.record(pseudonym, kept, NOW - dt.timedelta(hours=hours))

    return make


async def plain(journal, question, person, hours=1, **changes):
    """An exchange that no pipeline made."""
    values = {"language": "ru", "urgency": "plan", "outcome": "answered", "answer": (Said("Да."),)} | changes
    at = NOW - dt.timedelta(hours=hours)
    return await journal.exchanges.record(journal.pseudonym(person), Exchange(question, **values), at)


def asked(page):
    return re.findall(r'class="asked"[^>]*>([^<]+)<', page.text)


async def test_the_most_urgent_come_first(signed_in, journal):
    await plain(journal, "обычный", 1)
    await plain(journal, "неизвестный", 2, outcome="abstained")
    await plain(journal, "опасность", 3, urgency="emergency")
    moderator = await signed_in("moderator")
    assert asked(await moderator.get("/conversations")) == ["опасность", "неизвестный", "обычный"]
    assert asked(await moderator.get("/conversations?order=newest"))[0] == "опасность"
    assert asked(await moderator.get("/conversations?kind=abstained")) == ["неизвестный"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("language=tg", ["b"]), ("passport=UZ", ["a"]), ("link=ngo", ["c"]), ("days=1", ["a", "b"]),
        ("verdict=none&passport=UZ", ["a"]), ("verdict=wrong", []), ("topic=answer-amnesty", ["b"]),
        ("since=2026-03-01", ["a", "b"]), ("until=2026-03-01", ["c"]), ("until=2026-02-27", []),
        ("since=2026-02-28&until=2026-02-28&link=ngo", ["c"]), ("since=2026-02-28&until=2026-03-02&language=tg", ["b"]),
        ("since=2026-02-28&days=1", ["a", "b", "c"]), ("since=2026-02-30&until=tomorrow", ["a", "b", "c"]),
        ("until=9999-12-31", ["a", "b", "c"]),
        ("mine=1", []), ("language=xx", ["a", "b", "c"]), ("language=tg&passport=UZ", []),
    ],
)  # fmt: skip
async def test_filters(signed_in, journal, query, found):
    await plain(journal, "a", 1, passport="UZ")
    await plain(journal, "b", 2, language="tg", topic="answer-amnesty")
    await plain(journal, "c", 3, hours=50, link="ngo")
    moderator = await signed_in("moderator")
    assert sorted(asked(await moderator.get(f"/conversations?{query}"))) == found


async def test_a_long_list_goes_on(signed_in, journal):
    for number in range(60):
        await plain(journal, f"q{number}", number)
    moderator = await signed_in("moderator")
    first = await moderator.get("/conversations")
    second = await moderator.get(f"/conversations{following(first)}")
    assert (len(asked(first)), len(asked(second))) == (50, 10)
    assert len({*asked(first), *asked(second)}) == 60


def following(page):
    return re.search(r'rel="next" href="(\?[^"]+)"', page.text)[1].replace("&amp;", "&")


async def test_days_are_kept_from_page_to_page_and_from_conversation_to_conversation(signed_in, journal):
    for number in range(54):
        await plain(journal, f"q{number}", number, hours=10 + number % 2 * 24)
    ids = [await plain(journal, f"t{n}", 90 + n, hours=10 + n % 2 * 24, language="tg") for n in range(4)]
    moderator = await signed_in("moderator")
    days = "since=2026-03-01&until=2026-03-01"
    first = await moderator.get(f"/conversations?{days}")
    assert (len(asked(first)), 'value="2026-03-01"' in first.text) == (29, True)
    whole = await moderator.get("/conversations?since=2026-02-01")
    assert len(asked(await moderator.get(f"/conversations{following(whole)}"))) == 8
    name = (await journal.exchanges.get(ids[0])).conversation
    shown = (await moderator.get(f"/conversations/{name}?language=tg&{days}&at=0.{ids[0]}")).text
    steps = re.findall(r'data-key="([jk])"[^>]* href="/conversations/(\w+)\?([^"#]+)', shown)
    assert [(key, found) for key, found, _ in steps] == [
        ("k", (await journal.exchanges.get(ids[2])).conversation)
    ]
    assert "since=2026-03-01&amp;until=2026-03-01" in steps[0][2]


async def test_days_that_run_backwards_are_told(signed_in):
    page = await (await signed_in("moderator")).get("/conversations?since=2026-03-02&until=2026-03-01")
    assert "comes after the last" in page.text


async def test_a_conversation_is_shown_with_its_records_and_their_gloss(signed_in, made, journal, services):
    number = await made(ASKED, passport="UZ")
    name = (await journal.exchanges.get(number)).conversation
    moderator = await signed_in("moderator")
    english = (await moderator.get(f"/conversations/{name}")).text
    assert "Police hold you and press you to sign" in english
    assert "sign nothing" in english
    await moderator.post("/language", {"language": "ru", "back": "/account"}, "/account")
    russian = (await moderator.get(f"/conversations/{name}")).text
    assert "ничего не подпи" in russian
    assert [(one.account, one.deed, one.subject) for one in await services.audit.list(2)] == [
        ("moderator", "conversation-seen", name)
    ] * 2


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("uz_Cyrl", "Армия билан шартнома имзоласам қамашадими?"),
        ("ru", "Что мне будет дома, если я подпишу контракт с российской армией?"),
        ("tg", "Агар бо артиши Русия шартнома бандам, дар ватан чанд сол мешинам?"),
    ],
)
async def test_sentences_are_glossed_from_every_written_language(
    signed_in, made, journal, language, question
):
    entry = await journal.exchanges.get(await made(question, passport="UZ"))
    assert entry.exchange.language == language
    page = (await (await signed_in("moderator")).get(f"/conversations/{entry.conversation}")).text
    assert page.count('class="gloss" lang="en"') == len(entry.exchange.answer)


async def test_a_sentence_in_nobody_s_words_says_so(signed_in, journal):
    number = await plain(journal, "savol", 1, language="uz", answer=(Said("Modelning oʻz soʻzi."),))
    name = (await journal.exchanges.get(number)).conversation
    page = (await (await signed_in("moderator")).get(f"/conversations/{name}")).text
    assert "Not in the records word for word" in page


async def test_a_verdict_says_which_sentence_and_what_would_be_right(signed_in, made, journal):
    number = await made(ASKED)
    name = (await journal.exchanges.get(number)).conversation
    moderator = await signed_in("moderator")
    said = {"verdict": "wrong", "sentence": "2", "words": "Ask +998 90 123 45 67 for the embassy"}
    answer = await moderator.post(
        f"/exchanges/{number}/verdict?kind=wrong&at=6.1", said, f"/conversations/{name}"
    )
    assert answer.headers["location"] == f"/conversations/{name}?kind=wrong&at=6.1#exchange-{number}"
    page = (await moderator.get(f"/conversations/{name}")).text
    assert "sentence 3" in page
    assert "Ask [phone] for the embassy" in page
    assert (await journal.exchanges.get(number)).verdict == "wrong"
    assert (await journal.exchanges.get(number)).rank == 0
    await moderator.post(f"/exchanges/{number}/verdict", {"verdict": "none"}, f"/conversations/{name}")
    assert (await journal.exchanges.get(number)).verdict is None
    assert await journal.reviews.judgements([number]) == {}


async def test_a_conversation_is_taken_given_and_talked_about(signed_in, journal):
    number = await plain(journal, "a", 1)
    name = (await journal.exchanges.get(number)).conversation
    moderator, editor = await signed_in("moderator"), await signed_in("editor")
    await signed_in("partner")
    page = f"/conversations/{name}"
    await moderator.post(f"{page}/assign", {"account": "editor"}, page)
    await editor.post(f"{page}/notes", {"text": "ask the embassy <b>"}, page)
    assert asked(await editor.get("/conversations?mine=1")) == ["a"]
    shown = (await moderator.get(page)).text
    assert "ask the embassy &lt;b&gt;" in shown
    refused = await moderator.post(f"{page}/assign", {"account": "partner"}, page)
    assert refused.status_code == 400


async def test_next_and_previous_follow_the_filter(signed_in, journal):
    ids = [await plain(journal, f"q{n}", n, passport="UZ" if n % 2 else "TJ") for n in range(5)]
    names = [(await journal.exchanges.get(one)).conversation for one in ids]
    moderator = await signed_in("moderator")
    page = (await moderator.get(f"/conversations/{names[2]}?passport=TJ&at=0.{ids[2]}")).text
    steps = re.findall(r'data-key="([jk])"[^>]* href="/conversations/(\w+)', page)
    assert steps == [("k", names[4]), ("j", names[0])]


async def test_what_was_erased_is_not_there_any_more(signed_in, journal):
    number = await plain(journal, "a", 1)
    name = (await journal.exchanges.get(number)).conversation
    moderator = await signed_in("moderator")
    await journal.reviews.write(name, "x", "note", NOW)
    await journal.forget(journal.pseudonym(1))
    assert (await moderator.get(f"/conversations/{name}")).status_code == 404
    late = await moderator.post(f"/exchanges/{number}/verdict", {"verdict": "right"}, "/account")
    assert late.status_code == 404


async def test_what_people_wrote_is_never_markup(signed_in, journal):
    number = await plain(journal, "<script>alert(1)</script>", 1, answer=(Said("<img src=x>"),))
    name = (await journal.exchanges.get(number)).conversation
    moderator = await signed_in("moderator")
    for page in ("/conversations", f"/conversations/{name}"):
        shown = (await moderator.get(page)).text
        assert "&lt;script&gt;alert(1)" in shown
        assert "<img" not in shown

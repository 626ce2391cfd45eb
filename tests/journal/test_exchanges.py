"""Exchanges are written down sealed and redacted, found by what a moderator looks for, and judged."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text, update

from bot.journal.exchanges import Filter
from bot.journal.person import Person
from bot.journal.tables import contents, exchanges
from tests.journal.examples import DAY, HOUR, NOON, exchange


async def test_an_exchange_is_read_as_it_was_written_but_for_what_identifies(journal, ali):
    one = exchange("Pochtam ali@example.com, qamashadimi?", link="ngo-7", model="m", prompts="p1")
    number = await journal.exchanges.record(ali, one, NOON)
    entry = await journal.exchanges.get(number)
    assert entry.exchange.question == "Pochtam [email], qamashadimi?"
    assert entry.exchange.answer == one.answer
    assert entry.exchange.records == ("answer-uz-contract", "uz-cc-154")
    for name in (
        "language",
        "passport",
        "link",
        "topic",
        "scores",
        "ms",
        "corpus",
        "model",
        "prompts",
        "token",
    ):
        assert getattr(entry.exchange, name) == getattr(one, name)
    assert entry.hour == NOON.replace(minute=0, second=0)
    assert (entry.feedback, entry.comment, entry.human, entry.verdict, entry.assignee) == (None,) * 5


async def test_no_word_of_it_stands_in_the_database(journal, ali):
    await journal.exchanges.record(ali, exchange("kanareyka"), NOON)
    async with journal.engine.begin() as connection:
        stored = ""
        for table in ("conversations", "exchanges", "contents", "citations"):
            stored += repr((await connection.execute(text(f"SELECT * FROM {table}"))).all())
    for word in ("kanareyka", "Ha.", "uz-cc-154", "contract"):
        assert word not in stored


async def test_a_long_pause_begins_a_new_conversation(journal, ali, vault):
    for when in (NOON, NOON + 5 * HOUR, NOON + 10 * HOUR, NOON + 17 * HOUR):
        await journal.exchanges.record(ali, exchange(), when)
    await journal.exchanges.record(vault.pseudonym(1002), exchange(), NOON + 17 * HOUR)
    entries = (await journal.exchanges.page(order="newest")).entries
    names = [entry.conversation for entry in reversed(entries)]
    assert names[0] == names[1] == names[2] != names[3] != names[4]
    assert [entry.id for entry in await journal.exchanges.conversation(names[0])] == [1, 2, 3]


async def test_answered_again_it_is_not_written_twice(journal, ali):
    one = exchange()
    assert await journal.exchanges.record(ali, one, NOON) == await journal.exchanges.record(ali, one, NOON)
    assert await journal.exchanges.count() == 1


async def test_it_is_written_with_the_update_that_it_answers(journal, ali):
    await journal.inbox.accept(7, ali, "{}")
    await journal.finish([7], ali, Person(language="uz"), exchange())
    assert await journal.inbox.unfinished() == []
    assert await journal.exchanges.count() == 1


async def test_the_most_urgent_come_first_and_then_the_newest(journal, ali):
    store = journal.exchanges
    kinds = {
        "plain": exchange(),
        "low": exchange(scores={"a": 0.01}),
        "refused": exchange(outcome="refused", scores={}),
        "silent": exchange(outcome="abstained", scores={}),
        "wrong": exchange(),
        "judged": exchange(outcome="abstained"),
        "human": exchange(),
        "danger": exchange(urgency="emergency"),
        "newest": exchange(),
    }
    ids = {name: await store.record(ali, one, NOON) for name, one in kinds.items()}
    assert await store.rate(ali, kinds["wrong"].token, "wrong")
    assert await store.judge(ids["judged"], "right")
    await journal.relay.ask(ali, kinds["human"].token, 1001, NOON)
    names = {number: name for name, number in ids.items()}
    listed = [names[entry.id] for entry in (await store.page()).entries]
    assert listed == ["danger", "human", "wrong", "silent", "refused", "low", "newest", "judged", "plain"]


@pytest.mark.parametrize("order", ["urgent", "newest"])
async def test_pages_follow_one_another_without_gaps_while_new_ones_come(journal, ali, order):
    store = journal.exchanges
    for number in range(7):
        await store.record(ali, exchange(urgency="emergency" if number % 3 == 0 else "plan"), NOON)
    seen, after = [], None
    while True:
        page = await store.page(order=order, after=after, size=3)
        seen += [entry.id for entry in page.entries]
        if page.after is None:
            break
        after = page.after
        await store.record(ali, exchange(urgency="emergency"), NOON)
    assert sorted(seen) == [1, 2, 3, 4, 5, 6, 7]


async def test_what_a_moderator_can_look_for(journal, ali, vault):
    store = journal.exchanges
    russian = exchange(
        "срок?", language="ru", passport="TJ", topic="prison", link="ngo-7", outcome="abstained"
    )
    first = await store.record(ali, exchange(), NOON)
    second = await store.record(vault.pseudonym(1002), russian, NOON + DAY)
    await store.judge(second, "wrong")
    entry = await store.get(second)
    await store.assign(entry.conversation, "lola")
    for want in (
        {"language": "ru"}, {"passport": "TJ"}, {"topic": "prison"}, {"link": "ngo-7"}, {"verdict": "wrong"},
        {"outcome": "abstained"}, {"assignee": "lola"}, {"since": NOON + HOUR},
        {"conversation": entry.conversation}, {"language": "ru", "topic": "prison"},
    ):  # fmt: skip
        found = (await store.page(Filter(**want))).entries
        assert [entry.id for entry in found] == [second], want
        assert await store.count(Filter(**want)) == 1
    for want in ({"verdict": "none"}, {"until": NOON + HOUR}, {"passport": "UZ"}):
        assert [entry.id for entry in (await store.page(Filter(**want))).entries] == [first], want
    assert (await store.page(Filter(record="uz-cc-154"))).entries[0].id == second
    assert (await store.page(Filter(record="uz-cc-155"))).entries == ()
    assert (await store.get(second)).assignee == "lola"


async def test_figures_are_counted_without_opening_anything(journal, ali):
    store = journal.exchanges
    for when, ms in ((NOON, 30), (NOON + HOUR, 10), (NOON + DAY, 20)):
        await store.record(ali, exchange(ms=ms), when)
    assert await store.tally("language") == {"uz": 3}
    assert await store.tally("topic") == {journal.vault.tag("contract"): 3}
    assert await store.daily() == {NOON.date(): 2, (NOON + DAY).date(): 1}
    assert await store.durations() == [10, 20, 30]
    assert await store.cited(["uz-cc-154", "uz-cc-155"]) == {"uz-cc-154": 3}


async def test_only_the_person_himself_rates_his_answer(journal, ali, vault):
    one = exchange()
    number = await journal.exchanges.record(ali, one, NOON)
    assert not await journal.exchanges.rate(vault.pseudonym(1002), one.token, "wrong")
    assert await journal.exchanges.rate(ali, one.token, "not", "menga yozing: ali@example.com")
    assert await journal.exchanges.rate(ali, one.token, "wrong")
    entry = await journal.exchanges.get(number)
    assert (entry.feedback, entry.comment) == ("wrong", "menga yozing: [email]")
    assert await journal.exchanges.find(ali, one.token) == entry
    assert await journal.exchanges.find(vault.pseudonym(1002), one.token) is None


async def test_words_that_cannot_be_read_hide_only_themselves(journal, ali):
    for _ in range(2):
        await journal.exchanges.record(ali, exchange(), NOON)
    async with journal.engine.begin() as connection:
        other = (await connection.execute(select(contents.c.body).where(contents.c.exchange == 1))).scalar()
        await connection.execute(update(contents).where(contents.c.exchange == 2).values(body=other))
    assert [entry.id for entry in (await journal.exchanges.page()).entries] == [1]


async def test_nothing_finer_than_the_hour_can_be_stored(journal, ali):
    await journal.exchanges.record(ali, exchange(), NOON)
    async with journal.engine.begin() as connection:
        hour = (await connection.execute(text("SELECT hour FROM exchanges"))).scalar()
        assert hour == int(NOON.timestamp()) // 3600
        assert await connection.scalar(select(exchanges.c.hour)) == NOON.replace(minute=0, second=0)

"""A draft becomes a record only where a second editor, who never wrote on it, stands by it."""

from __future__ import annotations

import pytest

from bot.curation.drafts import DraftFaultError
from tests.curation.examples import body
from tests.journal.examples import NOON, exchange


async def test_nobody_approves_what_he_wrote_on(drafts):
    number = await drafts.begin(body(), "lola", NOON)
    await drafts.write(number, body(topic="parcel"), "rustam", NOON)
    await drafts.write(number, body(), "lola", NOON)
    await drafts.hand_in(number, NOON)
    for writer in ("lola", "rustam"):
        with pytest.raises(DraftFaultError, match="own"):
            await drafts.approve(number, writer, NOON)
    await drafts.approve(number, "zarina", NOON)
    found = await drafts.get(number)
    assert (found.state, found.approver, set(found.hands)) == ("approved", "zarina", {"lola", "rustam"})
    with pytest.raises(DraftFaultError, match="state"):
        await drafts.approve(number, "zarina", NOON)


async def test_a_change_takes_a_draft_back_from_waiting(drafts):
    number = await drafts.begin(body(), "lola", NOON)
    await drafts.hand_in(number, NOON)
    await drafts.write(number, body(urgency="soon"), "zarina", NOON)
    with pytest.raises(DraftFaultError, match="state"):
        await drafts.approve(number, "rustam", NOON)
    assert (await drafts.get(number)).body["urgency"] == "soon"


async def test_what_is_closed_is_written_on_no_more(drafts):
    number = await drafts.begin(body(), "lola", NOON)
    await drafts.drop(number, NOON)
    for deed in (drafts.write(number, body(), "lola", NOON), drafts.hand_in(number, NOON)):
        with pytest.raises(DraftFaultError, match="state"):
            await deed
    with pytest.raises(DraftFaultError, match="gone"):
        await drafts.drop(number + 1, NOON)


async def test_a_person_who_is_forgotten_takes_his_questions_out_of_drafts(journal, drafts):
    his = await journal.exchanges.record("a" * 32, exchange("his"), NOON)
    hers = await journal.exchanges.record("b" * 32, exchange("hers"), NOON)
    number = await drafts.begin(body(), "lola", NOON, [his, hers, 10**6])
    assert set(await drafts.asked(number)) == {his, hers}
    await journal.forget("a" * 32)
    assert list(await drafts.asked(number)) == [hers]
    assert [entry.exchange.question for entry in await journal.exchanges.chosen([his, hers])] == ["hers"]

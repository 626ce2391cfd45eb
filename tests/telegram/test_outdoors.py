"""Groups and inline mode: the bot speaks when it is spoken to, and keeps nothing of what it hears there."""

from __future__ import annotations

import pytest

from bot.dialogue.message import Message
from bot.dialogue.sharing import Offer

NAME = "@ogoh_test_bot"


@pytest.fixture
def group(tg):
    return tg.group(title="Ish bor")


class TestGroups:
    @pytest.mark.parametrize(
        ("words", "reply"),
        [
            (f"{NAME} сколько дают?", "сколько дают? uz False"),
            (f"а вот {NAME.upper()} скажи", "а вот   скажи uz False"),
            (f"/help{NAME}", "hello uz"),
            (f"/ask{NAME} сколько дают?", "сколько дают? uz False"),
            (f"{NAME} что с @ali_from_osh?", "что с @ali_from_osh? uz True"),
        ],
    )
    async def test_it_answers_who_speaks_to_it_in_a_reply(self, ali, group, running, words, reply):
        async with running():
            said = group.say(ali, words)
            answer = await group.next()
        assert answer.plain == reply
        assert answer.wire["reply_to_message"]["message_id"] == said.message_id

    async def test_a_reply_to_its_message_is_for_it(self, ali, group, running):
        async with running():
            group.say(ali, f"{NAME} раз")
            group.say(ali, "а два?", reply_to=await group.next())
            assert (await group.next()).plain == "а два? uz False"

    @pytest.mark.parametrize(
        ("words", "extra"),
        [
            ("кто знает, сколько дают за контракт?", {}),
            ("/help", {}),
            ("/help@another_bot", {}),
            ("@ogoh_test_bott привет", {}),
            (f"{NAME} реклама", {"via_bot": {"id": 1000, "is_bot": True, "first_name": "Ogoh"}}),
            (f"{NAME} канал", {"sender_chat": {"id": -9, "type": "channel", "title": "Kanal"}}),
            (f"{NAME} переслано", {"forward_origin": {"type": "hidden_user", "sender_user_name": "X", "date": 1}}),
            (f"{NAME} бот", {"from": {"id": 5, "is_bot": True, "first_name": "Bot"}}),
        ],
    )  # fmt: skip
    async def test_it_is_silent_otherwise(self, ali, group, running, words, extra):
        async with running():
            group.say(ali, words, **extra)
            await group.quiet(0.4)

    async def test_nothing_of_it_is_kept_but_the_update_s_number(self, ali, group, running, tmp_path):
        async with running():
            group.say(ali, "kanareyka tinglayapti")
            group.say(ali, f"{NAME} kanareyka")
            await group.next()
        kept = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.is_file())
        assert b"anareyka" not in kept

    async def test_a_repeated_update_is_answered_once(self, tg, ali, group, running):
        async with running():
            group.say(ali, f"{NAME} раз")
            await group.next()
            tg.repeat(max(tg._world.queue.history))
            await group.quiet(0.4)

    async def test_a_group_that_threw_it_out_is_no_error(self, tg, ali, group, running, caplog):
        tg.fail("sendMessage", status=403, description="Forbidden: bot was kicked from the supergroup chat")
        async with running():
            group.say(ali, f"{NAME} раз")
            await tg.wait_for_call("sendMessage")
            ali.say("салом")
            assert (await ali.next()).plain == "- → салом"
        assert "ERROR" not in caplog.text

    @pytest.mark.slow
    async def test_a_flood_in_a_group_is_answered_slowly_and_keeps_nobody_waiting(
        self, tg, ali, group, running
    ):
        async with running():
            for number in range(25):
                group.say(tg.person(100 + number), f"{NAME} {number}")
            for _ in range(5):
                await group.next()
            ali.say("салом")
            assert (await ali.next(3)).plain == "- → салом"


class TestInline:
    async def test_answers_are_offered_alike_to_everybody(self, ali, running):
        async with running():
            offers = await ali.offered(ali.look_up("контракт"))
        assert [offer.title for offer in offers.results] == ["контракт 1", "контракт 2"]
        assert offers.results[0].plain == "контракт"
        assert not offers.is_personal
        assert offers.cache_time == 300
        assert offers.button == {"text": "Shaxsan yozish", "start_parameter": "inline"}

    async def test_a_query_is_neither_logged_nor_kept(self, ali, running, tmp_path, caplog):
        caplog.set_level("DEBUG", logger="bot")
        async with running():
            await ali.offered(ali.look_up("kanareyka"))
        kept = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.is_file())
        assert b"anareyka" not in kept
        assert "anareyka" not in caplog.text

    async def test_a_fault_stops_nothing(self, ali, running, parrot, monkeypatch):
        def crash(query):
            raise ValueError("canary")

        async with running():
            monkeypatch.setattr(parrot.outdoors, "offers", crash)
            ali.look_up("x")
            monkeypatch.setattr(parrot.outdoors, "offers", lambda _: [Offer("1", "t", "p", Message("m"))])
            offers = await ali.offered(ali.look_up("y"))
        assert len(offers.results) == 1

"""A fake Telegram Bot API for tests: a real HTTP server that keeps Telegram's rules and fails on demand.

    async with FakeTelegram() as tg:
        someone = tg.person(1)
        someone.say("Меня задержали")
        answer = await someone.next()

The bot under test is told `OGOH_BOT_API_BASE_URL=tg.base_url`; it may run in this process or beside it.
"""

from .errors import BotApiError
from .faults import Fault
from .group import Group
from .inline import Offered, Offers
from .person import Person
from .sent import Button, Call, Sent, Upload
from .server import FakeTelegram

__all__ = [
    "BotApiError",
    "Button",
    "Call",
    "FakeTelegram",
    "Fault",
    "Group",
    "Offered",
    "Offers",
    "Person",
    "Sent",
    "Upload",
]

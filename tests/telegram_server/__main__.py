"""`python -m tests.telegram_server --port 8081 --token T`: a Bot API to look at by hand.

Each line typed is what a person says; `>label` presses a button, `!sticker` (or voice, photo, ...) sends one.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
import threading

from . import Call, FakeTelegram, Person

WORDLESS = ("sticker", "voice", "photo", "document", "location", "contact", "block", "unblock")


def out(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.telegram_server", description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default="1000:TEST-TOKEN")
    parser.add_argument("--person", type=int, default=1001, help="the id of the person who types")
    parser.add_argument("--language", default="ru", help="the language of that person's client")
    return parser.parse_args()


def log(call: Call) -> None:
    out(f"{call.status or '---'} {call.method} {call.parameters}")


def act(person: Person, line: str) -> None:
    """Does what one typed line asks for."""
    if line.startswith(">"):
        person.press(line[1:].strip())
    elif line.startswith("!") and line[1:] in WORDLESS:
        getattr(person, line[1:])()
    elif line.strip():
        person.say(line)


def listen(loop: asyncio.AbstractEventLoop, person: Person) -> None:
    """Passes typed lines on; a thread, since standard input may be a file, a pipe or a terminal."""

    def obey(line: str) -> None:
        try:
            act(person, line)
        except AssertionError as error:
            out(str(error))

    for line in sys.stdin:
        loop.call_soon_threadsafe(obey, line.rstrip("\n"))


async def show(person: Person) -> None:
    while True:
        sent = await person.next(timeout=10**9)
        out(str(sent))


async def serve(options: argparse.Namespace) -> None:
    async with FakeTelegram(options.token, options.port, on_call=log) as tg:
        person = tg.person(options.person, options.language)
        out(f"OGOH_BOT_API_BASE_URL={tg.base_url} TELEGRAM_BOT_TOKEN={options.token}")
        loop = asyncio.get_running_loop()
        threading.Thread(target=listen, args=(loop, person), daemon=True).start()
        await show(person)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(arguments()))

"""Signing in: password and one-time code; what is wrong slows down, what was used is used up."""

from __future__ import annotations

import asyncio
import re

import pyotp
import pytest

from tests.console.conftest import PASSWORD, Browser, csrf

WRONG = {"name": "lola", "password": "x"}


def code(secret, clock):
    return pyotp.TOTP(secret).at(clock())


async def test_the_first_time_codes_and_a_password_are_chosen(stranger, services, clock):
    first = await services.accounts.add("lola", "moderator", clock())
    asked = await stranger.post("/sign-in", {"name": "Lola ", "password": first})
    assert asked.headers["location"] == "/sign-in/first"
    page = (await stranger.get("/sign-in/first")).text
    assert "<svg" in page
    secret = re.search(r'id="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    done = await stranger.post(
        "/sign-in/first", {"code": code(secret, clock), "password": PASSWORD, "again": PASSWORD}
    )
    codes = re.findall(r"<li><code>([A-Z2-7-]{19})</code>", done.text)
    assert len(set(codes)) == 10
    assert (await stranger.get("/account")).status_code == 200
    assert await services.accounts.check("lola", first) is None
    assert await services.accounts.check("lola", PASSWORD)


@pytest.mark.parametrize(
    ("chosen", "again"),
    [("short", "short"), ("x" * 12 + "lola", "x" * 12 + "lola"), (PASSWORD, "another one")],
)
async def test_a_password_that_will_not_do_is_told(stranger, services, clock, chosen, again):
    first = await services.accounts.add("lola", "moderator", clock())
    await stranger.post("/sign-in", {"name": "lola", "password": first})
    secret = await services.accounts.secret("lola")
    sent = {"code": code(secret, clock), "password": chosen, "again": again}
    assert (await stranger.post("/sign-in/first", sent)).status_code == 400
    assert (await services.accounts.get("lola")).state == "new"


async def test_a_password_alone_lets_nobody_in(stranger, enrolled):
    await enrolled("lola", "moderator")
    await stranger.post("/sign-in", {"name": "lola", "password": PASSWORD})
    assert (await stranger.get("/account")).headers["location"].startswith("/sign-in")
    assert (await stranger.get("/sign-in/first")).headers["location"] == "/sign-in"


async def test_a_one_time_code_works_once(app, enrolled, clock):
    secret, _ = await enrolled("lola", "moderator")
    now = code(secret, clock)
    assert (await Browser(app).sign_in("lola", PASSWORD, now)).status_code == 303
    assert (await Browser(app).sign_in("lola", PASSWORD, now)).status_code == 403
    clock.pass_(seconds=30)
    assert (await Browser(app).sign_in("lola", PASSWORD, now)).status_code == 403
    assert (await Browser(app).sign_in("lola", PASSWORD, code(secret, clock))).status_code == 303


async def test_a_recovery_code_works_once(app, enrolled, services):
    _, codes = await enrolled("lola", "moderator")
    assert (await Browser(app).sign_in("lola", PASSWORD, codes[3].lower())).status_code == 303
    assert (await Browser(app).sign_in("lola", PASSWORD, codes[3])).status_code == 403
    assert await services.accounts.codes_left("lola") == 9


async def test_failures_slow_down_by_account(app, enrolled, clock):
    secret, _ = await enrolled("lola", "moderator")

    async def fail(number):
        return (await Browser(app, f"192.0.2.{number}").post("/sign-in", WRONG)).status_code

    assert [await fail(number) for number in range(10)] == [403] * 8 + [429] * 2
    assert (await Browser(app).sign_in("lola", PASSWORD, code(secret, clock))).status_code == 429
    clock.pass_(seconds=2)
    assert [await fail(20), await fail(21)] == [403, 429]
    clock.pass_(seconds=2)
    assert await fail(22) == 429
    clock.pass_(seconds=2)
    assert await fail(23) == 403


async def test_failures_slow_down_by_address(app):
    answers = [await Browser(app).post("/sign-in", WRONG | {"name": f"nobody{n}"}) for n in range(9)]
    assert [answer.status_code for answer in answers] == [403] * 8 + [429]
    assert (await Browser(app, "192.0.2.77").post("/sign-in", WRONG)).status_code == 403


async def test_many_attempts_at_once_get_no_further(app):
    browsers = [Browser(app) for _ in range(20)]
    words = [csrf(await browser.get("/sign-in")) for browser in browsers]
    answers = await asyncio.gather(
        *(
            browser.http.post("/sign-in", data=WRONG | {"csrf": word})
            for browser, word in zip(browsers, words, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [403] * 8 + [429] * 12


async def test_whoever_gets_in_starts_anew(app, enrolled, clock):
    secret, _ = await enrolled("lola", "moderator")
    for _ in range(3):
        for _ in range(3):
            assert (await Browser(app).post("/sign-in", WRONG)).status_code == 403
        assert (await Browser(app).sign_in("lola", PASSWORD, code(secret, clock))).status_code == 303
        clock.pass_(seconds=30)


async def test_no_address_is_kept_in_clear(app, stranger, journal, tmp_path):
    await stranger.post("/sign-in", {"name": "nobody", "password": "x"})
    await journal.close()
    assert b"192.0.2" not in b"".join(file.read_bytes() for file in tmp_path.glob("ogoh.db*"))


async def test_a_session_ends_after_30_idle_minutes(signed_in, clock):
    lola = await signed_in("moderator")
    for _ in range(3):
        clock.pass_(minutes=29)
        assert (await lola.get("/account")).status_code == 200
    clock.pass_(minutes=30)
    assert (await lola.get("/account")).status_code == 303


async def test_a_session_ends_after_8_hours(signed_in, clock):
    lola = await signed_in("moderator")
    for _ in range(19):
        clock.pass_(minutes=25)
        assert (await lola.get("/account")).status_code == 200
    clock.pass_(minutes=10)
    assert (await lola.get("/account")).status_code == 303


async def test_sessions_can_be_ended(app, signed_in, services, clock):
    lola, phone, admin = await signed_in("moderator"), await signed_in("moderator"), await signed_in("admin")
    mine = await services.sessions.list(clock(), "moderator")
    assert len(mine) == 2
    other = (await services.sessions.list(clock(), "admin"))[0]
    await lola.post("/account/end", {"session": other.id}, "/account")
    assert (await admin.get("/account")).status_code == 200
    await phone.post("/sign-out", page="/account")
    assert (await phone.get("/account")).status_code == 303
    (left,) = await services.sessions.list(clock(), "moderator")
    await admin.post("/people/end", {"session": left.id}, "/people")
    assert (await lola.get("/account")).status_code == 303


async def test_a_disabled_or_reset_account_is_out_at_once(signed_in, services):
    lola, rustam = await signed_in("moderator"), await signed_in("editor")
    await services.accounts.disable("moderator")
    await services.accounts.reset("editor")
    assert (await lola.get("/account")).status_code == 303
    assert (await rustam.get("/account")).status_code == 303
    assert await services.accounts.check("moderator", PASSWORD) is None


async def test_the_way_on_leads_nowhere_else(app, enrolled, clock):
    secret, _ = await enrolled("lola", "moderator")
    for there in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"):
        clock.pass_(seconds=60)
        browser = Browser(app)
        await browser.post("/sign-in", {"name": "lola", "password": PASSWORD, "next": there})
        done = await browser.post("/sign-in/code", {"code": code(secret, clock), "next": there})
        assert done.headers["location"] == "/"

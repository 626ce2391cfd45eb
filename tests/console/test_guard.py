"""Every page by every role; forms only from our own pages; headers on everything."""

from __future__ import annotations

import re

import pytest

from bot.console.app import PAGES
from bot.console.visit import ANYBODY
from bot.staff.accounts import ROLES

LET_IN: dict[str, str] = {
    "home": "moderator editor admin partner", "account": "moderator editor admin partner",
    "end-session": "moderator editor admin partner", "sign-out": "moderator editor admin partner",
    "people": "admin", "end-any-session": "admin", "audit": "admin",
    **dict.fromkeys(
        ("language", "health", "sign-in", "sign-in-check", "code", "code-check", "enrol", "enrol-check"), "anybody"
    ),
}  # fmt: skip
"""Who is let in where: written down a second time, so that a slip in the table of pages is found."""

REFUSED = (401, 403)


def path(page):
    return re.sub(r"\{\w+:int\}", "1", re.sub(r"\{\w+\}", "x", page.path))


def test_every_page_stands_in_the_matrix():
    assert {page.name for page in PAGES} == set(LET_IN)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
async def test_page_by_role(page, signed_in, stranger):
    wanted = LET_IN[page.name].split()
    for role in ROLES:
        browser = await signed_in(role)
        word = {"csrf": re.search(r'"csrf" value="(\w+)"', (await browser.get("/account")).text)[1]}
        answer = await browser.http.request(
            page.method, path(page), data=word if page.method == "POST" else None
        )
        is_let_in = wanted == ["anybody"] or role in wanted
        assert (answer.status_code != 403 or page.roles is ANYBODY) == is_let_in, (role, answer.status_code)
    answer = await stranger.http.request(page.method, path(page))
    if wanted != ["anybody"]:
        assert answer.status_code == 403 or answer.headers["location"].startswith("/sign-in")


async def test_what_is_no_page_is_not_there(signed_in, stranger):
    admin = await signed_in("admin")
    for browser in (admin, stranger):
        for nowhere in ("/nothing", "/docs", "/static/", "/static/../app.py", "/.env"):
            assert (await browser.get(nowhere)).status_code == 404, nowhere


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.method == "POST"], ids=lambda page: page.name
)
async def test_a_form_without_its_word_is_not_taken(page, signed_in):
    browser = await signed_in("admin")
    other = await signed_in("admin")
    foreign = re.search(r'"csrf" value="(\w+)"', (await other.get("/account")).text)[1]
    for word in ({}, {"csrf": ""}, {"csrf": "0" * 32}, {"csrf": foreign}):
        assert (await browser.http.post(path(page), data=word)).status_code == 403


async def test_a_form_from_another_site_is_not_taken(signed_in):
    browser = await signed_in("admin")
    word = {"csrf": re.search(r'"csrf" value="(\w+)"', (await browser.get("/account")).text)[1]}
    answer = await browser.http.post("/sign-out", data=word, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


async def test_a_form_that_is_too_large_is_not_taken(stranger):
    assert (await stranger.post("/sign-in", {"name": "x" * 70_000})).status_code == 413


@pytest.mark.parametrize("address", ["/sign-in", "/nothing", "/", "/health", "/static/console.css"])
async def test_headers(stranger, address):
    headers = (await stranger.get(address)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert "max-age" in headers["strict-transport-security"]


async def test_cookies_are_kept_from_scripts_and_other_sites(stranger):
    cookies = (await stranger.get("/sign-in")).headers.get_list("set-cookie")
    assert cookies
    for one in cookies:
        assert one.startswith("__Host-ogoh-")
        assert {"HttpOnly", "Secure", "SameSite=strict", "Path=/"} <= set(one.split("; "))


async def test_nothing_stands_inline_and_nothing_comes_from_elsewhere(signed_in):
    admin = await signed_in("admin")
    for page in PAGES:
        if page.method != "GET" or "{" in page.path:
            continue
        shown = (await admin.get(page.path)).text
        assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=", shown), page.name
        assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", shown), page.name

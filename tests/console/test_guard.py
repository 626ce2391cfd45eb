"""Every page by every role; forms only from our own pages; headers on everything."""

from __future__ import annotations

import re

import pytest

from bot.console.app import PAGES
from bot.staff.accounts import ROLES
from tests.console.conftest import csrf

LET_IN: dict[str, str] = {
    "home": "moderator editor admin partner", "account": "moderator editor admin partner",
    "end-session": "moderator editor admin partner", "sign-out": "moderator editor admin partner",
    **dict.fromkeys(
        ("queue", "conversation", "assign", "note", "talk", "judge", "reply", "close", "machine"),
        "moderator editor admin",
    ),
    **dict.fromkeys(("gaps", "gap", "records", "record", "playground", "ask", "figures"), "moderator editor admin"),
    **dict.fromkeys(
        ("drafts", "building", "begin-draft", "draft", "save-draft", "approve-draft", "drop-draft", "partners",
         "check-record", "add-partner", "partner-of", "add-link", "revoke-link", "partner-figures", "posters"),
        "editor admin",
    ),
    **dict.fromkeys(("own-partner", "own-figures", "own-posters"), "partner"),
    "people": "admin", "end-any-session": "admin", "audit": "admin",
    **dict.fromkeys(
        ("language", "health", "sign-in", "sign-in-check", "code", "code-check", "enrol", "enrol-check"), "anybody"
    ),
}  # fmt: skip
"""Who is let in where: written down a second time, so that a slip in the table of pages is found."""


def path(page):
    return re.sub(r"\{\w+:int\}", "1", re.sub(r"\{\w+\}", "x", page.path))


def test_every_page_stands_in_the_matrix():
    assert {page.name for page in PAGES} == set(LET_IN)


@pytest.mark.slow
async def test_every_page_by_every_role(signed_in, stranger):
    for role in ROLES:
        for page in PAGES:
            browser = await signed_in(role)
            word = {"csrf": csrf(await browser.get("/account"))}
            answer = await browser.http.request(
                page.method, path(page), data=word if page.method == "POST" else None
            )
            is_let_in = LET_IN[page.name] == "anybody" or role in LET_IN[page.name].split()
            assert ("Not for your role" not in answer.text) == is_let_in, (page.name, role)
    for page in PAGES:
        if LET_IN[page.name] != "anybody":
            word = {"csrf": csrf(await stranger.get("/sign-in"))}
            answer = await stranger.http.request(
                page.method, path(page), data=word if page.method == "POST" else None
            )
            assert answer.headers["location"].startswith("/sign-in"), page.name


async def test_what_is_no_page_is_not_there(signed_in, stranger):
    admin = await signed_in("admin")
    for browser in (admin, stranger):
        for nowhere in ("/nothing", "/docs", "/static/", "/static/../app.py", "/.env"):
            assert (await browser.get(nowhere)).status_code == 404, nowhere


async def test_a_form_without_its_word_is_not_taken(signed_in):
    browser, other = await signed_in("admin"), await signed_in("admin")
    foreign = csrf(await other.get("/account"))
    for page in PAGES:
        if page.method == "POST":
            for word in ({}, {"csrf": ""}, {"csrf": "0" * 32}, {"csrf": foreign}):
                assert (await browser.http.post(path(page), data=word)).status_code == 403, page.name


async def test_a_form_from_another_site_is_not_taken(signed_in):
    browser = await signed_in("admin")
    word = {"csrf": csrf(await browser.get("/account"))}
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

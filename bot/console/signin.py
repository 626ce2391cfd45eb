"""Signing in: a password, then a one-time code; the first time both are chosen."""

from __future__ import annotations

import io
from typing import Final
from urllib.parse import quote

import segno
from starlette.responses import Response

from bot.console.device import device
from bot.console.home import inside
from bot.console.visit import ANYBODY, EVERYONE, Page, Visit
from bot.staff.accounts import LONGEST, SHORTEST, address

TOO_MANY: Final = 429


async def sign_in(visit: Visit) -> Response:
    """Ask for name and password."""
    if visit.session is not None and visit.session.stage == "signed-in":
        return visit.redirect("home")
    return _form(visit, there=inside(visit.request.query_params.get("next", "/")))


async def check(visit: Visit) -> Response:
    """Take name and password; whoever fails often waits."""
    name = visit.form.get("name", "").strip().lower()[:64]
    there = inside(visit.form.get("next", "/"))
    names = _names(visit, name)
    if wait := await visit.services.throttle.attempt(names, visit.now):
        return _form(visit, TOO_MANY, wait=wait, there=there)
    account = await visit.services.accounts.check(name, visit.form.get("password", ""))
    if account is None:
        known = await visit.services.accounts.get(name)
        await visit.services.audit.add(known.name if known else None, "sign-in-failed", "password", visit.now)
        return _form(visit, 403, fault="password", there=there)
    if visit.token:
        await visit.services.sessions.drop(visit.token)
    agent = device(visit.request.headers.get("user-agent", ""))
    token = await visit.services.sessions.open(account.name, "password", agent, visit.now)
    page = "enrol" if account.state == "new" else "code"
    return visit.sign_in(visit.redirect(page, f"next={quote(there)}" if there != "/" else ""), token)


async def code(visit: Visit) -> Response:
    """Ask for a one-time code."""
    if visit.session is None:
        return visit.redirect("sign-in")
    return visit.render("code.html", fault=None, wait=0, there=visit.request.query_params.get("next", "/"))


async def check_code(visit: Visit) -> Response:
    """Take a one-time code, or a recovery code; then the session begins."""
    if visit.session is None:
        return visit.redirect("sign-in")
    there = inside(visit.form.get("next", "/"))
    name = visit.account
    names = _names(visit, name)
    if wait := await visit.services.throttle.attempt(names, visit.now):
        return visit.render("code.html", TOO_MANY, fault=None, wait=wait, there=there)
    given = visit.form.get("code", "")[:64]
    accounts = visit.services.accounts
    known = await accounts.get(name)
    by_code = (
        known is not None and known.state == "active" and await accounts.right_code(name, given, visit.now)
    )
    by_recovery = (
        not by_code and known is not None and known.state == "active" and await accounts.spend(name, given)
    )
    if not (by_code or by_recovery):
        await visit.audit("sign-in-failed", "code")
        return visit.render("code.html", 403, fault="code", wait=0, there=there)
    await visit.services.throttle.passed(names)
    return await _begin(visit, "recovery code" if by_recovery else None, there)


async def enrol(visit: Visit) -> Response:
    """Show the picture for one-time codes, and ask for a password of one's own."""
    if visit.session is None or not await _is_new(visit):
        return visit.redirect("sign-in")
    return await _enrolment(visit)


async def check_enrolment(visit: Visit) -> Response:
    """Take the chosen password and the first code; show the recovery codes, this once."""
    if visit.session is None or not await _is_new(visit):
        return visit.redirect("sign-in")
    name, chosen = visit.account, visit.form.get("password", "")
    if wait := await visit.services.throttle.attempt(_names(visit, name), visit.now):
        return await _enrolment(visit, TOO_MANY, wait=wait)
    if not SHORTEST <= len(chosen) <= LONGEST or name in chosen.lower():
        return await _enrolment(visit, 400, fault="short")
    if chosen != visit.form.get("again", ""):
        return await _enrolment(visit, 400, fault="again")
    codes = await visit.services.accounts.enrol(name, visit.form.get("code", "")[:64], chosen, visit.now)
    if codes is None:
        return await _enrolment(visit, 403, fault="code")
    await visit.services.throttle.passed(_names(visit, name))
    token = await _open(visit, "first time")
    return visit.sign_in(visit.render("recovery.html", codes=codes), token)


async def sign_out(visit: Visit) -> Response:
    """End this session."""
    if visit.token:
        await visit.services.sessions.drop(visit.token)
    await visit.audit("signed-out")
    return visit.sign_out(visit.redirect("sign-in"))


async def _begin(visit: Visit, subject: str | None, there: str) -> Response:
    return visit.sign_in(visit.send_to(there), await _open(visit, subject))


async def _open(visit: Visit, subject: str | None) -> str:
    """Begin the session itself, under another token than before."""
    if visit.token:
        await visit.services.sessions.drop(visit.token)
    agent = device(visit.request.headers.get("user-agent", ""))
    token = await visit.services.sessions.open(visit.account, "signed-in", agent, visit.now)
    await visit.audit("signed-in", subject)
    return token


async def _is_new(visit: Visit) -> bool:
    known = await visit.services.accounts.get(visit.account)
    return known is not None and known.state == "new"


async def _enrolment(visit: Visit, status: int = 200, fault: str | None = None, wait: int = 0) -> Response:
    secret = await visit.services.accounts.secret(visit.account)
    picture = io.BytesIO()
    segno.make(address(visit.account, secret), micro=False).save(
        picture,
        kind="svg",
        xmldecl=False,
        svgns=False,
        omitsize=True,
        border=3,
        svgclass="qr",
        lineclass="qr-line",
    )
    spaced = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    values = {"picture": picture.getvalue().decode(), "secret": spaced, "shortest": SHORTEST}
    return visit.render("enrol.html", status, fault=fault, wait=wait, **values)


def _form(
    visit: Visit, status: int = 200, fault: str | None = None, wait: int = 0, there: str = "/"
) -> Response:
    return visit.render("signin.html", status, fault=fault, wait=wait, there=there)


def _names(visit: Visit, account: str) -> list[str]:
    """Name whom failures slow down; only stamps of these are kept."""
    client = visit.request.client
    return [f"account {account}", f"source {client.host if client else ''}"]


PAGES: Final = (
    Page("/sign-in", "sign-in", sign_in, ANYBODY),
    Page("/sign-in", "sign-in-check", check, ANYBODY, "POST"),
    Page("/sign-in/code", "code", code, ANYBODY),
    Page("/sign-in/code", "code-check", check_code, ANYBODY, "POST"),
    Page("/sign-in/first", "enrol", enrol, ANYBODY),
    Page("/sign-in/first", "enrol-check", check_enrolment, ANYBODY, "POST"),
    Page("/sign-out", "sign-out", sign_out, EVERYONE, "POST"),
)

"""One's own account: where it is signed in."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from bot.console.visit import ADMIN, EVERYONE, Page, Visit


async def account(visit: Visit) -> Response:
    """List one's own sessions."""
    sessions = await visit.services.sessions.list(visit.now, visit.account)
    left = await visit.services.accounts.codes_left(visit.account)
    return visit.render("account.html", sessions=sessions, left=left)


async def end(visit: Visit) -> Response:
    """End one of one's own sessions."""
    whose = await visit.services.sessions.end(visit.form.get("session", ""), visit.account)
    if whose is not None:
        await visit.audit("session-ended", whose)
    return visit.redirect("account")


async def people(visit: Visit) -> Response:
    """List all accounts and where they are signed in, for an admin."""
    accounts = await visit.services.accounts.list()
    sessions = await visit.services.sessions.list(visit.now)
    return visit.render("people.html", accounts=accounts, sessions=sessions)


async def end_any(visit: Visit) -> Response:
    """End anybody's session."""
    whose = await visit.services.sessions.end(visit.form.get("session", ""))
    if whose is not None:
        await visit.audit("session-ended", whose)
    return visit.redirect("people")


async def audit(visit: Visit) -> Response:
    """Show what accounts did, the newest first."""
    before = visit.request.query_params.get("before", "")
    account_name = visit.request.query_params.get("account") or None
    rows = await visit.services.audit.list(100, int(before) if before.isdecimal() else None, account_name)
    return visit.render("audit.html", rows=rows, size=100, account_name=account_name)


PAGES: Final = (
    Page("/account", "account", account, EVERYONE),
    Page("/account/end", "end-session", end, EVERYONE, "POST"),
    Page("/people", "people", people, ADMIN, nav="console.nav.people"),
    Page("/people/end", "end-any-session", end_any, ADMIN, "POST"),
    Page("/audit", "audit", audit, ADMIN, nav="console.nav.audit"),
)

"""The guard: nobody comes to a page who isn't let in there, and no form is taken that isn't ours."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from bot.console.services import Services
from bot.console.visit import ANYBODY, Page, Visit, cookie

TOO_LARGE: Final = 413


def guarded(page: Page, services: Services) -> Callable[[Request], Awaitable[Response]]:
    """Give the page's door."""

    async def door(request: Request) -> Response:
        visit = await arrive(request, services, page)
        if page.method == "POST":
            if int(request.headers.get("content-length") or page.largest + 1) > page.largest:
                return visit.render("fault.html", TOO_LARGE, key="large")
            async with request.form(max_files=0, max_part_size=page.largest) as form:
                visit.form = {name: value for name, value in form.items() if isinstance(value, str)}
            if not visit.is_ours():
                return visit.render("fault.html", 403, key="form")
        if page.roles is not ANYBODY:
            if visit.session is None or visit.session.stage != "signed-in":
                return _to_sign_in(visit)
            if visit.session.role not in page.roles:
                return visit.render("fault.html", 403, key="role")
        return await page.handler(visit)

    return door


async def arrive(request: Request, services: Services, page: Page | None) -> Visit:
    """Find out whose request it is."""
    token = request.cookies.get(cookie("session", tls=services.settings.console_tls))
    use = page is not None and not page.passive
    session = await services.sessions.find(token, services.clock(), use=use) if token else None
    return Visit(request, services, page, token if session else None, session)


def _to_sign_in(visit: Visit) -> Response:
    query = ""
    if visit.request.method == "GET" and visit.request.url.path != "/":
        there = visit.request.url.path
        if visit.request.url.query:
            there += f"?{visit.request.url.query}"
        query = f"next={quote(there)}"
    return visit.redirect("sign-in", query)

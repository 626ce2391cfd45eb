"""The console as a web application: the table of its pages, and nothing beside it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.console import (
    account,
    conversation,
    drafts,
    figures,
    gaps,
    home,
    machine,
    partners,
    playground,
    queue,
    records,
    signin,
)
from bot.console.guard import arrive, guarded
from bot.console.headers import Headers
from bot.console.services import Services
from bot.console.templates import STATIC, warm
from bot.console.visit import Page, Visit

PAGES: Final[Sequence[Page]] = (
    *home.PAGES,
    *signin.PAGES,
    *queue.PAGES,
    *conversation.PAGES,
    *machine.PAGES,
    *gaps.PAGES,
    *drafts.PAGES,
    *records.PAGES,
    *playground.PAGES,
    *figures.PAGES,
    *partners.PAGES,
    *account.PAGES,
)
"""Every page there is. A module of pages is named here, once."""

log = logging.getLogger(__name__)


def application(services: Services, pages: Sequence[Page] = PAGES) -> Starlette:
    """Make the application; whatever path is no page's is not there."""
    warm()

    async def missing(request: Request, fault: Exception) -> Response:
        status = fault.status_code if isinstance(fault, HTTPException) else 404
        visit = await arrive(request, services, None)
        return visit.render("fault.html", status, key="missing")

    async def broken(request: Request, fault: Exception) -> Response:
        log.error("page-failed %s", type(fault).__name__, exc_info=fault)
        return Visit(request, services, None, None, None).render("fault.html", 500, key="broken")

    routes = [
        Route(page.path, guarded(page, services), methods=[page.method], name=page.name) for page in pages
    ]
    app = Starlette(
        routes=[*routes, Mount("/static", StaticFiles(directory=STATIC), name="static")],
        middleware=[Middleware(Headers, tls=services.settings.console_tls)],
        exception_handlers={404: missing, 405: missing, 400: missing, 500: broken},
    )
    app.state.pages = pages
    return app

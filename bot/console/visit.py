"""One request: who makes it, in which language, and the ways to answer it."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.console.services import Services
from bot.console.templates import render
from bot.console.words import Words, tongue
from bot.staff.accounts import Role
from bot.staff.sessions import Session

Handler = Callable[["Visit"], Awaitable[Response]]

ANYBODY: Final[frozenset[Role]] = frozenset()
"""For the few pages that are there before somebody has signed in."""
STAFF: Final[frozenset[Role]] = frozenset(("moderator", "editor", "admin"))
EVERYONE: Final[frozenset[Role]] = STAFF | {"partner"}
ADMIN: Final[frozenset[Role]] = frozenset(("admin",))
EDITORS: Final[frozenset[Role]] = frozenset(("editor", "admin"))
PARTNER: Final[frozenset[Role]] = frozenset(("partner",))

LANGUAGE: Final = "language"
LARGEST: Final = 64 * 1024
"""Bytes of a form."""


@dataclass(frozen=True)
class Page:
    """A way into the console: what is not among these isn't there, and who has no such role isn't let in."""

    path: str
    name: str
    handler: Handler
    roles: frozenset[Role]
    """Who is let in, once signed in; `ANYBODY` also before."""
    method: str = "GET"
    passive: bool = False
    """Whether the browser asks by itself, which doesn't keep a session awake."""
    largest: int = LARGEST
    nav: str | None = None
    """The catalog's key of its place in the navigation; None has none there."""


@dataclass
class Visit:
    """One request and what is known of it."""

    request: Request
    services: Services
    page: Page | None
    token: str | None
    """The session's cookie."""
    session: Session | None
    form: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        accepted = self.request.headers.get("accept-language", "")
        self.words = Words(tongue(self.request.cookies.get(LANGUAGE), accepted))
        self._fresh: str | None = None

    @property
    def now(self) -> Any:
        return self.services.clock()

    @property
    def account(self) -> str:
        """The name of who is signed in."""
        if self.session is None:
            raise LookupError("nobody is signed in on this page")
        return self.session.account

    def has(self, *roles: Role) -> bool:
        """Whether who is signed in has one of these roles."""
        return self.session is not None and self.session.stage == "signed-in" and self.session.role in roles

    @property
    def nav(self) -> list[Page]:
        """The pages of the navigation that this account is let into."""
        pages: list[Page] = self.request.app.state.pages
        return [page for page in pages if page.nav and self.has(*page.roles)]

    # ---- forms that only our own pages send ----

    @property
    def csrf(self) -> str:
        """The word that a form has to bring along."""
        base = self.token or self.request.cookies.get(self._cookie("form"))
        if base is None:
            base = self._fresh = self._fresh or secrets.token_urlsafe(16)
        return self.services.journal.vault.stamp("csrf", base)

    def is_ours(self) -> bool:
        """Whether a form was sent from a page that this browser got from here."""
        if self.request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return False
        base = self.token or self.request.cookies.get(self._cookie("form"))
        sent = self.form.get("csrf", "") or self.request.headers.get("x-csrf", "")
        wanted = base and self.services.journal.vault.stamp("csrf", base)
        return wanted is not None and hmac.compare_digest(wanted.encode(), sent.encode())

    # ---- answers ----

    def render(self, template: str, status: int = 200, **values: object) -> Response:
        """Answer with a page."""
        response = HTMLResponse(render(template, self, values), status)
        if self._fresh is not None:
            self._set_cookie(response, self._cookie("form"), self._fresh)
        return response

    def redirect(self, name: str, query: str = "", fragment: str = "", **path: object) -> Response:
        """Send the browser to another page."""
        return self.send_to(
            self.url(name, **path) + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
        )

    def send_to(self, address: str) -> Response:
        if self.request.headers.get("hx-request") and "#" not in address and self.session is None:
            return Response(headers={"HX-Redirect": address})
        return RedirectResponse(address, status_code=303)

    def url(self, name: str, **path: object) -> str:
        """Give the path of a page by its name."""
        return str(self.request.app.url_path_for(name, **path))

    def sign_in(self, response: Response, token: str) -> Response:
        self._set_cookie(response, self._cookie("session"), token)
        return response

    def sign_out(self, response: Response) -> Response:
        response.delete_cookie(self._cookie("session"), secure=self._tls, httponly=True, samesite="strict")
        return response

    def keep_language(self, response: Response, name: str) -> Response:
        self._set_cookie(response, LANGUAGE, name, age=365 * 24 * 3600)
        return response

    async def audit(self, deed: str, subject: str | None = None) -> None:
        """Write into the audit log what the account does."""
        account = None if self.session is None else self.session.account
        await self.services.audit.add(account, deed, subject, self.now)

    # ---- between ----

    @property
    def _tls(self) -> bool:
        return self.services.settings.console_tls

    def _cookie(self, name: str) -> str:
        return cookie(name, tls=self._tls)

    def _set_cookie(self, response: Response, name: str, value: str, age: int | None = None) -> None:
        response.set_cookie(name, value, max_age=age, secure=self._tls, httponly=True, samesite="strict")


def cookie(name: str, *, tls: bool) -> str:
    """Give a cookie's whole name; over TLS the browser itself holds it to this host."""
    return f"__Host-ogoh-{name}" if tls else f"ogoh-{name}"

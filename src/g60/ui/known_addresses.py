"""Which addresses the app has, and by which methods: every other request is answered with 404 or 405, in words.

Streamlit answers every address that it does not know with its page and the status 200. Here that page is let through at
the addresses of our pages only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from g60.contract import settings
from g60.ui.answer_in_words import answer
from g60.ui.person import is_at_the_machine
from g60.ui.reached import is_one_of

# What Streamlit serves besides its page: everything below these, and these files.
BELOW = ("_stcore/", "static/", "media/", "component/", "auth/", "app/static/")
FILES = ("oauth2callback", "favicon.png", "manifest.json")
# How much there is to do is not everybody's to know.
METRICS = ("metrics", "_stcore/metrics")
READING = ("GET", "HEAD")
LOOPBACK = ("127.0.0.0/8", "::1", "::ffff:127.0.0.0/104")


@dataclass(frozen=True)
class Addresses:
    """Every address of ours: the names of the pages but for the first, which has none, and the routes of `app.py`."""

    pages: frozenset[str]
    routes: Sequence[BaseRoute]
    sub_path: str

    def within(self, scope: Scope) -> str:
        """The path of a request below the sub-path, without its first slash."""
        return str(scope["path"]).removeprefix(f"{self.sub_path}/")

    def route(self, scope: Scope) -> Route | Mount | None:
        """The route of ours that answers at the path of a request, by whatever method."""
        found = (one for one in self.routes if isinstance(one, (Route, Mount)))
        return next((one for one in found if one.matches(scope)[0] is not Match.NONE), None)

    def is_page(self, scope: Scope) -> bool:
        """Whether one of our pages is there."""
        return self.within(scope) in self.pages | {""}

    def methods(self, scope: Scope) -> tuple[str, ...] | None:
        """The methods of an address; none where Streamlit decides; None where there is no such address."""
        inner = self.within(scope)
        if inner.startswith(BELOW) or inner in FILES:
            return ()
        route = self.route(scope)
        if route is not None:
            return tuple(sorted(route.methods or READING)) if isinstance(route, Route) else READING
        return READING if inner.removesuffix("/") in self.pages | {""} else None

    def label(self, scope: Scope) -> str:
        """An address as figures and the log name it: without what a visitor put into it."""
        route, inner = self.route(scope), self.within(scope).removesuffix("/")
        if route is not None:
            return route.path.removeprefix(self.sub_path)
        if inner in self.pages | {"", *FILES}:
            return f"/{inner}"
        # A page of Streamlit's looks for its own addresses below the page's, too.
        below = "_stcore/" if "_stcore/" in inner else next((start for start in BELOW if inner.startswith(start)), "")
        return f"/{below}" if below else "unknown"


class KnownAddresses:
    """ASGI middleware that lets a request through if there is something at its address, for its method."""

    def __init__(self, app: ASGIApp, addresses: Addresses) -> None:
        self.app = app
        self.addresses = addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what there is not; pass everything else on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refused = self._with_slash(scope) or self._refused(scope)
        if refused is not None:
            await refused(scope, receive, send)
        else:
            is_ours = self.addresses.is_page(scope) or self.addresses.route(scope) is not None
            await self.app(scope, receive, _Answer(scope, receive, send, is_ours=is_ours).send)

    def _with_slash(self, scope: Scope) -> Response | None:
        """The way to the first page: what it asks for is relative to its folder, and a folder ends in a slash."""
        if not self.addresses.sub_path or scope["path"] != self.addresses.sub_path or scope["method"] not in READING:
            return None
        query = scope["query_string"].decode("latin-1")
        return RedirectResponse(f"{self.addresses.sub_path}/{f'?{query}' if query else ''}")

    def _refused(self, scope: Scope) -> Response | None:
        """The answer where nothing is to be done at an address; None where something is."""
        inner = self.addresses.within(scope)
        if inner in METRICS and not _may_see_metrics(scope, inner):
            return answer(scope, 403, "service_metrics_closed")
        methods = self.addresses.methods(scope)
        if methods is None:
            near = get_close_matches(inner.strip("/").lower()[:80], sorted(self.addresses.pages), 1, 0.75)
            return answer(scope, 404, "service_unknown", leads_to=near)
        if not methods or scope["method"] in methods:
            return None
        allowed = {"Allow": ", ".join((*methods, "OPTIONS"))}
        if scope["method"] == "OPTIONS":
            return Response(status_code=204, headers=allowed)
        refused = answer(scope, 405, "service_method", methods=", ".join(methods))
        refused.headers.update(allowed)
        return refused


def _may_see_metrics(scope: Scope, inner: str) -> bool:
    """Whether a request may see figures: one of the addresses that the setting names, else the machine itself.

    Streamlit's own figures are closed unless the setting asks for them.
    """
    named, client = settings.listed("G60_METRICS"), scope.get("client")
    if named:
        return "*" in named or (client is not None and is_one_of(client[0], named))
    at_machine = client is not None and is_one_of(client[0], LOOPBACK) and is_at_the_machine(Headers(scope=scope))
    return inner == "metrics" and at_machine


class _Answer:
    """One answer on its way out: Streamlit's page at an address of none, and an empty 404, become words."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, *, is_ours: bool) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._is_ours = is_ours
        self._replaced = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and self._is_to_be_replaced(message):
            self._replaced = True
            await answer(self._scope, 404, "service_unknown")(self._scope, self._receive, self._send)
        elif not self._replaced:
            await self._send(message)

    def _is_to_be_replaced(self, start: Message) -> bool:
        is_html = dict(start["headers"]).get(b"content-type", b"").startswith(b"text/html")
        if start["status"] == 200:
            return is_html and not self._is_ours and "/component/" not in self._scope["path"]
        return start["status"] == 404 and not is_html and "text/html" in Headers(scope=self._scope).get("accept", "")

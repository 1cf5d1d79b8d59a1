"""How many readers a process has at once, and what those are told for whom there is no room: to wait a little.

A reader is a websocket of Streamlit. Each costs memory and open files, so there is a number of them above which nobody
is served well. A page that is asked for then says so in words, and asks again by itself.
"""

from __future__ import annotations

import math

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from g60.contract.capacity import sessions_allowed
from g60.contract.i18n import LANGUAGES, text
from g60.ui.answer_in_words import language
from g60.ui.plain_page import plain_page

STREAM = "/_stcore/stream"
# Readers who have the page already, and whose connection broke, come back: for them there is a little more room.
RETURNING = 1.25
TRY_AGAIN = 1013  # the code with which a websocket is refused that may come again
RENEWED = 8  # seconds


class Visitors:
    """The open connections of the process."""

    def __init__(self) -> None:
        self.open = 0
        self.most_seen = 0
        self.refused = 0


VISITORS = Visitors()


class VisitorLimit:
    """ASGI middleware that counts readers, and has those wait for whom there is no room.

    `pages`: the addresses of pages, without the slash before them; `below`: the sub-path of the app.
    """

    def __init__(self, app: ASGIApp, pages: frozenset[str], below: str = "") -> None:
        self.app, self.pages, self.below = app, pages | {""}, below
        self.allowed = sessions_allowed()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what there is room for."""
        if scope["type"] == "websocket" and scope["path"].endswith(STREAM):
            await self._reader(scope, receive, send)
        elif scope["type"] == "http" and self._is_full_for(scope):
            VISITORS.refused += 1
            await self._told(Request(scope))(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _reader(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Streamlit's browser half sends the session that it had as the third protocol.
        returns = Headers(scope=scope).get("sec-websocket-protocol", "").count(",") >= 2
        room = math.ceil(self.allowed * RETURNING) if returns else self.allowed
        if VISITORS.open >= room:
            VISITORS.refused += 1
            await send({"type": "websocket.close", "code": TRY_AGAIN})
            return
        VISITORS.open += 1
        VISITORS.most_seen = max(VISITORS.most_seen, VISITORS.open)
        try:
            await self.app(scope, receive, send)
        finally:
            VISITORS.open -= 1

    def _is_full_for(self, scope: Scope) -> bool:
        if VISITORS.open < self.allowed or scope["method"] not in ("GET", "HEAD"):
            return False
        return str(scope["path"]).removeprefix(self.below).strip("/") in self.pages

    def _told(self, request: Request) -> ASGIApp:
        said = {lang: [text("limit_full", lang), text("limit_full_waits", lang)] for lang in LANGUAGES}
        headers = {"Retry-After": str(RENEWED)}
        # Not all of them at the same moment.
        soon = RENEWED + VISITORS.refused % RENEWED
        return plain_page(said, language(request.scope), 503, headers=headers, renewed=str(soon))

"""What a foreign page or a foreign name may not do: requests that change or compute, and requests under another name.

A page of another site can make a reader's browser post here, in the reader's name. A browser says where such a request
comes from (`Origin`, `Sec-Fetch-Site`), and those that come from elsewhere are refused. Where `G60_HOSTS` lists the
names under which the app is reached, requests under any other name are refused too: a name of somebody else's that
leads to this machine would make his page one of ours.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from g60.contract import settings
from g60.ui.answer_in_words import answer
from g60.ui.reached import netloc, parts_of, request_address

READING = frozenset({"GET", "HEAD", "OPTIONS"})
# Streamlit's own addresses, which it protects by a token of its own.
STREAMLIT = "/_stcore/"
OWN_SITE = frozenset({"same-origin", "none"})
# The machine itself is reached by these names whatever G60_HOSTS says: a browser lets no other site have them.
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "[::1]"})
POLICY = 1008  # the code with which a websocket is closed against a policy


def hosts_named() -> frozenset[str]:
    """The names in `G60_HOSTS`, which are separated by commas; empty where any name is taken."""
    return frozenset(settings.listed("G60_HOSTS"))


def refusal(method: str, path: str, headers: Mapping[str, str], hosts: frozenset[str]) -> str:
    """Why a request is refused, as the code of a text; empty where it is taken."""
    # The host that the reader used, which a trusted proxy may say.
    host = netloc(request_address(headers)) or headers.get("host", "").lower()
    if hosts and _name(host) not in hosts | THIS_MACHINE:
        return "error_host_unknown"
    origin = headers.get("origin")
    if origin and not any(parts_of(origin)):  # no browser's, and Streamlit would fail over it
        return "error_other_site"
    if method in READING or STREAMLIT in path:
        return ""
    other = origin is not None and netloc(origin) != host
    return "error_other_site" if other or headers.get("sec-fetch-site", "none") not in OWN_SITE else ""


def _name(host: str) -> str:
    """The name in `name:port`."""
    return host if host.endswith("]") else host.rpartition(":")[0] or host


class RequestsRefused:
    """ASGI middleware that answers such requests with 403 in words, and does not open websockets of theirs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.hosts = hosts_named()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is not refused."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        code = refusal(scope.get("method", "GET"), scope["path"], headers, self.hosts)
        if not code:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY})
        else:
            await answer(scope, 403, code)(scope, receive, send)

"""The headers of every answer that tell the browser what our pages never do, and what it can keep for good.

Decision 0025 says how strict the policy of each kind of address is, and what keeps it from being stricter.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from g60.contract import basemaps
from g60.ui.reached import is_encrypted, parts_of, request_address

POLICY = "content-security-policy"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",  # for browsers that know no frame-ancestors
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Nothing that is no page loads anything.
PLAIN = "default-src 'none'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
# The page for presenting names its scripts and its style by their hashes, in the page itself.
PRESENTING = "object-src 'none'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
# A component's file whose name holds a hash of its content; Streamlit lets a browser ask for it at every visit.
HASHED = re.compile(r"/component/.*\.[0-9a-f]{8,}\.(?:js|css)$")
KEPT = "public, max-age=31536000, immutable"
_SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)


def page_policy(scope: Scope, html: bytes) -> str:
    """The policy of a page of Streamlit's, whose inline scripts are named by their hashes.

    Streamlit writes its styles into the page, and turns the line that loads a part of ours into an address `blob:`.
    """
    hashes = " ".join(_hashes(html))
    return "; ".join(
        [
            "default-src 'self'",  # what the head asks for ahead has no other rule in some browsers
            f"script-src 'self' blob: {hashes}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self' {_sockets(scope)}".rstrip(),
            "frame-src 'self'",
            "manifest-src 'self'",
            "media-src 'none'",
            "worker-src 'none'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        ]
    )


def frame_policy() -> str:
    """The policy of the map's frame, whose program puts what it is sent into the page as scripts, and evaluates it.

    It may show the pictures of the basemaps that the operator has set up.
    """
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: {' '.join(basemap_hosts())}".rstrip(),
            "connect-src 'self'",
            "font-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'",
            "sandbox allow-scripts allow-same-origin",
        ]
    )


def basemap_hosts() -> list[str]:
    """The hosts of the basemaps that the operator has set up, as a policy names them; none without any."""
    found = {}
    for basemap in basemaps.offered().basemaps:
        for tiles in basemap.tiles:
            there = urlsplit(tiles)
            for server in basemap.servers if "{s}" in there.netloc else " ":
                found[f"{there.scheme}://{there.netloc.replace('{s}', server)}"] = True
    return list(found)


@lru_cache(maxsize=8)
def _hashes(html: bytes) -> tuple[str, ...]:
    """The hash of each inline script of a page, as a policy names it."""
    return tuple(
        f"'sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}'" for content in _SCRIPT.findall(html)
    )


def _sockets(scope: Scope) -> str:
    """The address of the page's websocket; older browsers do not count it as one of the page's own."""
    there = parts_of(request_address(Headers(scope=scope)))
    return f"{there.scheme.replace('http', 'ws')}://{there.netloc}" if there.netloc else ""


def _policy(path: str) -> str:
    """The policy of an address that has none of its own."""
    if "/component/" in path:
        return frame_policy()
    return PRESENTING if path.endswith("/present") else PLAIN


def _careful(cookies: Iterable[str], *, encrypted: bool) -> list[str]:
    """Cookies that go to this site only, and over TLS only where the reader has TLS."""
    careful = []
    for cookie in cookies:
        given = {part.strip().partition("=")[0].lower() for part in cookie.split(";")[1:]}
        lacking = ["SameSite=Lax"] if "samesite" not in given else []
        lacking += ["Secure"] if encrypted and "secure" not in given else []
        careful.append("; ".join([cookie, *lacking]))
    return careful


class AnswerHeaders:
    """ASGI middleware that adds `HEADERS` and a policy to each answer that does not have them already."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through, with the headers."""
        path = scope.get("path", "")

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault(POLICY, _policy(path))
                if message["status"] == 200 and HASHED.search(path):
                    headers["Cache-Control"] = KEPT
                cookies = headers.getlist("set-cookie")
                if cookies:
                    del headers["set-cookie"]
                    for cookie in _careful(cookies, encrypted=is_encrypted(scope)):
                        headers.append("set-cookie", cookie)
            await send(message)

        await self.app(scope, receive, sent if scope["type"] == "http" else send)

"""Under which address the app was reached: scheme, host and sub-path, by the present request.

With `--server.baseUrlPath atlas` the app is served below `/atlas`. A proxy may pass that path on or take it
off: both are taken here, so that every room behind this one sees paths below the sub-path. What a proxy says of the
address that the reader used (`X-Forwarded-Proto`, `-Host`, `-Prefix`) counts only where the proxy is one of
`FORWARDED_ALLOW_IPS`, as it does for the web server itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from g60.contract import settings

# The header by which the rooms behind this one read the address; one that a visitor sends is removed.
ADDRESS = "x-atlas-address"
TRUSTED = "FORWARDED_ALLOW_IPS"
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9._-]{0,251}[a-z0-9])?|\[(?P<number>[0-9a-f:.]{2,45})\])(?::[0-9]{1,5})?")
_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]{1,80}){1,8}")
_SCHEMES = {"http": "http", "https": "https", "ws": "http", "wss": "https"}


def sub_path() -> str:
    """The path below which the app is served, as in /atlas; empty at the root of the host."""
    given = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{given}" if given else ""


def page_address() -> str:
    """The address of the app for a page that is drawn: that of its request. Empty where it is not known.

    Not what Streamlit says of the browser's address: it takes off the last part of a sub-path that is called like a
    page, and leaves out the slash that makes a folder of it.
    """
    return str(st.context.headers.get(ADDRESS, ""))


def request_address(headers: Mapping[str, str]) -> str:
    """The same for a request of another route, by its headers."""
    return headers.get(ADDRESS, "")


def root(headers: Mapping[str, str]) -> str:
    """The path of the first page as the reader sees it, with a slash at its end."""
    return parts_of(request_address(headers)).path or f"{sub_path()}/"


def parts_of(address: str) -> SplitResult:
    """The parts of an address that somebody has sent; all are empty where it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def netloc(address: str) -> str:
    """The host and port of an address, as a browser writes both: without the port where it is that of the scheme."""
    return parts_of(address).netloc.lower()


def is_encrypted(scope: Scope) -> bool:
    """Whether the reader's connection is TLS, at this server or at a trusted proxy."""
    return _SCHEMES.get(scope.get("scheme", ""), "") == "https"


def from_trusted_proxy(scope: Scope) -> bool:
    """Whether a request comes through a proxy that is trusted to say for whom it asks.

    The web server has then put the reader's address in the place of the proxy's, with the port 0, which no connection
    has. A trusted proxy that names no reader is recognised by its own address.
    """
    client = scope.get("client")
    if not client:
        return False
    trusted = settings.listed(TRUSTED)
    return client[1] == 0 or "*" in trusted or is_one_of(client[0], trusted)


def is_one_of(address: str, networks: tuple[str, ...]) -> bool:
    """Whether an IP address is one of those, or in one of those networks."""
    try:
        number = ip_address(address)
        return any(number in ip_network(network, strict=False) for network in networks if network != "*")
    except ValueError:
        return False


def address_of(scope: Scope) -> str:
    """The address under which a request reached the app, with a slash at its end; empty where its host is none."""
    headers = Headers(scope=scope)
    is_told = from_trusted_proxy(scope)
    # Of several proxies the nearest one has written last.
    forwarded = headers.get("x-forwarded-host", "").rpartition(",")[2].strip() if is_told else ""
    host = (forwarded or headers.get("host", "")).lower()
    scheme = _SCHEMES.get(scope.get("scheme", ""), "http")
    return f"{scheme}://{host}{_prefix(scope)}/" if _is_host(host) else ""


def _is_host(given: str) -> bool:
    """Whether it is a name or a number with or without a port. What looks like a number in brackets may be none."""
    found = _HOST.fullmatch(given)
    try:
        return found is not None and bool(found["number"] is None or IPv6Address(found["number"]))
    except ValueError:
        return False


def _prefix(scope: Scope) -> str:
    """The path below which the reader sees the app: what a trusted proxy says, else the app's own."""
    told = Headers(scope=scope).get("x-forwarded-prefix", "").strip().rstrip("/")
    is_path = _PREFIX.fullmatch(told) is not None and not {".", ".."} & set(told.split("/"))
    return told if is_path and from_trusted_proxy(scope) else sub_path()


class Reached:
    """ASGI middleware that notes the address, and gives a request whose sub-path a proxy took off that path again."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.sub_path = sub_path()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        seen = _prefix(scope)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and seen != self.sub_path:
                _lead_back(MutableHeaders(scope=message), self.sub_path, seen)
            await send(message)

        await self.app(self._within(scope), receive, sent if scope["type"] == "http" else send)

    def _within(self, scope: Scope) -> Scope:
        headers = [(name, value) for name, value in scope["headers"] if name != ADDRESS.encode()]
        headers.append((ADDRESS.encode(), address_of(scope).encode()))
        path: str = scope["path"]
        if path == self.sub_path or path.startswith(f"{self.sub_path}/"):
            return {**scope, "headers": headers}
        raw = self.sub_path.encode() + (scope.get("raw_path") or path.encode())
        return {**scope, "headers": headers, "path": self.sub_path + path, "raw_path": raw}


def _lead_back(headers: MutableHeaders, own: str, seen: str) -> None:
    """A redirect within the app leads below the path that the reader sees."""
    place = headers.get("location", "")
    if place.startswith(f"{own}/") and not place.startswith("//"):
        headers["location"] = seen + place.removeprefix(own)

"""Each request gets a number, by which a reader's message is found in the log; it is counted and logged."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable
from time import perf_counter

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from g60.ui.answer_in_words import REQUEST_ID, answer
from g60.ui.service_figures import FIGURES
from g60.ui.service_log import say, say_failed

# What a proxy may send as a number; anything else is replaced.
WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
# What open pages and supervisors ask every few seconds: a line for each would hide the others.
QUIET = frozenset({"/record/newest", "/healthz", "/readyz", "/metrics"})
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT"})


def page_request_id() -> str:
    """The number of the request with which the present page was opened; empty where nobody gave one."""
    return str(st.context.headers.get(REQUEST_ID, ""))


def request_id(headers: Headers) -> str:
    """The number of a request: that of the proxy if it is well formed, else a new one."""
    sent = headers.get(REQUEST_ID, "")
    return sent if WELL_FORMED.fullmatch(sent) else uuid.uuid4().hex


class RequestLog:
    """ASGI middleware that numbers, counts and logs; `label` gives the pattern of an address."""

    def __init__(self, app: ASGIApp, label: Callable[[Scope], str]) -> None:
        self.app = app
        self.label = label

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through; an error that nobody expected is answered in words."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        number, began, status = request_id(Headers(scope=scope)), perf_counter(), 0
        address = self.label(scope)  # now: the router writes into the scope what it has found
        headers = [(name, value) for name, value in scope["headers"] if name != REQUEST_ID.encode()]
        scope = {**scope, "headers": [*headers, (REQUEST_ID.encode(), number.encode())]}

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] in ("http.response.start", "websocket.accept"):
                status = message.get("status", 101)
                message.setdefault("headers", [])
                MutableHeaders(scope=message)[REQUEST_ID] = number
            await send(message)

        try:
            await self.app(scope, receive, sent)
        except Exception as error:  # noqa: BLE001 - whatever it is, the reader is told and the log has it
            FIGURES.failed()
            say_failed(error, request_id=number, address=address)
            if scope["type"] == "http" and not status:
                await answer(scope, 500, "service_failed")(scope, receive, sent)
        finally:
            self._note(scope, address, status, perf_counter() - began, number)

    @staticmethod
    def _note(scope: Scope, address: str, status: int, seconds: float, number: str) -> None:
        method = scope.get("method", "WEBSOCKET")
        method = method if method in METHODS or method == "WEBSOCKET" else "other"
        # A connection that stays open while a page is read is no answer that took so long.
        if scope["type"] == "http":
            FIGURES.answered(address, method, status, seconds)
        if address in QUIET and status < 400:
            return
        milliseconds = round(seconds * 1000, 1)
        say("answered", logging.INFO, request_id=number, method=method, address=address, status=status, ms=milliseconds)

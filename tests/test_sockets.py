"""An answer is sent at once: no connection waits until the other side has acknowledged what came before."""

import asyncio
import socket
import threading
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import ClassVar

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from g60.ui.sockets import send_at_once


class Noting(H11Protocol):
    """A connection of the server that notes whether it sends at once."""

    at_once: ClassVar[list[bool]] = []

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        taken = transport.get_extra_info("socket")
        self.at_once.append(bool(taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))
        super().connection_made(transport)


@pytest.mark.parametrize("address", ["127.0.0.1", "::"])
def test_each_connection_of_a_server_that_was_bound_as_streamlit_binds_it_sends_at_once(address: str) -> None:
    from streamlit.web.server.starlette.starlette_server import _bind_socket

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        send_at_once(asyncio.get_running_loop())
        yield

    app = Starlette(routes=[Route("/", lambda _: PlainTextResponse("here"))], lifespan=lifespan)
    bound = _bind_socket(address, 0, 5)
    server = uvicorn.Server(uvicorn.Config(app, http=Noting, log_level="error"))
    Noting.at_once = []
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://127.0.0.1:{bound.getsockname()[1]}/", timeout=20) as answer:
            assert answer.read() == b"here"
    finally:
        server.should_exit = True
        thread.join()
        bound.close()
    assert Noting.at_once == [True]

"""What this server's connections are told of the network.

A TCP connection that has sent something holds the next small piece back until the first has been acknowledged, and the
other side acknowledges late, after 40 ms on Linux (RFC 896 and RFC 1122, 4.2.3.2). Python's event loop switches that
off (TCP_NODELAY) for sockets that were made with the number of TCP; Streamlit makes its listening socket without it.
Each answer on a connection that was used before then comes 40 ms late.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Any


def send_at_once(loop: asyncio.AbstractEventLoop) -> None:
    """Lets every connection that `loop` will accept send each piece at once.

    Called before the loop has a server, which is when an ASGI lifespan begins.
    """
    create = loop.create_server

    async def create_server(*given: Any, sock: socket.socket | None = None, **options: Any) -> asyncio.Server:
        return await create(*given, sock=_known_as_tcp(sock) if sock else None, **options)

    loop.create_server = create_server  # type: ignore[method-assign]


def _known_as_tcp(listening: socket.socket) -> socket.socket:
    """The same listening socket with the number of its protocol, which those that it accepts have from it."""
    if listening.family not in (socket.AF_INET, socket.AF_INET6):
        return listening
    return socket.socket(listening.family, listening.type, socket.IPPROTO_TCP, fileno=listening.dup().detach())

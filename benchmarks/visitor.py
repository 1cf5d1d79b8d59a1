"""A visitor without a browser: a WebSocket that speaks Streamlit's protocol, for measuring the server alone."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

PATIENCE_S = 60


class Visitor:
    """One session of the app; each `ask` is a rerun with another address, as a click on a filter is."""

    def __init__(self, base_url: str) -> None:
        self._address = base_url.replace("http", "ws", 1) + "/_stcore/stream"
        self._socket: ClientConnection | None = None

    def __enter__(self) -> Self:
        self._socket = connect(self._address, subprotocols=["streamlit"], max_size=None, proxy=None, compression=None)  # type: ignore[list-item]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._socket is not None:
            self._socket.close()

    def ask(self, query: str) -> tuple[float, int]:
        """Milliseconds until the page of a query string was sent whole, and its bytes."""
        assert self._socket is not None
        message = BackMsg()
        message.rerun_script.query_string = query
        started = time.perf_counter()
        self._socket.send(message.SerializeToString())
        received = 0
        while True:
            data = self._socket.recv(PATIENCE_S)
            assert isinstance(data, bytes)
            received += len(data)
            answer = ForwardMsg.FromString(data)
            if answer.WhichOneof("type") == "script_finished":
                return (time.perf_counter() - started) * 1000, received

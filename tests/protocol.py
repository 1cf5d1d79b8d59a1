"""The page's protocol without a browser: what anybody can send to the server, with any headers and events."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any
from urllib.parse import urlencode, urlsplit

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

PATIENCE_S = 30


class Session(AbstractContextManager["Session"]):
    """One connection to the app: it runs pages, and sends events for parts by their ids.

    `received`: bytes of the last answer. `kinds`: what it drew, as Streamlit calls it.
    """

    def __init__(self, base_url: str, headers: Mapping[str, str] | None = None, *, name: str = "") -> None:
        """With `name` the connection is that of a browser that opened the app under another host's name."""
        address = urlsplit(base_url)
        named = f"{name or address.hostname}:{address.port}"
        given = {"Origin": f"http://{named}", **(headers or {})}
        self._socket: ClientConnection = connect(
            f"ws://{named}/_stcore/stream",
            sock=socket.create_connection((address.hostname, address.port or 80)),
            additional_headers=given,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            proxy=None,
        )
        self.texts: list[str] = []
        self.ids: dict[str, str] = {}
        self.fragments: dict[str, str] = {}
        self.kinds: list[str] = []
        self.received = 0
        self._page, self._query = "", ""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def open(self, page: str, **query: str) -> Session:
        """Run a page; `texts` holds the plain texts that it drew and the data of its parts, `ids` the parts' ids."""
        self._page, self._query = page, urlencode(query)
        return self._run({})

    def send(self, part_id: str, event: Mapping[str, Any]) -> Session:
        """Tell the page that an event happened in a part, whether the part is drawn or not."""
        return self._run({f"{part_id}": event}, self.fragments.get(part_id, ""))

    def _run(self, events: Mapping[str, Mapping[str, Any]], fragment: str = "") -> Session:
        message = BackMsg()
        message.rerun_script.fragment_id = fragment
        message.rerun_script.query_string = self._query
        message.rerun_script.page_name = self._page
        for part_id in self.ids:
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.json_value = part_id, "{}"
        for part_id, event in events.items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id = _make_trigger_id(part_id, "events")
            state.json_trigger_value = json.dumps([{"event": "event", "value": event}])
        self._socket.send(message.SerializeToString())
        self.texts, self.kinds, self.received = [], [], 0
        while True:
            answer, content = ForwardMsg(), self._socket.recv(timeout=PATIENCE_S)
            answer.ParseFromString(content)
            self.received += len(content)
            if answer.WhichOneof("type") == "delta":
                self._note(answer)
            elif answer.WhichOneof("type") == "script_finished":
                return self

    def _note(self, answer: ForwardMsg) -> None:
        element = answer.delta.new_element
        kind = element.WhichOneof("type")
        self.kinds.append(kind or "block")
        if kind == "text":
            self.texts.append(element.text.body)
        elif kind == "bidi_component":
            part = element.bidi_component
            self.texts.append(part.bytes.decode() if part.WhichOneof("data") == "bytes" else part.json)
            self.ids[part.id] = part.component_name
            self.fragments[part.id] = answer.delta.fragment_id

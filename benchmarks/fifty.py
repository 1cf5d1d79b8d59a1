"""Fifty visitors of one server: the time of a filter while all of them filter, and the memory of each visitor.

They use Streamlit's protocol over WebSockets and fetch the rows of their list as a browser does. Fifty real browsers
would load the machine more than the server does.
"""

from __future__ import annotations

import json
import random
import re
import threading
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from benchmarks.server import Served
from g60.contract.codes import INDUSTRIES, UNITS

VISITORS = 50
FILTERS_EACH = 6
FILTERS_ALONE = 20
PAUSE_S = (1.0, 3.0)
PATIENCE_S = 30
SEED = 20210930
ROWS = re.compile(rb'"rows":"\.(/rows/[^"]+)"')
# The part whose events are clicks on filters.
FILTERS = "g60_facets"
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))

# Of each visitor the id of the filters, the fragment that they run, and the address as it is now.
_filters: WeakKeyDictionary[ClientConnection, tuple[str, str, str]] = WeakKeyDictionary()


@dataclass(slots=True)
class Crowd:
    """The results: milliseconds of each filter, number of failed visitors, megabytes per visitor.

    `alone_ms` are those of one visitor, before the others come.
    """

    alone_ms: list[float] = field(default_factory=list)
    asked_ms: list[float] = field(default_factory=list)
    at_once_ms: list[float] = field(default_factory=list)
    failed: int = 0
    memory_mb: float = 0.0
    each_mb: float = 0.0


def ask(socket: ClientConnection, base_url: str, query: str) -> float:
    """Milliseconds of one answer, with the rows of its list.

    The first one of a visitor is the whole page at an address; each later one is a click on the filters, which says
    what the address asks for and runs what a filter runs.
    """
    message = BackMsg()
    asked = message.rerun_script
    filters = _filters.get(socket)
    if filters is None:
        asked.query_string = query
    else:
        part, asked.fragment_id, asked.query_string = filters
        chosen: dict[str, list[str]] = {"unit": [], "industry": [], "kind": [], "list": []}
        event = {"type": "toggle", "selected": chosen | urllib.parse.parse_qs(query), "q": ""}
        trigger = asked.widget_states.widgets.add()
        trigger.id = _make_trigger_id(part, "events")
        trigger.json_trigger_value = json.dumps([{"event": "event", "value": event}])
    started = time.perf_counter()
    socket.send(message.SerializeToString())
    rows = None
    while True:
        data = socket.recv(PATIENCE_S)
        assert isinstance(data, bytes)
        rows = ROWS.search(data) or rows
        answer = ForwardMsg.FromString(data)
        drawn = answer.delta.new_element.bidi_component
        if drawn.component_name == FILTERS:
            _filters[socket] = drawn.id, answer.delta.fragment_id, query
        if answer.WhichOneof("type") == "script_finished":
            break
    if rows:
        with DIRECT.open(base_url + rows[1].decode(), timeout=PATIENCE_S) as found:
            found.read()
    return (time.perf_counter() - started) * 1000


def _connected(url: str) -> ClientConnection:
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    return connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None, proxy=None)


def _filtered(chance: random.Random) -> str:
    return f"unit={chance.choice(UNITS)}&industry={chance.choice(INDUSTRIES)}"


def _alone(url: str) -> list[float]:
    """Milliseconds of the filters of one visitor, who is the only one."""
    chance = random.Random(SEED - 1)
    with _connected(url) as socket:
        ask(socket, url, "")
        return [ask(socket, url, _filtered(chance)) for _ in range(FILTERS_ALONE)]


def _visit(number: int, url: str, barrier: threading.Barrier, crowd: Crowd) -> None:
    chance = random.Random(SEED + number)
    try:
        with _connected(url) as socket:
            ask(socket, url, "")
            barrier.wait(PATIENCE_S)
            for _ in range(FILTERS_EACH):
                time.sleep(chance.uniform(*PAUSE_S))
                crowd.asked_ms.append(ask(socket, url, _filtered(chance)))
            barrier.wait(PATIENCE_S)
            crowd.at_once_ms.append(ask(socket, url, _filtered(chance)))
            barrier.wait(PATIENCE_S)  # memory is measured now, with all visitors connected
            barrier.wait(PATIENCE_S)
    except (OSError, TimeoutError, threading.BrokenBarrierError):
        crowd.failed += 1


def fifty(served: Served) -> Crowd:
    """One visitor alone; then fifty: each filters every one to three seconds, then all filter at the same moment."""
    crowd = Crowd(_alone(served.url))
    barrier = threading.Barrier(VISITORS + 1)
    before = served.memory_mb()
    threads = [
        threading.Thread(target=_visit, args=(number, served.url, barrier, crowd), daemon=True)
        for number in range(VISITORS)
    ]
    for thread in threads:
        thread.start()
    try:
        for _ in range(2):
            barrier.wait(2 * PATIENCE_S)
        barrier.wait(PATIENCE_S)
        crowd.memory_mb = served.memory_mb()
        crowd.each_mb = (crowd.memory_mb - before) / VISITORS
        barrier.wait(PATIENCE_S)
    except threading.BrokenBarrierError:
        crowd.failed += 1
    for thread in threads:
        thread.join(PATIENCE_S)
    return crowd

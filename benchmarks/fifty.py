"""Fifty visitors of one server: the time of a filter while all of them filter, and the memory of each visitor.

They use Streamlit's protocol over WebSockets and fetch the rows of their list as a browser does. Fifty real browsers
would load the machine more than the server does.
"""

from __future__ import annotations

import random
import re
import threading
import time
import urllib.request
from dataclasses import dataclass, field

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
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


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
    """Milliseconds of one rerun with another address, as after a click on a filter, with the rows of its list."""
    message = BackMsg()
    message.rerun_script.query_string = query
    started = time.perf_counter()
    socket.send(message.SerializeToString())
    rows = None
    while True:
        data = socket.recv(PATIENCE_S)
        assert isinstance(data, bytes)
        rows = ROWS.search(data) or rows
        if ForwardMsg.FromString(data).WhichOneof("type") == "script_finished":
            break
    if rows:
        with DIRECT.open(base_url + rows[1].decode(), timeout=PATIENCE_S) as answer:
            answer.read()
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

"""Requests that nobody meant to send: a short run with a fixed seed. `make fuzz` asks for ten minutes."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.server import APP, SHIPPED, serving
from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from tests import fuzz

SECONDS = 12
# A short run sees what the first files and pages load; `make fuzz` waits until all sessions have ended.
GROWTH_MB = 150


def slowness() -> float:
    """How many times longer than its processor time a piece of work takes: 1 on a machine that does nothing else."""
    began, used = time.monotonic(), time.process_time()
    Catalog.load(FolderSource(fuzz.ROOT / "geodata"))
    return max(1.0, (time.monotonic() - began) / (time.process_time() - used))


def test_every_route_is_asked_as_it_is_meant() -> None:
    source = (fuzz.ROOT / "app.py").read_text("utf-8")
    assert len(fuzz.routes()) == source.count("Route(") + source.count("Mount(")
    assert fuzz.routes()["/meeting/{act}"] == "POST"
    named = {name for route in fuzz.routes() for name in re.findall(r"\{(\w+)", route)}
    assert named <= set(fuzz.PLACES), "a place-holder of which the fuzzer knows no value"
    assert {"atlas", "edit", "imports", "people"} <= set(fuzz.PAGES)


def test_a_fault_of_a_server_is_found(tmp_path: Path) -> None:
    """The fuzzer sees a 500 and a slow answer where there is one."""
    server = tmp_path / "server.py"
    server.write_text(
        "import http.server, time\n"
        "class Faulty(http.server.BaseHTTPRequestHandler):\n"
        "    def do_GET(self):\n"
        "        time.sleep(0.3 if 'slow' in self.path else 0)\n"
        "        self.send_response(500 if 'bad' in self.path else 503)\n"
        "        self.end_headers()\n"
        "        self.wfile.write(b'in words' if 'meant' in self.path else b'')\n"
        "    def log_message(self, *_): pass\n"
        "held = http.server.HTTPServer(('127.0.0.1', 0), Faulty)\n"
        "print(held.server_port, flush=True)\n"
        "held.serve_forever()\n",
        "utf-8",
    )
    with subprocess.Popen([sys.executable, str(server)], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            asker = fuzz.Asker(f"http://127.0.0.1:{process.stdout.readline().strip()}", 1, fuzz.Found(), 0.2)
            for path in ("/bad", "/meant", "/empty", "/meant/slow"):
                asker.send("GET", path, b"", {})
        finally:
            process.terminate()
    assert [one.split(":")[0] for one in asker.found.broken] == ["500", "503"]
    assert len(asker.found.slow) == 1
    assert fuzz.memory_mb(os.getpid()) > 10


def test_no_request_ends_in_a_fault_and_none_takes_long(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in {"DATABASE_URL": f"sqlite:///{tmp_path / 'atlas.db'}", **fuzz.LIMITS}.items():
        monkeypatch.setenv(name, value)
    most = fuzz.SLOW_S * slowness()
    with serving(APP, SHIPPED) as served:
        found = fuzz.fuzz(served.url, served.process, SECONDS, most=most)
    most = max(most, fuzz.SLOW_S * slowness())
    slow = [one for one in found.slow if not one[0].isdigit() or float(one.split(" s")[0]) > most]
    assert not found.broken, fuzz.report(found)
    assert not slow, fuzz.report(found)
    assert found.after_mb - found.before_mb < GROWTH_MB, fuzz.report(found)
    asked = sum(count for what, count in found.answers.items() if isinstance(what, int))
    assert asked > SECONDS, "hardly anything was asked"
    assert found.answers["page"] > 0
    assert found.answers[200] > 0

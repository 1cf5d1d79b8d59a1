"""A running server to measure: the app with a list of a given length, or a yardstick."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import _answers, _free_port

ROOT = Path(__file__).resolve().parents[1]
APP, FLOOR, REBUILDING = "app", "floor", "rebuilding"
SHIPPED = 0  # as `rows`: the shipped data, served by `streamlit run app.py`


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: its address, the seconds until its first answer, and its process id."""

    url: str
    start_s: float
    process: int

    def memory_mb(self) -> float:
        """Resident memory of the server in MB."""
        return self._status("VmRSS") / 1024

    def threads(self) -> int:
        """Threads of the server."""
        return self._status("Threads")

    def files(self) -> int:
        """Files that the server has open."""
        return sum(1 for _ in Path(f"/proc/{self.process}/fd").iterdir())

    def processor_s(self) -> float:
        """Seconds of processor time that the server has used."""
        parts = Path(f"/proc/{self.process}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")

    def _status(self, name: str) -> int:
        status = Path(f"/proc/{self.process}/status").read_text("utf-8")
        line = next(line for line in status.splitlines() if line.startswith(f"{name}:"))
        return int(line.split()[1])


@contextmanager
def serving(page: str, rows: int, options: Sequence[str] = (), settings: Mapping[str, str] = {}) -> Iterator[Served]:
    """Serve a page with a list of this many rows in a process of its own, which ends with the block.

    `options` are further ones of `streamlit run`, for the shipped data alone; `settings` go into the environment.
    """
    port = _free_port()
    plain = ["streamlit", "run", "app.py", "--server.address=127.0.0.1", f"--server.port={port}", *options]
    own = ["benchmarks.serve", page, str(rows), str(port)]
    command = [sys.executable, "-m", *(plain if rows == SHIPPED else own)]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, **quiet) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            if not _answers(f"{url}/_stcore/health", process):
                raise RuntimeError(f"{page} over {rows} rows did not answer")
            yield Served(url, time.perf_counter() - started, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()

"""A running server to measure: the app with a list of a given length, or a yardstick."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
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
        status = Path(f"/proc/{self.process}/status").read_text("utf-8")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


@contextmanager
def serving(page: str, rows: int) -> Iterator[Served]:
    """Serve a page with a list of this many rows in a process of its own, which ends with the block."""
    port = _free_port()
    plain = ["streamlit", "run", "app.py", "--server.address=127.0.0.1", f"--server.port={port}"]
    own = ["benchmarks.serve", page, str(rows), str(port)]
    command = [sys.executable, "-m", *(plain if rows == SHIPPED else own)]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, **quiet) as process:
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

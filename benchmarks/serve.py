"""The real app, or a yardstick, over a synthetic list: `python -m benchmarks.serve PAGE ROWS PORT`.

Everything in the app gets its catalog from `shell.load_catalog`. That one function is replaced before Streamlit runs
the real `app.py` in this process; the app itself has no switch that would let unchecked data in.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

from streamlit.web import cli

from benchmarks.synthetic import catalog
from g60.ui import shell

ROOT = Path(__file__).resolve().parents[1]


def main(page: str, rows: int, port: int) -> None:
    """Serves a page (`app`, `floor`, `rebuilding`) on a port of this machine until it is stopped."""
    shell.load_catalog = cache(lambda: catalog(rows))  # type: ignore[assignment]
    os.environ["G60_YARDSTICK"] = page
    script = ROOT / "app.py" if page == "app" else ROOT / "benchmarks" / "yardsticks.py"
    cli.main(["run", str(script), "--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true"])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

"""Serves the real app, or a yardstick, with a synthetic list: `python -m benchmarks.serve PAGE ROWS PORT`.

The whole app gets its catalog from `asked.load_catalog`, and looks among the loaded ones for that of an address. Both
are replaced before Streamlit runs the real `app.py` in this process, so the app itself needs no switch that allows
unchecked data.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

from streamlit.web import cli

from benchmarks.synthetic import catalog
from g60.record.catalogs import Catalogs
from g60.ui import asked

ROOT = Path(__file__).resolve().parents[1]


def main(page: str, rows: int, port: int) -> None:
    """Serve a page (`app`, `floor`, `rebuilding`) on a local port until the process is stopped."""
    made = cache(lambda: catalog(rows))
    asked.load_catalog = made  # type: ignore[assignment]
    Catalogs.loaded = lambda _: [made()]  # type: ignore[assignment, method-assign]
    os.environ["G60_YARDSTICK"] = page
    script = ROOT / "app.py" if page == "app" else ROOT / "benchmarks" / "yardsticks.py"
    cli.main(["run", str(script), "--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true"])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

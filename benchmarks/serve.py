"""The real app over a synthetic list: `python -m benchmarks.serve ROWS PORT`.

Everything in the app gets its catalog from `shell.load_catalog`. That one function is replaced before Streamlit runs
the real `app.py` in this process; the app itself has no switch that would let unchecked data in.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from streamlit.web import cli

from benchmarks.synthetic import catalog
from g60.ui import shell

APP = Path(__file__).resolve().parents[1] / "app.py"


def main(rows: int, port: int) -> None:
    """Serves the app on a port of this machine until it is stopped."""
    shell.load_catalog = cache(lambda: catalog(rows))  # type: ignore[assignment]
    address = ["--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true"]
    cli.main(["run", str(APP), *address])


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

"""Chromium 80, the oldest browser that the meeting pack opens in: fetched once, kept in the user's cache folder.

The packages, with their hashes, are those of `tests/chromium80/package-lock.json`. Nothing else of the project needs
them.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

PACKAGES = Path(__file__).parent / "chromium80"
FETCH_S, PRINT_S = 240, 120
# The package holds the program as one compressed file.
UNPACK = """
const fs = require("fs"), packed = fs.readFileSync("node_modules/chrome-aws-lambda/bin/chromium.br");
fs.writeFileSync("chromium.part", require("zlib").brotliDecompressSync(packed), { mode: 0o755 });
fs.renameSync("chromium.part", "chromium");
"""


def old_chromium() -> Path:
    """The program; skips the test, and says why, where it cannot be had."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "g60" / "chromium-80"
    program = cache / "chromium"
    if not shutil.which("npm"):
        pytest.skip("Chromium 80 is fetched with npm, and there is no npm here")
    if not program.exists():
        cache.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(PACKAGES / name, cache / name)
        fetch = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        for call in (fetch, ["node", "-e", UNPACK]):
            try:
                done = subprocess.run(call, cwd=cache, capture_output=True, text=True, timeout=FETCH_S, check=False)
            except subprocess.TimeoutExpired:
                pytest.skip(f"Chromium 80 could not be fetched in {FETCH_S} s")
            if done.returncode:
                pytest.skip(f"Chromium 80 could not be fetched: {done.stderr.strip()[-300:]}")
    return program


def printed(program: Path, page: Path, folder: Path, *scenes: int) -> dict[str, Any]:
    """What Chromium 80 tells of a page that it prints on A4, upright and across, into a folder."""
    return _told("print.cjs", program, page.as_uri(), folder, *scenes)


def walked(program: Path, page: Path, folder: Path, lang: str) -> dict[str, Any]:
    """What Chromium 80 tells of a pack that a planner uses: scenes, search, filter, comparison, source, paper."""
    return _told("walk.cjs", program, page.as_uri(), folder, lang)


def _told(script: str, *given: object) -> dict[str, Any]:
    call = ["node", PACKAGES / script, *map(str, given)]
    done = subprocess.run(call, capture_output=True, text=True, timeout=PRINT_S, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told

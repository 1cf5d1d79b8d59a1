"""How long sheets and the atlas take, and how much memory: `python -m benchmarks.handouts`.

Each is made by the command line in a process of its own, so that imports and reading the data are in its time.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# What is made, and the seconds that it may take on two cores.
SHEETS: tuple[tuple[str, float | None, tuple[str, ...]], ...] = (
    ("a4.pdf", None, ("--paper", "a4")),
    ("a3.pdf", 3.0, ("--paper", "a3")),
    ("a3.svg", None, ("--paper", "a3")),
    ("a3.png", None, ("--paper", "a3", "--zoom", "2")),
    ("a0.pdf", 10.0, ("--paper", "a0")),
    ("a0.png", None, ("--paper", "a0", "--zoom", "4")),
    ("atlas.pdf", 60.0, ("--atlas",)),
)
MEMORY_MB = 1000
PACK_SECONDS = 5.0


def measured(arguments: tuple[str, ...], output: Path) -> tuple[float, float, float]:
    """Seconds on the clock, seconds of the processor, and the largest memory of any process so far in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    call = [sys.executable, "-m", "g60", "render", *arguments, "-o", str(output)]
    subprocess.run(call, check=True, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, processor, after.ru_maxrss / 1024


def main() -> None:
    print(f"{'file':<12}{'seconds':>9}{'cpu':>8}{'target':>9}{'size kB':>10}{'peak MB so far':>16}")
    with tempfile.TemporaryDirectory() as folder:
        for name, target, arguments in SHEETS:
            output = Path(folder) / name
            seconds, processor, memory = measured(arguments, output)
            wanted = f"{target:g}" if target else "-"
            size = output.stat().st_size / 1000
            print(f"{name:<12}{seconds:>9.2f}{processor:>8.2f}{wanted:>9}{size:>10.0f}{memory:>16.0f}")
        output = Path(folder) / "pack.html"
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "g60", "pack", "-o", str(output)], check=True)
        seconds, size = time.perf_counter() - start, output.stat().st_size / 1000
        print(f"{output.name:<12}{seconds:>9.2f}{'':>8}{PACK_SECONDS:>9g}{size:>10.0f}")
    print(f"memory target: under {MEMORY_MB} MB")


if __name__ == "__main__":
    main()

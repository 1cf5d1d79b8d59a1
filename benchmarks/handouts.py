"""Time and memory of hand-outs: `python -m benchmarks.handouts [FORMAT ...]`.

Without a format all are measured, and `HANDOUTS.md` is written. Files of the shipped data are made by the command
line in a process of their own: the time includes imports and reading the data. Lists hold a hundred thousand
synthetic carriers: their process also makes the catalog, and the time is that of the file alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import synthetic
from g60.ask.selection import Selection
from g60.ask.view import View
from g60.export.handouts import Order, formats, house_options, quiet

# File, target in seconds on two cores, call.
FILES: tuple[tuple[str, float | None, tuple[str, ...]], ...] = (
    ("a4.pdf", None, ("render", "--paper", "a4")),
    ("a3.pdf", 3.0, ("render", "--paper", "a3")),
    ("a3.svg", None, ("render", "--paper", "a3")),
    ("a3.png", None, ("render", "--paper", "a3", "--zoom", "2")),
    ("a0.pdf", 10.0, ("render", "--paper", "a0")),
    ("a0.png", None, ("render", "--paper", "a0", "--zoom", "4")),
    ("atlas.pdf", 60.0, ("render", "--atlas")),
    ("meeting.html", 5.0, ("pack",)),
    ("meeting.pptx", 5.0, ("slides",)),
    ("brief.docx", None, ("brief", "lake-juanhu")),
    ("brief.pdf", None, ("brief", "lake-juanhu")),
)
LISTS: tuple[tuple[str, float | None], ...] = tuple(
    (name, 15.0 if name == "xlsx" else None) for name in formats("list")
)
ROWS = 100_000
MEMORY_MB = 1000
RESULTS = Path(__file__).with_name("HANDOUTS.md")
HEAD = (
    "# How long hand-outs take",
    "",
    "Written by `python -m benchmarks.handouts`; do not edit. The machine is that of `RESULTS.md`. A file of the",
    "shipped data is timed from the command to its end; a list of synthetic carriers without making its catalog.",
    "",
)


def measured(call: list[str]) -> tuple[float, float, str]:
    """Seconds on the clock, the process's largest memory in MB, and its standard output."""
    start = time.perf_counter()
    process = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, call)
    return time.perf_counter() - start, usage.ru_maxrss / 1024, said


def write(name: str, output: Path) -> None:
    """Write a list of the synthetic carriers to a file, and print the seconds."""
    catalog = synthetic.catalog(ROWS)
    start = time.perf_counter()
    order = Order(Selection(), View(), house_options())
    output.write_bytes(formats("list")[name].make(catalog, order, quiet))
    print(time.perf_counter() - start)


def line(name: str, seconds: float, target: float | None, size: float, memory: float) -> str:
    """One measurement as a row of the table."""
    late = target is not None and seconds > target
    wanted = "" if target is None else f"{target:g}" + (f", **missed by {seconds - target:.1f}**" if late else "")
    heavy = "" if memory < MEMORY_MB else " **too much**"
    return f"| {name} | {seconds:.1f} | {wanted} | {size:,.0f} | {memory:,.0f}{heavy} |"


def lines(asked: list[str]) -> Iterator[str]:
    """The rows of the table as they are measured, for the given formats or for all."""
    yield f"| file | seconds | target | kB | most memory, MB (target {MEMORY_MB:,}) |"
    yield "|---|---:|---:|---:|---:|"
    python = [sys.executable, "-m"]
    with tempfile.TemporaryDirectory() as folder:
        for name, target, arguments in FILES:
            if asked and name.rpartition(".")[2] not in asked:
                continue
            output = Path(folder) / name
            seconds, memory, _ = measured([*python, "g60", *arguments, "-o", str(output)])
            yield line(name, seconds, target, output.stat().st_size / 1000, memory)
        for name, target in LISTS:
            if asked and name not in asked:
                continue
            output = Path(folder) / f"list.{name}"
            _, memory, said = measured([*python, "benchmarks.handouts", "--write", name, str(output)])
            yield line(f"list of {ROWS:,} as {name}", float(said), target, output.stat().st_size / 1000, memory)
            output.unlink()


def main(asked: list[str]) -> None:
    """Measure and print; a run over all formats is written to `HANDOUTS.md`."""
    rows = []
    for row in lines(asked):
        print(row, flush=True)
        rows.append(row)
    if not asked:
        RESULTS.write_text("\n".join([*HEAD, *rows, ""]), "utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"]:
        write(sys.argv[2], Path(sys.argv[3]))
    else:
        main(sys.argv[1:])

"""Reads a file in a process of its own: with limits of memory and time, no network, and no file but what it is given."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from g60.record.intake.kinds import kind_of
from g60.record.intake.sheets import Reading, Refusal

# Seconds that a reader may take, by the processor and by the clock.
PROCESSOR_SECONDS, CLOCK_SECONDS = 9, 25
ANSWER_MOST = 400_000_000
ROOT = Path(__file__).parents[3]


def read(data: bytes) -> Reading:
    """A file as sheets. Raises Refusal with the reason."""
    # What can be told from the first bytes needs no other process.
    kind_of(data)
    environment = {
        "PYTHONPATH": str(ROOT),
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PATH": os.environ.get("PATH", ""),
        "LC_ALL": "C.UTF-8",
        "PROJ_NETWORK": "OFF",
    }
    call = [sys.executable, "-m", "g60.record.intake.child", str(PROCESSOR_SECONDS)]
    with subprocess.Popen(
        call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as child:
        try:
            answer, _ = child.communicate(data, timeout=CLOCK_SECONDS)
        except subprocess.TimeoutExpired as error:
            child.kill()
            child.communicate()
            raise Refusal("slow", seconds=PROCESSOR_SECONDS) from error
    return _understood(answer)


def _understood(answer: bytes) -> Reading:
    try:
        told = json.loads(answer) if len(answer) <= ANSWER_MOST else None
    except ValueError:
        told = None
    if not isinstance(told, dict):
        # The process was stopped by a limit, or its library broke off.
        raise Refusal("heavy", seconds=PROCESSOR_SECONDS)
    if "refused" in told:
        raise Refusal(str(told["refused"]), **told["values"])
    return Reading.from_json(told)

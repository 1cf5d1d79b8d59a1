"""How much the process has to do, in numbers: for `/metrics`, and for whoever looks at it."""

from __future__ import annotations

from dataclasses import asdict

from g60.contract.capacity import sessions_allowed
from g60.ui import exports
from g60.ui.visitors import VISITORS

# What each number is: those of the moment, and those that only grow.
OF_THE_MOMENT = {
    "sessions": "Readers who are connected.",
    "sessions_allowed": "As many as there is room for.",
    "sessions_most": "The most that there were at once.",
    "exports_waiting": "Files that wait for a worker.",
    "exports_running": "Files that are being made.",
    "export_workers": "Processes that make files.",
    "export_workers_memory_mb": "Memory of these processes, in MB.",
}
COUNTERS = {
    "sessions_refused": "Requests of readers who were told to wait, since the start.",
    "exports_taken": "Files that were asked for, since the start.",
    "exports_refused": "Files for which the queue was full, since the start.",
    "exports_done": "Files that were made, since the start.",
    "exports_failed": "Files that could not be made, since the start.",
    "exports_cancelled": "Files that were taken back or that nobody waited for, since the start.",
    "export_workers_started": "Processes that were started to make files, since the start.",
}
ABOUT = {**OF_THE_MOMENT, **COUNTERS}


def figures() -> dict[str, int]:
    """The numbers of this moment, and those that have added up since the start, by the names of `ABOUT`."""
    queue = exports.queue()
    counted = {f"exports_{name}": count for name, count in asdict(queue.counters).items()}
    counted["export_workers_started"] = counted.pop("exports_workers_started")
    return {
        "sessions": VISITORS.open,
        "sessions_allowed": sessions_allowed(),
        "sessions_most": VISITORS.most_seen,
        "sessions_refused": VISITORS.refused,
        "exports_waiting": queue.waiting,
        "exports_running": queue.running,
        "export_workers": queue.workers,
        "export_workers_memory_mb": queue.memory_mb(),
        **counted,
    }


def explained() -> dict[str, tuple[str, int]]:
    """The same with what each number is."""
    return {name: (ABOUT[name], number) for name, number in figures().items()}

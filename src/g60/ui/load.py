"""How much the process has to do, in numbers: for `/metrics`, and for whoever looks at it."""

from __future__ import annotations

from dataclasses import asdict

from g60.ui import exports


def figures() -> dict[str, int]:
    """The numbers of this moment, and those that have added up since the start, by name.

    `exports_waiting`, `exports_running`, `export_workers`: jobs and worker processes now. `exports_taken`, `_refused`,
    `_done`, `_failed`, `_cancelled` and `export_workers_started`: since the start.
    """
    queue = exports.queue()
    counted = {f"exports_{name}": count for name, count in asdict(queue.counters).items()}
    counted["export_workers_started"] = counted.pop("exports_workers_started")
    return {
        "exports_waiting": queue.waiting,
        "exports_running": queue.running,
        "export_workers": queue.workers,
        **counted,
    }

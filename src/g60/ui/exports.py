"""The queue of files that this process has made, and what is asked of it from pages and by address."""

from __future__ import annotations

from functools import cache

from g60.export.jobs import orders
from g60.export.jobs.job import Work
from g60.export.jobs.limits import Limits
from g60.export.jobs.queue import Queue
from g60.record.held import Held
from g60.ui.shell import catalogs


@cache
def queue() -> Queue:
    """The one queue of the process."""
    return Queue(Limits.of(), _ready)


def _ready() -> Work:
    return orders.ready(newest())


def newest() -> Held:
    """The newest version that is followed."""
    return version(catalogs().followed())


def version(number: int, fingerprint: str = "") -> Held:
    """A version of the record."""
    known = catalogs()
    return Held(known.folder, known.url, number, fingerprint=fingerprint)

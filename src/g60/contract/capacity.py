"""How many readers one process of the app takes: as many as are wished, and as it may open files for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress

from g60.contract.settings import number

SESSIONS = "G60_SESSIONS"
# A reader holds a websocket, what the thread of the page's script needs, and now and then a file that is fetched.
# Measured with 200 readers: 4.3 files each.
FILES_EACH, FILES_OWN = 8, 200
FILES_WISHED = 65_536
# In MB, as `benchmarks/VISITORS.md` and `benchmarks/RESULTS.md` have them, rounded up: a reader, the process with the
# shipped data, a worker that has made every kind of file.
READER_MB, PROCESS_MB, WORKER_MB = 1, 350, 400


def sessions_allowed(environ: Mapping[str, str] | None = None) -> int:
    """How many readers the process takes."""
    wished, files = number(SESSIONS, environ), files_allowed()
    return wished if files is None else max(1, min(wished, (files - FILES_OWN) // FILES_EACH))


def files_allowed() -> int | None:
    """How many files a process may open once `raise_files` has asked for them; None where there is no telling."""
    try:
        import resource  # noqa: PLC0415 - POSIX alone has it
    except ImportError:
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if resource.RLIM_INFINITY in (soft, hard):
        return FILES_WISHED
    return max(soft, min(FILES_WISHED, hard))


def raise_files() -> None:
    """Let this process open as many files as it may without asking an administrator."""
    wished = files_allowed()
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - POSIX alone has it

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if wished is not None and soft not in (resource.RLIM_INFINITY, wished):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wished, hard))


def memory_needed_mb(sessions: int, workers: int) -> int:
    """What one process needs with all its readers and workers, in MB."""
    return PROCESS_MB + sessions * READER_MB + workers * WORKER_MB


def memory_there_mb() -> int | None:
    """The memory of the machine, in MB; None where the system does not say."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20
    except (AttributeError, ValueError, OSError):
        return None

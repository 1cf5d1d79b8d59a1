"""Whether the process is alive, and whether it can serve: what a supervisor or a load balancer asks."""

from __future__ import annotations

from g60.contract.errors import G60Error
from g60.contract.i18n import DEFAULT_LANGUAGE, text
from g60.record.catalogs import Catalogs
from g60.record.versions import newest

ALIVE = {"alive": True}


def readiness(catalogs: Catalogs) -> tuple[bool, dict[str, object]]:
    """Whether readers can be served, and what is served; where not, why.

    The data must be there and whole, and the database must answer. A process that shows an earlier version, because
    the newest one cannot be made, is ready and says both numbers.
    """
    try:
        recorded = newest(catalogs.url)
        catalog = catalogs.newest()
    except G60Error as error:
        return False, {"ready": False, "reason": text(error.code, DEFAULT_LANGUAGE, **error.values)}
    return True, {
        "ready": True,
        "version": catalog.version,
        "newest": recorded,
        "fingerprint": catalog.fingerprint,
    }

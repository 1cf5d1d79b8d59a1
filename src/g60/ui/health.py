"""Whether the process is alive, and whether it can serve: what a supervisor or a load balancer asks."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec

from g60.contract.errors import DatabaseError, G60Error
from g60.contract.i18n import DEFAULT_LANGUAGE, text
from g60.record.catalogs import Catalogs
from g60.record.versions import newest

ALIVE = {"alive": True}
# The package with the font of the sheets.
FONTS = "justmytype_intl_cjk"


def readiness(catalogs: Catalogs, jobs: Mapping[str, int], fonts: str = FONTS) -> tuple[bool, dict[str, object]]:
    """Whether readers can be served, and what is served; where not, why.

    The data must be there and whole, the database must answer, the font of the sheets must be installed, and files that
    wait must have a process that makes them (`jobs` are the figures of their queue). A process that shows an earlier
    version, because the newest one cannot be made, is ready and says both numbers.
    """
    try:
        recorded = newest(catalogs.url)
        catalog = catalogs.newest()
    except G60Error as error:
        # Anybody may ask: what the driver says of the database is for `doctor`, not for here.
        code = "service_database" if error.code == DatabaseError.code else error.code
        return False, {"ready": False, "reason": text(code, DEFAULT_LANGUAGE, **error.values)}
    reasons = ["doctor_fonts_missing"] if find_spec(fonts) is None else []
    reasons += ["service_no_workers"] if jobs["exports_waiting"] and not jobs["export_workers"] else []
    if reasons:
        return False, {"ready": False, "reason": " ".join(text(code, DEFAULT_LANGUAGE) for code in reasons)}
    return True, {
        "ready": True,
        "version": catalog.version,
        "newest": recorded,
        "fingerprint": catalog.fingerprint,
        "workers": jobs["export_workers"],
        "waiting": jobs["exports_waiting"],
    }

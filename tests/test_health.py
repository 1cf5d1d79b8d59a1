"""What a load balancer is told: alive is not ready, and who is not ready says why."""

import json
import re
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from g60.contract.i18n import text
from g60.record.catalogs import Catalogs
from g60.ui.health import readiness
from tests.conftest import GEODATA

IDLE = {"exports_waiting": 0, "export_workers": 0}


def test_a_served_app_is_alive_and_says_which_version_it_serves(server: str) -> None:
    asked = build_opener(ProxyHandler({}))
    with asked.open(f"{server}/healthz", timeout=30) as answer:
        assert json.load(answer) == {"alive": True}
    with asked.open(f"{server}/readyz", timeout=30) as answer:
        said = json.load(answer)
        assert answer.headers["Cache-Control"] == "no-store"
    assert (said["ready"], said["version"], said["newest"]) == (True, 1, 1)
    assert len(said["fingerprint"]) >= 12


def test_without_a_database_that_answers_it_is_not_ready_and_says_why() -> None:
    is_ready, said = readiness(Catalogs(GEODATA, "postgresql://nobody@127.0.0.1:1/none"), IDLE)
    assert (is_ready, said["ready"]) == (False, False)
    assert said["reason"] == text("error_database_gone", "zh")


def test_what_the_driver_says_is_not_served() -> None:
    for url in ("postgresql://atlas:Secr@tWord@127.0.0.1:1/x", "postgresql://nowhere.invalid/x?sslmode=tWord"):
        is_ready, said = readiness(Catalogs(GEODATA, url), IDLE)
        assert not is_ready
        assert not re.search("tWord|resolve|nowhere", str(said["reason"]))


def test_without_data_that_can_be_read_it_is_not_ready_and_says_so(tmp_path: Path) -> None:
    is_ready, said = readiness(Catalogs(tmp_path, f"sqlite:///{tmp_path / 'atlas.db'}"), IDLE)
    assert not is_ready
    assert said["reason"]


def test_without_the_font_of_the_sheets_or_a_process_for_what_waits_it_is_not_ready(tmp_path: Path) -> None:
    catalogs = Catalogs(GEODATA, f"sqlite:///{tmp_path / 'atlas.db'}")
    assert readiness(catalogs, IDLE)[0]
    assert readiness(catalogs, {"exports_waiting": 3, "export_workers": 1})[0]
    is_ready, said = readiness(catalogs, {"exports_waiting": 3, "export_workers": 0})
    assert (is_ready, said["reason"]) == (False, text("service_no_workers", "zh"))
    is_ready, said = readiness(catalogs, IDLE, fonts="no_such_font")
    assert (is_ready, said["reason"]) == (False, text("doctor_fonts_missing", "zh"))

"""What an operator copies from `deploy/`: the units, the timer, the Containerfile, and the guide that names them."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.bundle import SCRIPTS, own_files
from tests.fuzz import routes

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
UNITS = ("atlas@.service", "atlas-backup.service", "atlas-backup.timer")
GUIDE = (ROOT / "docs/operations.md").read_text("utf-8")
# The lines of a unit that take rights away, as systemd judges them: 0 would be none left, 10 all.
EXPOSED_AT_MOST = 3.0


def told(name: str) -> dict[str, list[str]]:
    """The settings of a unit, each with its values."""
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / name).read_text("utf-8").splitlines():
        key, sign, value = line.partition("=")
        if sign and not line.startswith(("#", "[")):
            found.setdefault(key, []).append(value)
    return found


def test_the_services_run_as_the_account_with_its_settings_and_few_rights() -> None:
    for name in UNITS[:2]:
        unit = told(name)
        assert unit["User"] == unit["Group"] == ["atlas"]
        assert unit["EnvironmentFile"] == ["/etc/atlas.env"]
        assert "/opt/atlas/.venv/bin/python -m" in unit["ExecStart"][0]
        assert unit["NoNewPrivileges"] == ["true"]
        assert unit["ProtectSystem"] == ["strict"]
        assert unit["CapabilityBoundingSet"] == [""]
        assert unit["UMask"] == ["0077"]
    # An import is read in a namespace of its own, without a network (`record/intake/child.py`).
    assert set(told(UNITS[0])["RestrictNamespaces"][0].split()) == {"user", "net"}


def test_systemd_reads_the_units_without_a_complaint(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed")
    for name in UNITS:
        text = (DEPLOY / name).read_text("utf-8").replace("/opt/atlas/.venv/bin/python", sys.executable)
        text = text.replace("/opt/atlas", str(tmp_path))  # systemd asks that the program is there
        (tmp_path / name.replace("@.", "@8501.")).write_text(text, "utf-8")
    files = [str(path) for path in tmp_path.iterdir()]
    done = subprocess.run([program, "verify", *files], capture_output=True, text=True, check=False)
    complaints = [line for line in done.stderr.splitlines() if "atlas" in line and "not installed" not in line]
    assert not complaints
    for name in UNITS[:2]:
        call = [program, "security", "--offline=true", "--no-pager", str(DEPLOY / name)]
        said = subprocess.run(call, capture_output=True, text=True, check=False).stdout
        exposed = re.search(r"Overall exposure level for \S+: ([\d.]+)", said)
        if exposed is None:
            pytest.skip("this systemd-analyze does not judge files")
        assert float(exposed[1]) <= EXPOSED_AT_MOST, said


def test_the_timer_starts_the_backup_every_night_and_makes_up_for_a_missed_one() -> None:
    timer = told("atlas-backup.timer")
    assert timer["Persistent"] == ["true"]
    assert timer["WantedBy"] == ["timers.target"]
    unit = told("atlas-backup.service")
    assert unit["ReadWritePaths"] == unit["RequiresMountsFor"] == ["/backup"]
    assert "g60 backup -o" in unit["ExecStart"][0]
    # Removed only after a backup that succeeded: systemd runs what comes after only then.
    assert [key for key in unit if "-delete" in unit[key][0]] == ["ExecStartPost"]


def test_the_container_runs_what_the_archive_holds_as_nobody_special() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    steps = [line.split(maxsplit=1) for line in lines]
    assert steps[0][0] == "FROM"
    assert ":3.11" in steps[0][1]
    (user,) = (rest for word, rest in steps if word == "USER")
    assert user.isdecimal()
    assert int(user) > 0
    assert f"--uid {user}" in text
    assert not re.search(r"\b(pip|apt-get|curl|wget)\b", text)  # the archive has all that it needs
    assert "start.sh --set-up" in text
    assert "start.sh" in SCRIPTS
    assert [word for word, _ in steps].index("COPY") < [word for word, _ in steps].index("USER")
    (health,) = (rest for word, rest in steps if word == "HEALTHCHECK")
    asked = re.search(r"http://127\.0\.0\.1:8501(/\w+)", health)
    assert asked is not None
    assert asked[1] in routes()


def test_the_guide_names_files_that_the_archive_has() -> None:
    named = set(re.findall(r"/opt/atlas/((?:deploy|docs)/[\w@.-]+)", GUIDE))
    assert named >= {"deploy/atlas@.service", "deploy/nginx.conf", "deploy/atlas-backup.timer"}
    assert named <= set(own_files())
    assert set(re.findall(r"/opt/atlas/(start\.\w+)", GUIDE)) <= set(SCRIPTS)


# What a process on Windows has not: the module, and the functions of the system.
ON_WINDOWS = """
import socket, sys
from g60.record import backup
sys.modules["resource"] = None
sys.platform = "win32"
from g60.record.intake import child
child.ctypes = None
child._limit(5)
backup._sync(None)
try:
    socket.create_connection(("127.0.0.1", 9))
except PermissionError:
    print("refused")
"""


def test_a_file_is_read_apart_on_windows_too() -> None:
    done = subprocess.run([sys.executable, "-c", ON_WINDOWS], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout.strip() == "refused", done.stderr

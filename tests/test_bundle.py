"""The archive for machines without a network: what is in it, that it sets up and serves, and what it says when not."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy import bundle, start
from g60.contract.i18n import LANGUAGES, text
from g60.export import packages
from tests.processes import free_port
from tests.small_bundle import summed_up, unpacked, wheel

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
# An archive that `make bundle` has made: `make soak` sets it up in a network namespace without a way out.
MADE = os.environ.get("G60_BUNDLE", "")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive, unpacked in a folder whose name has a space."""
    return unpacked(tmp_path_factory.mktemp("archive") / "嘉兴 atlas")


def call(folder: Path, *given: str, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(folder / "start.py"), *given],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        cwd="/",
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", **env},
    )


def lines_until(process: subprocess.Popen[str], code: str) -> list[str]:
    """What a call says until it says a text in English, or ends."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if words(code, "en").search(line):
            break
    return said


def answers(address: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address, timeout=20) as answer:
        return bool(answer.status == 200)


def words(code: str, lang: str) -> re.Pattern[str]:
    """A text of the table whose values may be anything."""
    template = re.sub(r"\\\{[a-z]+\\\}", ".*", re.escape(text(code, lang)))
    return re.compile(template)


# It sets up and serves -------------------------------------------------------------------------------


def test_an_archive_sets_up_and_serves_and_ends_with_its_server(small: Path) -> None:
    for first in (True, False):
        port = free_port()
        process = call(small, f"--port={port}", PIP_INDEX_URL="http://127.0.0.1:9/", PIP_NO_INDEX="0")
        try:
            said = "".join(lines_until(process, "bundle_serving"))
            assert answers(f"http://127.0.0.1:{port}/healthz"), said
        finally:
            process.send_signal(signal.SIGTERM)
            said += process.communicate(timeout=20)[0]
        assert process.returncode == 0, said
        codes = ["bundle_checking", "bundle_environment", "bundle_installing", "bundle_set_up"]
        for code in [*(codes if first else ["bundle_is_set_up"]), "bundle_starting", "bundle_serving"]:
            for lang in LANGUAGES:
                assert words(code, lang).search(said), (code, said)
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0  # the server has ended too


# What it says when something is missing --------------------------------------------------------------


@pytest.fixture
def broken(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the small archive that is not set up yet, for the functions of start.py in this process."""
    folder = shutil.copytree(small, tmp_path / "archive", ignore=shutil.ignore_patterns(".venv", "set-up.log"))
    monkeypatch.setattr(start, "HERE", folder)
    before = signal.getsignal(signal.SIGTERM)
    yield folder
    signal.signal(signal.SIGTERM, before)


def test_a_newer_archive_unpacked_over_it_is_set_up_again(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[object] = []
    monkeypatch.setattr(start, "install", installed.append)
    for count in (1, 1, 2):
        if count == 2:
            (broken / "app.py").write_text("# newer", "utf-8")
            summed_up(broken)
        assert start.main(["--set-up"]) == 0
        assert len(installed) == count
    shutil.rmtree(broken / ".venv" / "bin")  # it broke off, or somebody cleaned up
    assert start.main(["--set-up"]) == 0
    assert len(installed) == 3


def about_of(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / start.ABOUT).read_text("utf-8"))
    return told


def changed(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    told = about_of(folder)
    change(told)
    (folder / start.ABOUT).write_text(json.dumps(told), "utf-8")
    summed_up(folder)


def no_room(told: dict[str, Any]) -> None:
    told["platforms"][start.machine()]["installed_bytes"] = 10**15


def newer_library(told: dict[str, Any]) -> None:
    told["platforms"][start.machine()]["glibc"] = "9.99"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda told: told.update(python="3.99"), "bundle_python"),
        (lambda told: told.update(platforms={"plan9-mips": {}}), "bundle_platform"),
        (newer_library, "bundle_glibc"),
        (no_room, "bundle_room"),
    ],
)
def test_another_machine_than_the_archive_was_made_for_is_told_what_to_do(
    broken: Path, capsys: pytest.CaptureFixture[str], change: Callable[[dict[str, Any]], None], code: str
) -> None:
    changed(broken, change)
    assert start.main(["--set-up"]) == start.NOT_READY
    said = capsys.readouterr().out
    assert all(words(code, lang).search(said) for lang in LANGUAGES), said
    assert not (broken / ".venv").exists()


def test_a_damaged_archive_names_the_files_and_installs_nothing(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (broken / "app.py").write_text("something else", "utf-8")
    (broken / "start.cmd").unlink()
    assert start.main(["--set-up"]) == start.NOT_READY
    said = capsys.readouterr().out
    assert "app.py, start.cmd" in said
    assert not (broken / ".venv").exists()


def test_a_wheel_with_another_hash_is_not_installed_even_if_the_checksums_agree(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wheel(broken / start.WHEELS, "streamlit", {"streamlit/__init__.py": "bad = True"})
    summed_up(broken)
    assert start.main(["--set-up"]) == start.NOT_READY
    said = capsys.readouterr().out
    assert words("bundle_install_failed", "zh").search(said), said
    assert "set-up.log" in said
    assert not (broken / ".venv" / start.MARK).exists()


def test_a_disk_that_fills_up_is_named(
    broken: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    full = "import sys; print('ERROR: [Errno 28] No space left on device'); sys.exit(1)"
    run = start._run
    monkeypatch.setattr(start, "_run", lambda _call, count=0: run([sys.executable, "-c", full], count))
    assert start.main(["--set-up"]) == start.NOT_READY
    assert words("bundle_disk_full", "zh").search(capsys.readouterr().out)


def test_a_port_is_looked_at_before_anything_is_installed(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        assert start.main([f"--port={port}"]) == start.NOT_READY
    said = capsys.readouterr().out
    free = re.search(r"--port (\d+)", said)
    assert free is not None
    assert int(free[1]) > port
    assert start.main(["--port=99999"]) == start.NOT_READY
    assert "99999" in capsys.readouterr().out
    assert start.main(["--address=192.0.2.1"]) == start.NOT_READY
    assert words("bundle_address", "en").search(capsys.readouterr().out)
    assert not (broken / ".venv").exists()


def test_without_the_right_python_the_script_says_what_to_install(small: Path, tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    old.chmod(0o755)
    for name in ("dirname", "sh"):
        (tmp_path / name).symlink_to(shutil.which(name) or "")
    script = (small / "start.sh").read_text("utf-8").replace("/usr/local/bin/", "/nowhere/")
    (small / "start-elsewhere.sh").write_text(script, "utf-8")
    env = {"PATH": str(tmp_path)}
    done = subprocess.run(
        [shutil.which("sh") or "", str(small / "start-elsewhere.sh")],
        capture_output=True,
        text=True,
        env=env,
        check=False,
    )
    assert done.returncode == start.NOT_READY
    for lang in LANGUAGES:
        assert text("bundle_no_python", lang, python=bundle.PYTHON) in done.stderr
    if sys.version_info[:2] == (3, 11):
        env["PYTHON"] = sys.executable
        said = subprocess.run(
            [shutil.which("sh") or "", str(small / "start.sh"), "--help"],
            capture_output=True,
            text=True,
            env=env,
            check=True,
        )
        assert "--set-up" in said.stdout


# What is in it ---------------------------------------------------------------------------------------


def test_the_archive_holds_what_runs_the_atlas_and_nothing_of_tests_or_secrets() -> None:
    names = set(bundle.own_files())
    for wanted in ("app.py", "pages/index.py", "layers/client.py", "src/g60/cli/__init__.py", "geodata/carriers.csv"):
        assert wanted in names
    assert {"deploy/atlas@.service", "docs/operations.md", ".streamlit/config.toml", "SECURITY.md"} <= names
    for name in names:
        assert not name.startswith(("tests/", "benchmarks/", "node_modules/", ".git", ".venv"))
        assert not re.search(r"secrets\.toml|__pycache__|\.egg-info|\.db$|\.pyc$", name), name


@pytest.mark.parametrize("platform", bundle.TAGS)
def test_each_platform_gets_the_packages_that_run_the_atlas_by_the_hashes_of_the_lock(platform: str) -> None:
    held = bundle.pins(platform, LOCK)
    assert {"streamlit", "psycopg-binary", "authlib", "justmytype-intl-cjk", "pip", "setuptools"} <= set(held)
    assert not set(held) & {"pytest", "playwright", "hypothesis", "pypdf", "ruff", "uv", "execnet"}
    assert all(re.findall(r"sha256:[0-9a-f]{64}", hashes) for _, hashes in held.values())
    with pytest.raises(bundle.UnmadeError, match="streamlit"):
        bundle.pins(platform, LOCK.replace("\nstreamlit==", "\nother=="))


def test_only_a_wheel_whose_hash_the_lock_names_is_taken(tmp_path: Path) -> None:
    made = wheel(tmp_path, "one", {"one.py": ""})
    assert bundle.wheel_of("one", "1.0", f"--hash=sha256:{start.sha256(made)}", tmp_path) == made
    with pytest.raises(bundle.UnmadeError):
        bundle.wheel_of("one", "1.0", "--hash=sha256:" + "0" * 64, tmp_path)


def test_start_scripts_have_their_texts_and_the_one_for_windows_its_encoding(tmp_path: Path) -> None:
    (tmp_path / bundle.WHEELS).mkdir()
    wheel(tmp_path / bundle.WHEELS, "segno", {"segno.py": ""})
    bundle.finish(tmp_path, "1.2.3", {"linux-x86_64": {"packages": 1, "installed_bytes": 1, "glibc": "2.28"}})
    for name in bundle.SCRIPTS:
        content = (tmp_path / name).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf") == name.endswith(".ps1")
        assert not re.search(rb"@(bundle|python)", content), name
    for lang in LANGUAGES:
        assert text("bundle_no_python", lang, python=bundle.PYTHON) in (tmp_path / "start.ps1").read_text("utf-8-sig")
        assert "1.2.3" in (tmp_path / bundle.READ_ME).read_text("utf-8-sig")
    told = dict(reversed(line.split("  ", 1)) for line in (tmp_path / start.SUMS).read_text("utf-8").splitlines())
    assert set(told) == {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*") if path.is_file()}
    listed = json.loads((tmp_path / "sbom.cdx.json").read_text("utf-8"))
    (segno,) = [part for part in listed["components"] if part["name"] == "segno"]
    assert segno["externalReferences"][0]["hashes"][0]["content"] == told[segno["externalReferences"][0]["url"]]


def test_the_lock_holds_every_pin_with_hashes_and_nothing_in_other_versions() -> None:
    for name, others in (("requirements", ""), ("requirements-dev", LOCK)):
        pinned = dict(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)$", _file(f"{name}.txt"), re.M))
        held = {packages.plain_name(one): version for one, version, _ in bundle.PIN.findall(_file(f"{name}.lock"))}
        common = {packages.plain_name(one): version for one, version, _ in bundle.PIN.findall(others)}
        assert len(pinned) > 5
        assert {one: held.get(one, common.get(one)) for one in pinned} == pinned, "make lock"
        # What only another system needs (colorama on Windows) is in the lock and was not tried here.
        further = set(held) - set(pinned) - set(common)
        assert all(f"{one}=={held[one]} ; sys_platform" in _file(f"{name}.lock") for one in further), further
        lines = [line for line in _file(f"{name}.lock").splitlines() if "==" in line]
        assert len(lines) == len(held)


def _file(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


# The whole archive, on a machine that reaches nobody ---------------------------------------------------


@pytest.mark.skipif(not MADE, reason="takes minutes: make soak")
def test_the_made_archive_serves_on_a_machine_that_reaches_nobody(tmp_path: Path) -> None:
    """In a network namespace without a way out, with Debian's own Python, or the one that runs the tests."""
    subprocess.run([sys.executable, "-m", "zipfile", "-e", str(ROOT / MADE), str(tmp_path)], check=True)
    (folder,) = tmp_path.iterdir()
    inside = f"""
        set -e
        ip link set lo up
        if python3 -c 'import socket; socket.create_connection(("192.0.2.1", 80), 1)' 2>/dev/null; then exit 9; fi
        sh start.sh --port 8777 > said 2>&1 &
        for _ in $(seq 1 500); do
            sleep 1
            if grep -q 'http://127.0.0.1:8777' said; then break; fi
            kill -0 $! 2>/dev/null || {{ cat said; exit 8; }}
        done
        {folder}/.venv/bin/python - <<'END'
import re, urllib.request
asked = lambda path: urllib.request.urlopen("http://127.0.0.1:8777" + path, timeout=60).read().decode()
assert '"ready": true' in asked("/readyz").replace('":t', '": t'), asked("/readyz")
assert "Streamlit" in asked("/")
assert len(asked("/present")) > 100_000
END
        .venv/bin/python -m g60 list --unit 330481
        .venv/bin/python -m g60 render --format png -o map.png
        ! .venv/bin/python -c 'import pytest' 2>/dev/null
        kill $!
        wait
        cat said
    """
    env = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "HOME": str(tmp_path), "LANG": "C.UTF-8", "PYTHON": sys.executable}
    done = subprocess.run(
        ["unshare", "--net", "--map-root-user", "bash", "-c", inside],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert words("bundle_serving", "en").search(done.stdout)

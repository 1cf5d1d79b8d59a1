"""Sets the atlas up from its archive and serves it, on a machine without a network.

`make bundle` puts this file beside app.py. It needs Python and nothing else: until the wheels are installed, only the
standard library is there, and the texts of the app, which stand on the standard library too.

Exit status: 0 served until it was stopped, or set up; 2 something has to be mended first, which the last lines say.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import venv
import webbrowser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "src"))

from g60.contract.i18n import LANGUAGES, text  # noqa: E402 - the texts are found beside this file

ABOUT, SUMS, WHEELS = "bundle.json", "SHA256SUMS", "wheels"
# It holds the checksum of SUMS at the last complete set-up: a newer archive unpacked over it is set up again.
MARK = ".set-up"
CHUNK = 1 << 20
FIRST_PORT, LAST_PORT = 8501, 65535
# Seconds until a server that computes its outlines for the first time must have answered, on a slow machine.
PATIENCE_S = 300
NOT_READY = 2
FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))  # the second one is not known everywhere


class StopError(Exception):
    """Something that a person has to mend first: the code of the text that says what, and its values."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def main(arguments: list[str] | None = None) -> int:
    """The exit status of one call."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks Chinese letters still shows the English line
    asked = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        about = json.loads((HERE / ABOUT).read_text("utf-8"))
        require_machine(about)
        if not asked.set_up:
            require_port(asked.address, asked.port)
        set_up(about)
        if not asked.set_up:
            serve(asked.address, asked.port, show=asked.browser)
    except StopError as stop:
        tell(stop.code, **stop.values)
        return NOT_READY
    except OSError as error:
        code = "bundle_disk_full" if error.errno in FULL else "bundle_unwritable"
        tell(code, folder=HERE, detail=f"{error.strerror} {error.filename or ''}".strip())
        return NOT_READY
    except KeyboardInterrupt:
        print()
    return 0


def _interrupted(*_: object) -> None:
    """The order to end, which a service gives, ends the server too."""
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="start", description=both("bundle_about"))
    parser.add_argument("--port", type=int, default=FIRST_PORT, help=both("bundle_arg_port"))
    parser.add_argument("--address", default="127.0.0.1", help=both("bundle_arg_address"))
    parser.add_argument("--set-up", action="store_true", help=both("bundle_arg_set_up"))
    parser.add_argument("--browser", action="store_true", help=both("bundle_arg_browser"))
    return parser


def both(code: str, **values: object) -> str:
    """A text in both languages, Chinese first."""
    return " / ".join(text(code, lang, **values) for lang in LANGUAGES)


def tell(code: str, **values: object) -> None:
    """Print a text in both languages, each on a line of its own."""
    for lang in LANGUAGES:
        print(text(code, lang, **values), flush=True)


# What must be there --------------------------------------------------------------------------------


def machine() -> str:
    """The name of this machine's platform, as archives name them: linux-x86_64."""
    kind = platform.machine().lower()
    return f"{platform.system().lower()}-{ {'arm64': 'aarch64'}.get(kind, kind) }"


def require_machine(about: Mapping[str, Any]) -> None:
    """Raises StopError for another Python, platform or C library than the archive's wheels were made for."""
    if "{}.{}".format(*sys.version_info) != about["python"]:
        raise StopError("bundle_python", wanted=about["python"], found=platform.python_version(), path=sys.executable)
    known = about["platforms"]
    if machine() not in known:
        raise StopError("bundle_platform", found=machine(), known=", ".join(known))
    wanted = known[machine()].get("glibc", "")
    library, version = platform.libc_ver()
    if wanted and (library != "glibc" or _numbers(version) < _numbers(wanted)):
        raise StopError("bundle_glibc", wanted=wanted, found=f"{library} {version}".strip() or "?")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def require_port(address: str, port: int) -> None:
    """Raises StopError for a port at which another program listens, or that is none."""
    if not 0 < port <= LAST_PORT:
        raise StopError("bundle_port_wrong", port=port, most=LAST_PORT)
    try:
        with socket.create_connection((address if address != "0.0.0.0" else "127.0.0.1", port), timeout=1):
            taken = True
    except OSError:
        taken = not _can_listen(address, port)
    if taken:
        raise StopError("bundle_port_taken", port=port, free=_free_after(address, port))


def _can_listen(address: str, port: int) -> bool:
    try:
        with socket.socket() as tried:
            if os.name == "posix":  # a port that was closed a moment ago is free for a server, which sets this too
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((address, port))
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
            raise StopError("bundle_address", address=address) from error
        return False
    return True


def _free_after(address: str, port: int) -> int:
    higher = range(max(port + 1, 1024), LAST_PORT + 1)
    return next((number for number in higher if _can_listen(address, number)), FIRST_PORT)


def require_room(about: Mapping[str, Any]) -> None:
    """Raises StopError where the disk has less room than the installed packages take."""
    wanted = int(about["platforms"][machine()]["installed_bytes"])
    free = shutil.disk_usage(HERE).free
    if free < wanted:
        raise StopError("bundle_room", folder=HERE, wanted=_mb(wanted), free=_mb(free))


def _mb(count: int) -> str:
    return f"{count / 1e6:,.0f}"


def wrong_files() -> Iterator[str]:
    """The files of the archive that are missing or differ from their checksum."""
    for line in (HERE / SUMS).read_text("utf-8").splitlines():
        wanted, _, name = line.partition("  ")
        try:
            if sha256(HERE / name) != wanted:
                yield name
        except OSError:
            yield name


def sha256(path: Path) -> str:
    """The SHA-256 of a file."""
    summed = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(CHUNK):
            summed.update(part)
    return summed.hexdigest()


# Setting up ----------------------------------------------------------------------------------------


def environment() -> Path:
    """The folder of the environment that the packages are installed in: where the units of `deploy/` expect it."""
    return HERE / ".venv"


def python() -> Path:
    """The Python of that environment."""
    return environment() / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def set_up(about: Mapping[str, Any]) -> None:
    """Check the archive and install its wheels, unless this archive is set up already; raises StopError."""
    stamp = sha256(HERE / SUMS)
    mark = environment() / MARK
    if mark.exists() and mark.read_text("utf-8") == stamp and python().exists():
        tell("bundle_is_set_up")
        return
    tell("bundle_checking", count=sum(1 for _ in (HERE / SUMS).open(encoding="utf-8")))
    if wrong := list(wrong_files()):
        raise StopError("bundle_files_wrong", names=", ".join(wrong[:5]), count=len(wrong))
    if environment().exists():
        shutil.rmtree(environment())  # of an earlier archive, or of a set-up that broke off
    require_room(about)
    tell("bundle_environment", folder=environment())
    # Without pip, which Debian's Python does not bring: the archive has its own.
    venv.EnvBuilder(symlinks=os.name != "nt").create(environment())
    install(about)
    mark.write_text(stamp, "utf-8")
    tell("bundle_set_up")


def install(about: Mapping[str, Any]) -> None:
    """Install every wheel of this platform by its hash, then the project itself; raises StopError."""
    (pip,) = (HERE / WHEELS).glob("pip-*.whl")
    # --isolated: neither the settings nor the environment of the person who installs lead to another source.
    call = [str(python()), str(pip / "pip"), "--isolated", "install", "--no-index", "--no-cache-dir", "--no-deps"]
    call += ["--no-warn-script-location", "--progress-bar=off"]
    count = int(about["platforms"][machine()]["packages"])
    tell("bundle_installing", count=count)
    pins = HERE / WHEELS / f"{machine()}.txt"
    _run([*call, "--require-hashes", f"--find-links={HERE / WHEELS}", "-r", str(pins)], count)
    _run([*call, "--no-build-isolation", "-e", str(HERE)])
    _run([str(python()), "-m", "pip", "--isolated", "check"])
    # The account that serves may not write here: compiled now, the program starts quicker each time.
    parts = [str(HERE / part) for part in ("src", "layers", "pages", "app.py") if (HERE / part).exists()]
    _run([str(python()), "-m", "compileall", "-q", *parts])


def _run(call: list[str], count: int = 0) -> None:
    """Run a step of pip and show how far it is; raises StopError with its last lines if it fails."""
    said: list[str] = []
    with subprocess.Popen(
        call, cwd=HERE, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace"
    ) as process:
        assert process.stdout is not None
        seen = 0
        for line in process.stdout:
            said.append(line.rstrip())
            seen += line.startswith("Processing ")
            if count and line.startswith("Processing ") and (seen % 10 == 0 or seen == count):
                tell("bundle_examined", done=seen, count=count)
            if count and line.startswith("Installing collected"):
                tell("bundle_unpacking")
    if process.returncode:
        log = HERE / "set-up.log"
        log.write_text("\n".join(said), "utf-8")
        if any("No space left" in line or "Errno 28" in line for line in said):
            raise StopError("bundle_disk_full", folder=HERE, detail=said[-1])
        raise StopError("bundle_install_failed", log=log, said=" | ".join(said[-3:]))


# Serving -------------------------------------------------------------------------------------------


def serve(address: str, port: int, *, show: bool) -> None:
    """Serve until Ctrl+C; raises StopError if the server ends by itself or does not answer."""
    call = [str(python()), "-m", "streamlit", "run", str(HERE / "app.py"), "--server.headless=true"]
    call += [f"--server.address={address}", f"--server.port={port}"]
    reached = f"http://{'127.0.0.1' if address == '0.0.0.0' else address}:{port}"
    tell("bundle_starting")
    with subprocess.Popen(call, cwd=HERE, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as server:
        try:
            _wait(server, reached)
            tell("bundle_serving", address=reached)
            if show:
                webbrowser.open(reached)
            status = server.wait()
        finally:
            if server.poll() is None:
                server.terminate()
                server.wait()
    if status:
        raise StopError("bundle_ended", status=status)


def _wait(server: subprocess.Popen[bytes], reached: str) -> None:
    # A proxy that the environment names must not come between.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    ends = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends:
        if server.poll() is not None:
            raise StopError("bundle_ended", status=server.returncode)
        try:
            with opener.open(f"{reached}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.3)
    raise StopError("bundle_silent", seconds=PATIENCE_S)


if __name__ == "__main__":
    sys.exit(main())

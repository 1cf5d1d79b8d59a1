"""Several processes of the app behind a real nginx, set up by the files in `deploy/` that an operator copies."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
START_SECONDS = 90
# What stands around the shipped file in /etc/nginx/nginx.conf; everything is kept in the test's folder.
AROUND = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
{user}
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    log_format seat '$upstream_addr $status $request_uri';
    access_log {folder}/access.log seat;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/atlas.conf;
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def unit_command(port: int) -> list[str]:
    """The command of the shipped systemd unit for a port, with the Python that runs the tests."""
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string((DEPLOY / "atlas@.service").read_text("utf-8"))
    command = shlex.split(unit["Service"]["ExecStart"].replace("%i", str(port)))
    assert command[0] == "/opt/atlas/.venv/bin/python"
    return [sys.executable, *command[1:]]


def as_shipped(text: str) -> str:
    """The shipped file without a change of the operator's."""
    return text


def nginx_file(
    folder: Path, ports: list[int], listen: tuple[int, int], change: Callable[[str], str] = as_shipped
) -> Path:
    """The shipped file with the ports and the certificate of a test; `change` is what the operator changes."""
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    (line,) = {match[0] for match in re.findall(r"(\n    server 127\.0\.0\.1:\d+ ([^;]*);)", text.split("8502")[0])}
    servers = "".join(line.replace("8501", str(port)) for port in ports)
    text = re.sub(r"(\n    server 127\.0\.0\.1:\d+ [^;]*;)+", servers, text, count=1)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{listen[0]};")
    text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{listen[1]} ssl")
    text = text.replace("/etc/nginx/atlas", str(folder / "atlas"))
    (folder / "atlas.conf").write_text(change(text), "utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user), "utf-8")
    return folder / "nginx.conf"


def certificate(folder: Path) -> None:
    """A certificate of a test's own."""
    call = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    call += ["-keyout", str(folder / "atlas.key"), "-out", str(folder / "atlas.crt")]
    subprocess.run(call, check=True, capture_output=True)


def nginx_program() -> str | None:
    """The path of nginx, which a user's PATH may not name."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


class Processes:
    """The processes of the app by their ports, and the nginx before them."""

    def __init__(
        self, folder: Path, count: int, settings: Mapping[str, str], change: Callable[[str], str] = as_shipped
    ) -> None:
        self.change = change
        self.folder, self.settings = folder, {**os.environ, **settings}
        self.ports = [free_port() for _ in range(count)]
        self.running: dict[int, subprocess.Popen[bytes]] = {}
        self._nginx: subprocess.Popen[bytes] | None = None
        self.base_url = ""

    def start(self) -> None:
        """Start every process, then nginx; returns when all answer."""
        for port in self.ports:
            self.start_one(port)
        for port in self.ports:
            self.wait(port)
        certificate(self.folder)
        listen = free_port(), free_port()
        config = nginx_file(self.folder, self.ports, listen, self.change)
        program = nginx_program()
        assert program is not None
        call = [program, "-c", str(config), "-p", str(self.folder), "-e", str(self.folder / "error.log")]
        subprocess.run([*call, "-t"], check=True, capture_output=True)
        self._nginx = subprocess.Popen(call, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.base_url = f"https://127.0.0.1:{listen[1]}"

    def start_one(self, port: int) -> None:
        """Start the process of a port as its unit does."""
        with (self.folder / f"{port}.log").open("ab") as log:
            self.running[port] = subprocess.Popen(
                unit_command(port), cwd=ROOT, env=self.settings, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def wait(self, port: int) -> None:
        """Wait until the process of a port answers."""
        ends = time.monotonic() + START_SECONDS
        while True:
            with suppress(OSError):
                self.ask(port, "/_stcore/health")
                return
            assert self.running[port].poll() is None, (self.folder / f"{port}.log").read_text()[-2000:]
            assert time.monotonic() < ends, f"port {port} does not answer"
            time.sleep(0.1)

    def ask(self, port: int, path: str) -> bytes:
        """What one process answers, asked directly."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return bytes(answer.read())

    def pause(self, port: int) -> None:
        """Have the process of a port do nothing more: what it was asked stays half done."""
        self.running[port].send_signal(signal.SIGSTOP)

    def kill(self, port: int) -> None:
        """End the process of a port at once, as a crash does."""
        self.running[port].send_signal(signal.SIGKILL)
        self.running.pop(port).wait()

    def served(self, path: str) -> list[int]:
        """The ports that have answered requests of an address, in order; of a websocket, when it was closed."""
        lines = (self.folder / "access.log").read_text().splitlines()
        asked = [line.split(" ") for line in lines]
        return [int(parts[-3].rstrip(",").rpartition(":")[2]) for parts in asked if parts[-1].startswith(path)]

    def last_served(self, path: str) -> int:
        """The port that answered an address last. nginx writes its line only after the answer: it is waited for."""
        until = time.monotonic() + 10
        while not (found := self.served(path)) and time.monotonic() < until:
            time.sleep(0.05)
        return found[-1]

    def stop(self) -> None:
        """End all that runs."""
        for process in [*self.running.values(), *([self._nginx] if self._nginx else [])]:
            process.terminate()
        for process in [*self.running.values(), *([self._nginx] if self._nginx else [])]:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def processes(
    folder: Path, count: int, settings: Mapping[str, str], change: Callable[[str], str] = as_shipped
) -> Iterator[Processes]:
    """So many processes of the app behind nginx, while the block runs."""
    running = Processes(folder, count, settings, change)
    try:
        running.start()
        yield running
    finally:
        running.stop()

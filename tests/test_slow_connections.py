"""Sixty slow connections are let go by the shipped nginx, and nobody else waits for them."""

import os
import socket
import ssl
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from tests.conftest import in_ci
from tests.processes import certificate, free_port, nginx_file, nginx_program

SLOW = 60
# The shipped limits, and those of the tests.
SHORT = {
    "client_header_timeout 10s": "client_header_timeout 2s",
    "client_body_timeout   15s": "client_body_timeout 2s",
}
FEW = {"limit_conn atlas_readers 400": "limit_conn atlas_readers 10"}


class Quick(BaseHTTPRequestHandler):
    """An app that answers at once, and counts who has reached it."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        Quick.asked.append("GET")
        self.send_response(200)
        self.end_headers()

    def do_POST(self) -> None:
        Quick.asked.append("POST")
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def port(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[int]:
    """The port of the shipped nginx before an app, with the limits of a test."""
    program = nginx_program()
    if program is None:
        (pytest.fail if in_ci() else pytest.skip)("there is no nginx")
    app = ThreadingHTTPServer(("127.0.0.1", 0), Quick)
    threading.Thread(target=app.serve_forever, daemon=True).start()
    certificate(tmp_path)
    listen = free_port(), free_port()
    config = nginx_file(tmp_path, [app.server_port], listen)
    shipped = (tmp_path / "atlas.conf").read_text("utf-8")
    for long, short in request.param.items():
        assert long in shipped
        shipped = shipped.replace(long, short)
    (tmp_path / "atlas.conf").write_text(shipped, "utf-8")
    call = [program, "-c", str(config), "-p", str(tmp_path), "-e", str(tmp_path / "error.log")]
    nginx = subprocess.Popen(call, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ))
    try:
        until = time.monotonic() + 30
        while True:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", listen[1]), 1).close()
                break
            assert time.monotonic() < until
            time.sleep(0.05)
        yield listen[1]
    finally:
        nginx.terminate()
        nginx.wait(10)
        app.shutdown()
        app.server_close()


def unchecked() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def begun(port: int, words: bytes) -> ssl.SSLSocket:
    """A connection on which a request was begun."""
    found = unchecked().wrap_socket(socket.create_connection(("127.0.0.1", port), 10))
    found.sendall(words)
    return found


def is_let_go(connection: ssl.SSLSocket) -> bool:
    """Whether the other end has closed it, with a word or without one."""
    connection.settimeout(20)
    try:
        return connection.recv(1000) == b"" or connection.recv(1000) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def answered(port: int) -> float:
    started = time.monotonic()
    request = urllib.request.Request(f"https://127.0.0.1:{port}/", headers={"Connection": "close"})
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=unchecked())
    )
    with opener.open(request, timeout=20) as answer:
        assert answer.status == 200
    return time.monotonic() - started


@pytest.mark.parametrize("port", [SHORT], indirect=True)
def test_slow_connections_are_let_go_and_hold_up_nobody(port: int) -> None:
    Quick.asked.clear()
    half = b"GET / HTTP/1.1\r\nHost: atlas.example.org\r\nX-Slow: "
    body = b"POST /meeting/read HTTP/1.1\r\nHost: atlas.example.org\r\nContent-Length: 1000\r\n\r\n{"
    slow = [begun(port, half if number % 2 else body) for number in range(SLOW)]
    try:
        assert answered(port) < 5
        assert Quick.asked == ["GET"]  # of the slow ones nothing has reached the app
        assert all(map(is_let_go, slow))
        assert Quick.asked == ["GET"]
        assert answered(port) < 5
    finally:
        for connection in slow:
            connection.close()


@pytest.mark.parametrize("port", [FEW], indirect=True)
def test_one_address_holds_a_bounded_number_of_connections(port: int) -> None:
    # A connection counts once its request is read: these wait for the rest of a body.
    body = b"POST /meeting/read HTTP/1.1\r\nHost: atlas.example.org\r\nContent-Length: 1000\r\n\r\n{"
    held = [begun(port, body) for _ in range(12)]
    try:
        last = held[-1]
        last.settimeout(20)
        assert last.recv(100).split(b"\r\n")[0].split()[1] == b"429"
    finally:
        for connection in held:
            connection.close()

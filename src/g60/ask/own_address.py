"""The address of the app in links and QR codes of what is handed out.

Files are opened on other machines. An address that leads to the reader's own machine (localhost) is therefore none: the
link or code is left out, and the sheet says how to name the address.
"""

from __future__ import annotations

import socket
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from g60.contract import settings

SETTING = "G60_BASE_URL"
LONGEST = 300
_NOT_IN_ADDRESSES = frozenset(" \"'<>\\^`{|}")


def own_address(request: str = "") -> str:
    """The app's address with a slash at its end: that of the setting, else the one of a request; else empty.

    `request` is the address by which the present page came, or empty for a call of the command line.
    """
    return opened_elsewhere(settings.given(SETTING)) or opened_elsewhere(request)


def opened_elsewhere(address: str) -> str:
    """An address of the web in its plain form; empty for what is none, or leads to the machine that opens it."""
    given = address.strip()
    if not given or len(given) > LONGEST or any(char in _NOT_IN_ADDRESSES or not "!" <= char <= "~" for char in given):
        return ""
    try:
        parts = urlsplit(given)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or parts.username is not None or not host or _is_this_machine(host):
        return ""
    named = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{named}{f':{port}' if port else ''}/{parts.path.strip('/')}".rstrip("/") + "/"


def _is_this_machine(host: str) -> bool:
    """Whether a name leads to the machine that opens it, in any of the ways in which it can be written."""
    name = host.rstrip(".")
    if name in ("localhost", "localhost.localdomain") or name.endswith(".localhost"):
        return True
    try:
        number = ip_address(name)
    except ValueError:
        try:
            number = ip_address(socket.inet_aton(name))  # short and hexadecimal forms: 127.1, 0x7f000001
        except OSError:
            return False
    if isinstance(number, IPv6Address) and number.ipv4_mapped:
        number = number.ipv4_mapped
    return number.is_loopback or number.is_unspecified

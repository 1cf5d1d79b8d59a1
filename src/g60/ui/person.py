"""Who reads the page: a person of the record who has signed in, or a visitor.

Decision 0013 says which claims of an identity provider are trusted, and when the machine itself may edit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from g60.contract import settings
from g60.record.people import VISITOR, Person, as_account, local_person, person_of
from g60.ui.reached import netloc, parts_of

# With this setting whoever opens the page on the machine itself may edit, without signing in.
EDIT_SETTING, LOCAL = "G60_EDIT", "local"
# The headers by which proxies tell whom they speak for. One of them is enough: the reader is elsewhere.
FORWARDED = (
    *("x-forwarded", "forwarded", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "x-original", "x-envoy"),
    *("via", "true-client-ip", "cf-", "fastly-client-ip", "x-proxy", "proxy-client-ip", "wl-proxy-client-ip"),
    *("ali-cdn-real-ip", "x-azure-clientip", "x-remote-addr"),
)
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def signed_in() -> Person:
    """The person who reads the page; the visitor if nobody has signed in. Raises DatabaseError."""
    if is_signed_in():
        return person_of(account())
    return local_person() if edits_locally() else VISITOR


def is_signed_in() -> bool:
    """Whether the reader has signed in with an identity provider, entered in the record or not."""
    return st.user.get("is_logged_in") is True


def account() -> str:
    """The account of a reader who has signed in; empty if the provider says nothing that can be trusted."""
    return account_of(st.user.to_dict()) if is_signed_in() else ""


def account_of(claims: Mapping[str, Any]) -> str:
    """The account that claims give: the e-mail address if the provider has verified it, else issuer and subject."""
    email, verified = claims.get("email"), claims.get("email_verified")
    if isinstance(email, str) and _is_address(email) and verified in (True, "true"):
        return as_account(email)
    issuer, subject = claims.get("iss"), claims.get("sub")
    if isinstance(issuer, str) and isinstance(subject, str) and issuer and subject:
        return as_account(f"{issuer}#{subject}")
    return ""


def _is_address(email: str) -> bool:
    """Whether it is an address whose spelling is one person's: other letters than ASCII become them in lower case."""
    return email.isascii() and "@" in email and "#" not in email


def edits_locally() -> bool:
    """Whether the operator lets the machine itself edit, and this reader sits at it."""
    if settings.given(EDIT_SETTING) != LOCAL:
        return False
    return at_the_machine()


def at_the_machine() -> bool:
    """Whether this reader sits at the machine that serves the page."""
    return st.context.ip_address is None and is_at_the_machine(st.context.headers.to_dict())


def is_at_the_machine(headers: Mapping[str, Any]) -> bool:
    """Whether the headers of a connection from the loopback address are those of a browser on the machine itself.

    No proxy has touched them, and the page was opened at a loopback name: another site whose name was made to lead to
    127.0.0.1 has its own name there. The page itself is this one: another program's has another port.
    """
    given = {name.lower(): value for name, value in headers.items()}
    if any(name.startswith(FORWARDED) for name in given):
        return False
    host, origin = given.get("host"), given.get("origin")
    if origin is not None and (not host or netloc(str(origin)) != str(host).lower()):
        return False
    return host is None or parts_of(f"//{host}").hostname in LOOPBACK

"""Who reads the page: a person of the record who has signed in, or a visitor."""

from __future__ import annotations

import os

import streamlit as st

from g60.record.people import VISITOR, Person, local_person, person_of

# With this setting whoever opens the page on the machine itself may edit, without signing in.
EDIT_SETTING, LOCAL = "G60_EDIT", "local"


def signed_in() -> Person:
    """The person who reads the page; the visitor if nobody has signed in. Raises DatabaseError."""
    account = st.user.get("email") if st.user.get("is_logged_in") else ""
    if isinstance(account, str) and account:
        return person_of(account)
    return local_person() if os.environ.get(EDIT_SETTING) == LOCAL and _on_this_machine() else VISITOR


def _on_this_machine() -> bool:
    """Whether the page was opened on the machine that serves it, and through no proxy."""
    forwarded = any(name.lower().startswith(("x-forwarded", "forwarded", "x-real-ip")) for name in st.context.headers)
    return st.context.ip_address is None and not forwarded

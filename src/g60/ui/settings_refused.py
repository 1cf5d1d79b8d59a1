"""What the operator has set and cannot be used: said at the start of the server."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from g60.contract import basemaps, settings
from g60.contract.i18n import DEFAULT_LANGUAGE, text
from g60.ui.reached import sub_path


def settings_refused() -> list[str]:
    """What the operator has set and cannot be used, in words, with what the app does instead."""
    # The secrets' first level goes into the environment, where basemaps are looked for.
    secrets = st.secrets.to_dict() if st.secrets.load_if_toml_exists() else {}
    found = [settings.said(wrong, DEFAULT_LANGUAGE) for wrong in settings.wrong(secrets=secrets)]
    signs_in_at = settings.secret(secrets, "auth.redirect_uri")
    if sub_path() and signs_in_at and not urlsplit(signs_in_at).path.endswith(f"{sub_path()}/oauth2callback"):
        found.append(text("setting_callback_elsewhere", DEFAULT_LANGUAGE, value=signs_in_at, path=sub_path()))
    return found + [text(error.code, DEFAULT_LANGUAGE, **error.values) for error in basemaps.offered().refused]

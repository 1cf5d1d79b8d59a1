"""The lines of documents that this reader may read, for the cards that quote them."""

from __future__ import annotations

import time
from functools import lru_cache
from pathlib import Path

import streamlit as st

from g60.catalog.catalog import CATALOGS_KEPT, Catalog
from g60.checks.citations import Documents, read_documents
from g60.contract import settings
from g60.contract.errors import DatabaseError, RefusedError
from g60.record.documents import texts
from g60.record.people import may
from g60.ui.asked import catalogs
from g60.ui.person import signed_in

# The texts that this reader may read, and for how many seconds nobody asks again whether they still may.
READ, READ_SECONDS = "documents_read", 1.0


@lru_cache(maxsize=CATALOGS_KEPT)
def _documents_in(folder: Path, catalog: Catalog) -> Documents:
    return read_documents(folder, catalog.sources.reset_index())


def load_documents(catalog: Catalog) -> Documents:
    """The lines of documents: from the folder of G60_SOURCES for everybody, from the record for those who may."""
    folder = settings.given("G60_SOURCES")
    found = _documents_in(Path(folder), catalog) if folder else {}
    return {**_kept_documents(catalog), **found}


def _kept_documents(catalog: Catalog) -> Documents:
    """The texts of the record for those who may; asked once in a run of the page, which may draw many facts."""
    at, of, known = st.session_state.get(READ, (0.0, "", {}))
    if of == catalog.fingerprint and time.monotonic() - at < READ_SECONDS:
        return dict(known)
    try:
        person = signed_in()
        read = texts(person, catalog.sources, catalogs().url) if may(person, "read_documents") else {}
    except (DatabaseError, RefusedError):
        read = {}  # cards then cite the document and do not quote it
    st.session_state[READ] = (time.monotonic(), catalog.fingerprint, read)
    return read

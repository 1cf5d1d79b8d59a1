"""What a browser sends of an import: a file, whole or in pieces, and the name of a new list."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping

import streamlit as st

from g60.catalog.pinyin_asked import initials
from g60.contract.errors import RefusedError
from g60.record.editing import slug_from
from g60.record.text import clean_line
from g60.ui.import_acts import Event, number, told
from g60.ui.import_entry import FILE_MOST, GOT, MEGABYTE, PIECES

NAME_LENGTH, LIST_LENGTH = 200, 24
# In characters: the largest file in base 64.
PACKED_MOST = FILE_MOST * 4 // 3 + 4


def file_of(values: Event) -> tuple[str, bytes]:
    """The name and the bytes of the file that was sent. Raises RefusedError without one, or for one too large."""
    sent = values.get("file")
    sent = sent if isinstance(sent, Mapping) else {}
    packed = sent.get("data")
    if "id" in sent:
        kept_id, parts = st.session_state.pop(PIECES, ("", []))
        packed = "".join(parts) if kept_id == sent["id"] else ""
    if not isinstance(packed, str) or not packed:
        raise RefusedError("error_import_no_file")
    if len(packed) > PACKED_MOST:
        raise RefusedError("error_import_file_large", most=FILE_MOST // MEGABYTE)
    try:
        data = base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedError("error_import_no_file") from error
    return clean_line(told(sent, "name"))[:NAME_LENGTH] or "–", data


def keep_piece(values: Event) -> None:
    """Keep a piece of a long file until it is whole; what does not follow on the last piece is not taken."""
    given = values.get("piece")
    piece = given if isinstance(given, Mapping) else {}
    of, at, data = told(piece, "id", 40), number(piece, "at"), piece.get("data")
    kept_id, parts = st.session_state.get(PIECES, ("", []))
    parts = parts if kept_id == of and at else []
    if not of or not isinstance(data, str) or at != len(parts):
        return
    if sum(map(len, parts)) + len(data) > PACKED_MOST:
        st.session_state.pop(PIECES, None)
        raise RefusedError("error_import_file_large", most=FILE_MOST // MEGABYTE)
    st.session_state[PIECES], st.session_state[GOT] = (of, [*parts, data]), {"id": of, "at": at}


def list_code(name: str, known: Iterable[str]) -> str:
    """A code for a new list, from the letters of its name."""
    stem, taken = slug_from(initials(name))[:LIST_LENGTH].strip("-") or "list", set(known)
    return next(code for at in range(1, 10_000) if (code := stem if at == 1 else f"{stem}-{at}") not in taken)

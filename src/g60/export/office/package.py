"""Office files are zips whose parts carry the time they were written; here all carry one date, that of the file."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from g60.export.imprint import day_in_jiaxing
from g60.export.office.languages import speak_document

Tree = Any  # python-docx's own document, which its types leave open
_EPOCH = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def saved_document(document: Tree, lang: str) -> bytes:
    """A Word document as it is handed out: in its language, with one time for all its parts."""
    speak_document(document, lang)
    file = io.BytesIO()
    document.save(file)
    return same_times(file.getvalue())


def same_times(data: bytes) -> bytes:
    """The package with one time for all its parts, those of a workbook inside it too: the same is the same bytes."""
    written = io.BytesIO()
    stamp = rb"\g<1>" + f"{day_in_jiaxing().isoformat()}T00:00:00Z".encode()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in given.infolist():
            part = given.read(entry)
            if entry.filename.endswith(".xlsx"):
                part = same_times(part)
            elif entry.filename == "docProps/core.xml":
                part = _STAMP.sub(stamp, part)
            plain = zipfile.ZipInfo(entry.filename, _EPOCH)
            plain.compress_type, plain.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            made.writestr(plain, part)
    return written.getvalue()

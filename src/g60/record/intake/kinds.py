"""What a file is, by its first bytes and not by its ending, and what it is refused for before anything parses it."""

from __future__ import annotations

import io
import re
import zipfile

from g60.record.intake.sheets import FileRefusedError

ZIP, EMPTY_ZIP, OLE, SQLITE = b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"SQLite format 3\0"
# In bytes: the largest file, and what the parts of an archive may be together and each.
MOST, INFLATED_MOST, PART_MOST = 50_000_000, 250_000_000, 150_000_000
PARTS_MOST = 1_000
MEGABYTE = 1_000_000
# First bytes of files that offices send by mistake, and the text that says what to send instead.
OTHERS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "document"),
    (b"\x00\x00\x27\x0a", "shp_alone"),
)
_HOSTILE_PARTS = (
    (re.compile(r"vbaProject|macrosheets/|dialogsheets/", re.I), "macro"),
    (re.compile(r"xl/(embeddings/|activeX/|ctrlProps/.*ole)", re.I), "embedded"),
    (re.compile(r"xl/(externalLinks/|connections\.xml|queryTables/)", re.I), "external_links"),
)
_STREAMS = (
    ("EncryptedPackage", "password"),
    ("EncryptionInfo", "password"),
    ("_VBA_PROJECT_CUR", "macro"),
    ("\x01Ole10Native", "embedded"),
)
_TAGS = (
    (r"<kml[\s>]", "kml"),
    (r"<(!doctype\s+html|html|table|head|body|meta|div|style)[\s>]", "html"),
)


def kind_of(data: bytes) -> str:
    """The kind of a file: xlsx, xls, html, csv, geojson, kml, kmz, shp, gpkg. Raises FileRefusedError."""
    if not data.strip(b"\0 \t\r\n"):
        raise FileRefusedError("empty")
    if len(data) > MOST:
        raise FileRefusedError("large", size=len(data) // MEGABYTE, most=MOST // MEGABYTE)
    if data.startswith(OLE):
        return _ole_kind(data)
    if data.startswith((ZIP, EMPTY_ZIP)):
        return _zip_kind(data)
    if data.startswith(SQLITE):
        return "gpkg"
    for start, code in OTHERS:
        if data.startswith(start) and (start != b"BM" or b"\0" in data[:64]):
            raise FileRefusedError(code)
    return _text_kind(data)


def _ole_kind(data: bytes) -> str:
    """Excel 97 to 2003; the names of its streams are UTF-16."""
    for name, code in _STREAMS:
        if name.encode("utf-16-le") in data:
            raise FileRefusedError(code)
    if any(f"{name}\0".encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return "xls"
    is_document = "WordDocument".encode("utf-16-le") in data or "PowerPoint".encode("utf-16-le") in data
    raise FileRefusedError("document" if is_document else "unknown")


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise FileRefusedError("broken") from error
    look_through(entries)
    names = [entry.filename for entry in entries]
    if "xl/workbook.xml" in names or "[Content_Types].xml" in names:
        return _office_kind(names)
    endings = [name.lower().rpartition(".")[2] for name in names if not is_stray(name)]
    if "shp" in endings:
        return "shp"
    if "kml" in endings:
        return "kmz"
    if "content.xml" in names and "mimetype" in names:
        raise FileRefusedError("ods")
    raise FileRefusedError("archive")


def _office_kind(names: list[str]) -> str:
    for pattern, code in _HOSTILE_PARTS:
        if any(pattern.search(name) for name in names):
            raise FileRefusedError(code)
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise FileRefusedError("xlsb" if "xl/workbook.bin" in names else "document")


def look_through(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive that names places outside itself, is locked, or would inflate beyond all measure."""
    if len(entries) > PARTS_MOST:
        raise FileRefusedError("parts", count=len(entries), most=PARTS_MOST)
    sizes = [entry.file_size for entry in entries]
    if sum(sizes) > INFLATED_MOST or max(sizes, default=0) > PART_MOST:
        raise FileRefusedError("inflates", size=sum(sizes) // MEGABYTE, most=INFLATED_MOST // MEGABYTE)
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
        if name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name) or is_link:
            raise FileRefusedError("zip_names", name=entry.filename[:80])
        if entry.flag_bits & 1:
            raise FileRefusedError("password")


def is_stray(name: str) -> bool:
    """Whether a part of an archive is what systems leave behind: __MACOSX, Thumbs.db, .DS_Store, desktop.ini."""
    parts = name.split("/")
    return "__MACOSX" in parts or parts[-1] in ("Thumbs.db", ".DS_Store", "desktop.ini") or parts[-1].startswith("._")


def part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int = PART_MOST) -> bytes:
    """The bytes of a part, or its first ones, never more than its entry says. Raises FileRefusedError."""
    try:
        with archive.open(entry) as opened:
            return opened.read(min(entry.file_size, most))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
        raise FileRefusedError("broken") from error
    except Exception as error:
        raise FileRefusedError("broken") from error


def _text_kind(data: bytes) -> str:
    content, _ = decode(data)
    head = content[:4096].lstrip("\ufeff \t\r\n")
    if head.startswith(("{", "[")):
        return "geojson"
    if not head.startswith("<"):
        return "csv"
    lower = head.lower()
    if "urn:schemas-microsoft-com:office:spreadsheet" in lower:
        raise FileRefusedError("xml_2003")
    for pattern, kind in _TAGS:
        if re.search(pattern, lower):
            return kind
    raise FileRefusedError("xml")


def decode(data: bytes) -> tuple[str, str]:
    """The text of bytes, and the encoding that it was read in: a mark at the beginning decides, else what fits.

    Raises FileRefusedError for what is no text in UTF-8, GB18030 or UTF-16.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _decoded(data, name), name
    sample = data[:4096]
    for name, place in (("utf-16-le", 1), ("utf-16-be", 0)):
        # Latin letters and digits in UTF-16 have a zero beside each of them.
        if sample[place::2].count(0) * 4 > len(sample) // 2 and sample[1 - place :: 2].count(0) == 0:
            return _decoded(data, name), name
    for name in ("utf-8", "gb18030"):
        try:
            content = data.decode(name)
        except UnicodeDecodeError:
            continue
        return _without_nul(content), name
    raise FileRefusedError("encoding")


def _decoded(data: bytes, name: str) -> str:
    try:
        return _without_nul(data.decode(name))
    except UnicodeDecodeError as error:
        raise FileRefusedError("encoding") from error


def _without_nul(content: str) -> str:
    if "\0" in content:
        raise FileRefusedError("nul")
    return content

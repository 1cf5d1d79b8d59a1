"""Office files as a stranger's program would read them: every part well-formed, every rule that can be checked."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
from lxml import etree
from pypdfium2 import PdfPage
from pypdfium2.raw import FPDF_PAGEOBJ_PATH

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
SCHEME = {"bg1", "tx1", "bg2", "tx2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink", "phClr"}
SCHEME |= {"dk1", "lt1", "dk2", "lt2"}
# The order in which the schema wants the children of an element; what is not named here is not made by us.
ORDER = {
    f"{P}sp": ("nvSpPr", "spPr", "style", "txBody"),
    f"{P}grpSp": ("nvGrpSpPr", "grpSpPr", "sp"),
    f"{P}graphicFrame": ("nvGraphicFramePr", "xfrm", "graphic"),
    f"{P}txBody": ("bodyPr", "lstStyle", "p"),
    f"{P}spPr": ("xfrm", "custGeom", "prstGeom", "noFill", "solidFill", "ln", "effectLst"),
    f"{A}custGeom": ("avLst", "gdLst", "ahLst", "cxnLst", "rect", "pathLst"),
    f"{A}ln": ("noFill", "solidFill", "prstDash", "custDash", "round", "bevel", "miter"),
    f"{A}rPr": ("ln", "solidFill", "effectLst", "latin", "ea", "cs", "hlinkClick"),
    f"{A}pPr": ("lnSpc", "spcBef", "spcAft", "buNone", "defRPr"),
    f"{A}p": ("pPr", "r", "br", "fld", "endParaRPr"),
    f"{A}tcPr": ("lnL", "lnR", "lnT", "lnB", "noFill", "solidFill"),
    f"{A}xfrm": ("off", "ext", "chOff", "chExt"),
    f"{W}tblPr": (
        *("tblStyle", "tblStyleRowBandSize", "tblStyleColBandSize", "tblW", "jc", "tblInd", "tblBorders", "tblLayout"),
        *("tblCellMar", "tblLook", "tblCaption", "tblDescription"),
    ),
    f"{W}rPr": (
        *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "noProof", "vanish", "color"),
        *(
            "spacing",
            "w",
            "kern",
            "position",
            "sz",
            "szCs",
            "highlight",
            "u",
            "effect",
            "bdr",
            "shd",
            "vertAlign",
            "lang",
        ),
    ),
}
MIXED = {f"{P}grpSp", f"{A}p"}  # whose later children may stand in any order


@lru_cache(maxsize=32)
def parts(data: bytes) -> dict[str, bytes]:
    """Every part of a package by its name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        names = package.namelist()
        assert len(names) == len(set(names))
        return {name: package.read(name) for name in names}


@lru_cache(maxsize=32)
def trees(data: bytes) -> dict[str, etree._Element]:
    """Every XML part of a package, parsed: and so each is well-formed."""
    found = {name: part for name, part in parts(data).items() if name.endswith((".xml", ".rels"))}
    return {name: etree.fromstring(part) for name, part in found.items()}


def faults(data: bytes) -> list[str]:
    """What in a package breaks a rule: parts without a type, links to nothing, ids twice, elements out of order."""
    package, found = parts(data), []
    parsed = trees(data)
    types = parsed["[Content_Types].xml"]
    known = {one.get("PartName").lstrip("/") for one in types.iter(f"{TYPES}Override")}
    endings = {one.get("Extension") for one in types.iter(f"{TYPES}Default")}
    untyped = [name for name in package if name not in known and name.rpartition(".")[2] not in endings]
    found += [f"no type: {name}" for name in untyped if name != "[Content_Types].xml"]
    found += [f"no such part: {name}" for name in known if name not in package]
    for name, tree in parsed.items():
        if name.endswith(".rels"):
            found += _links(name, tree, package)
            continue
        found += [f"{name}: {fault}" for fault in _tree_faults(tree)]
        related = join(dirname(name), "_rels", f"{name.rpartition('/')[2]}.rels")
        ids = {one.get("Id") for one in parsed[related]} if related in parsed else set()
        used = {value for one in tree.iter(etree.Element) for key, value in one.attrib.items() if key.startswith(R)}
        found += [f"{name}: link {one} leads nowhere" for one in used - ids if one]
    return found


def _links(name: str, tree: etree._Element, package: dict[str, bytes]) -> Iterable[str]:
    base = dirname(dirname(name))
    for one in tree.iter(RELATIONS):
        target = one.get("Target")
        if one.get("TargetMode") == "External":
            yield f"{name}: leads out to {target}"
            continue
        path = target.lstrip("/") if target.startswith("/") else normpath(join(base, target))
        if path not in package:
            yield f"{name}: {target} is not there"


def _tree_faults(tree: etree._Element) -> Iterable[str]:
    ids = [one.get("id") for one in tree.iter(etree.Element) if etree.QName(one).localname in ("cNvPr", "docPr")]
    yield from (f"id {one} twice" for one in {one for one in ids if ids.count(one) > 1})
    yield from (f"no id: {one}" for one in ids if not (one or "").isdigit() or int(one) > 2**31 - 1)
    for one in tree.iter(f"{A}schemeClr"):
        if one.get("val") not in SCHEME:
            yield f"no colour of a theme: {one.get('val')}"
    for one in tree.iter(f"{A}ext"):
        if one.get("cx") and (int(one.get("cx")) < 0 or int(one.get("cy")) < 0):
            yield "a size below zero"
    for one in tree.iterfind(f".//{A}pathLst/{A}path"):
        if int(one.get("w")) < 1 or int(one.get("h")) < 1 or one[0].tag != f"{A}moveTo":
            yield "a path of no size or without a start"
    for one in tree.iter(f"{A}rPr"):
        if one.get("sz") and not 100 <= int(one.get("sz")) <= 400_000:
            yield f"type of size {one.get('sz')}"
    for one in tree.iter(*ORDER):
        yield from _disorder(one)


def _disorder(element: etree._Element) -> Iterable[str]:
    order, tag = ORDER[str(element.tag)], str(element.tag)
    names = [etree.QName(child).localname for child in element.iterchildren(etree.Element)]
    places = [min(order.index(name), 2 if tag == f"{P}grpSp" else 99) if name in order else 99 for name in names]
    if tag in MIXED:
        places = [place for place in places if place < (2 if tag == f"{P}grpSp" else 1)] or [0]
    if any(place == 99 for place in places) and tag not in MIXED:
        yield f"{tag} holds {names}"
    elif places != sorted(places):
        yield f"{tag} in the order {names}"


def converted(files: dict[str, bytes], folder: Path) -> dict[str, Path]:
    """The PDF that LibreOffice makes of each file; skips, and says so, where there is none."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("NOT OPENED BY AN OFFICE PROGRAM: soffice (LibreOffice) is not on this machine")
    for name, data in files.items():
        (folder / name).write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    call = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(call, cwd=folder, check=True, timeout=240, capture_output=True)
    made = {name: folder / f"{name.rpartition('.')[0]}.pdf" for name in files}
    assert all(path.exists() for path in made.values())
    return made


def bars_right_of(page: PdfPage, left: float) -> list[tuple[float, float]]:
    """The lower and upper edge of each bar of a chart that begins so many points from the left, the highest first."""
    found = []
    for one in page.get_objects(filter=[FPDF_PAGEOBJ_PATH]):
        x, low, right, high = one.get_bounds()
        if x >= left - 2 and right - x > 3 and 3 < high - low < 80:
            found.append((low, high))
    return sorted(found, reverse=True)


def level_of(page: PdfPage, words: str) -> float:
    """The middle of the first place where a page has some words, in points above its lower edge."""
    text = page.get_textpage()
    place = text.search(words, match_whole_word=True).get_next()
    assert place is not None, words
    _, low, _, high = text.get_charbox(place[0])
    return (low + high) / 2

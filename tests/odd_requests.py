"""What the fuzzer draws from: what is valid, what is hostile, headers and types that browsers do not send."""

from __future__ import annotations

from pathlib import Path

from g60.contract.codes import INDUSTRIES, UNITS
from tests.hostile import ATTACKS

ROOT = Path(__file__).parents[1]
METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "FOO")
PAGES = tuple(path.stem for path in sorted((ROOT / "pages").glob("*.py")) if path.stem != "index")
# A route of app.py, and what stands in its place-holders when it is asked as meant.
PLACES: dict[str, tuple[str, ...]] = {
    "name": (),  # of the files that the first page names
    "version": (),  # the fingerprint, as the first list names it
    "what": (
        *("history", "changes", "diff.xlsx", "diff.csv", "plans", "ledger.xlsx", "ledger.csv", "tasks.xlsx"),
        *("tasks.docx", "bulletin.docx", "bulletin.xlsx", "bulletin.pptx"),
    ),
    "act": ("read", "kept", "shipped", "add", "decisions", "minutes.docx", "minutes.xlsx", "slides.pptx"),
    "token": ("0" * 32, "a1b2c3"),
    "path": ("leaflet.js", "leaflet.css", "images/layers.png"),
}
HOSTILE = (
    *ATTACKS,
    *("", " ", "\0", "\x7f", "\n", "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "�"),
    *("-1", "0", "1e309", "NaN", "Infinity", "-0.0", "9" * 400, "0x10", "٣", "½", "²", "1_000", "+1", "1.", ".5"),
    *("../../etc/passwd", "..%2f..%2fetc%2fpasswd", "....//", "C:\\", "//192.0.2.1/x", "file:///etc/passwd"),
    *("' OR 1=1 --", "); DROP TABLE rows; --", "%s%s%n", "{0.__class__}", "{{7*7}}", "$(id)", "|id", "%00", "%ff"),
    *("长" * 3000, "a" * 60_000, "é" * 500, "\u202e" * 40, "(" * 3000, "[" * 3000, "*" * 200, "?" * 200, "a;" * 4000),
    *("2026-02-30", "0000-00-00", "9999-12-31", "20335", "2026Q9", "１２", "11/30.53/120.69/7", "nan/nan/nan"),
    *(
        "99/91/181",
        "-1/-91/-181",
        "1e400/0/0",
        "lake-juanhu,1e9",
        "lake-juanhu,-1",
        "lake-juanhu/nan",
        "plan-14.plan-14",
    ),
)
VALID: dict[str, tuple[str, ...]] = {
    "unit": UNITS,
    "industry": INDUSTRIES,
    "kind": ("corridor", "core_area", "high_tech_zone", "lake_district", "carrier"),
    "list": ("plan", "zx"),
    "q": ("湖", "hn", "半导体", "lake"),
    "focus": ("lake-juanhu", "htz-nanhu", "carrier-01"),
    "compare": ("htz-nanhu", "htz-haining", "lake-juanhu"),
    "map": ("11/30.53/120.69",),
    "layers": ("water,counties",),
    "scene": ("1", "3"),
    "theme": ("day", "projector"),
    "lang": ("zh", "en"),
    "v": ("1",),
    "at": ("1", "2026-11-27"),
    "since": ("1", "2026-01-01"),
    "plan": ("plan-14", "plan-13"),
    "pair": ("plan-13.plan-14",),
    "near": ("lake-juanhu,5", "30.5,120.7,3"),
    "within": ("30.5,120.6;30.6,120.7;30.5,120.8",),
    "page": ("0", "1"),
    "subject": ("lake-juanhu", "city"),
    "field": ("area_km2",),
    "quarter": ("2026Q4",),
    "draft": ("1",),
    "by": ("grade", "county"),
    "path": ("growth",),
    "nearly": ("90",),
    "allowed": ("10",),
    "address": ("http://127.0.0.1:8501/",),
}
HEADERS: dict[str, tuple[str, ...]] = {
    "Accept-Encoding": ("gzip", "br", "identity;q=0", "gzip;q=nan"),
    "Accept-Language": ("zh-CN", "en", "*" * 500),
    "Accept": ("text/html", "*/*", "text/html;q=nan", "," * 500),
    "Host": ("[::::]", "[1.2.3.4]:80", "[", "]:", "a:b:c", "127.0.0.1:99999", "a" * 500, "é", ""),
    "Origin": ("http://127.0.0.1", "null", "http://192.0.2.1", "\x01", "http://[", "http://[::::]", "//[v1.x]"),
    "Sec-Fetch-Site": ("same-origin", "cross-site", "none"),
    "Range": ("bytes=0-10", "bytes=-1", "bytes=9-1", "bytes=0-0," * 200, "lines=1-2"),
    "If-None-Match": ("*", '"x"', "W/" * 100),
    "If-Modified-Since": ("yesterday", "Fri, 27 Nov 2026 00:00:00 GMT"),
    "Cookie": ("a=b", "=" * 200, "_streamlit_xsrf=x; atlas_seat=y", "é=é"),
    "X-Forwarded-For": ("192.0.2.1", "a, b", "::1", "127.0.0.1" * 100),
    "X-Forwarded-Proto": ("https", "gopher"),
    "X-Request-ID": ("x" * 5000, "a\tb", "7"),
    "Content-Encoding": ("gzip", "deflate"),
    "Expect": ("100-continue",),
    "X-Filler": ("y" * 30_000,),
}
KINDS = (
    *("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"),
    *("multipart/form-data", "application/json; charset=utf-16", "\x01", ""),
)

"""An answer that says no: a page in the reader's language that leads on, or one line for whoever is no browser."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit

from starlette.datastructures import Headers, QueryParams
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Scope

from g60.contract.i18n import DEFAULT_LANGUAGE, LANGUAGES, text
from g60.contract.symbology import DEFAULT_THEME, FONT, THEMES
from g60.ui.reached import request_address, sub_path

REQUEST_ID = "x-request-id"
HTML_LANGUAGE = {"zh": "zh-CN", "en": "en"}
# Where the page leads: the map, and the pages that need no selection.
LEADS_TO = ("compare", "indicators", "tasks", "meeting", "sources")
_COLOURS = THEMES[DEFAULT_THEME]
_STYLE = (
    f"html{{background:{_COLOURS.paper};color:{_COLOURS.ink};font:16px/1.7 {FONT}}}"
    "body{max-width:40rem;margin:0 auto;padding:12vh 1.5rem 3rem}"
    f"h1{{font-size:1.5rem;line-height:1.4;margin:0 0 1rem}}a{{color:{_COLOURS.core_ink}}}"
    "nav a{display:inline-block;margin:0 1.25rem .5rem 0;padding:.25rem 0}"
    f"small{{display:block;margin-top:2rem;color:{_COLOURS.ink_2};overflow-wrap:anywhere}}"
)
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


def answer(scope: Scope, status: int, code: str, *, leads_to: Sequence[str] = (), **values: object) -> Response:
    """The answer to a request that is refused or leads nowhere; `leads_to` are the pages that it offers first."""
    lang, headers = language(scope), Headers(scope=scope)
    words = text(code, lang, **values)
    more = {"Cache-Control": "no-store", "Vary": "Accept, Accept-Language"}
    if "text/html" not in headers.get("accept", ""):
        return PlainTextResponse(words, status_code=status, headers=more)
    content = _page(scope, words, lang, leads_to)
    return HTMLResponse(content, status_code=status, headers={**more, "Content-Security-Policy": _POLICY})


def language(scope: Scope) -> str:
    """The language of such an answer: the one that the address names, else the first of the browser's that we have."""
    asked = QueryParams(scope.get("query_string", b"")).get("lang", "")
    accepted = Headers(scope=scope).get("accept-language", "")
    wanted = (part.split(";")[0].strip()[:2].lower() for part in accepted.split(","))
    return asked if asked in LANGUAGES else next((lang for lang in wanted if lang in LANGUAGES), DEFAULT_LANGUAGE)


def _page(scope: Scope, words: str, lang: str, leads_to: Sequence[str]) -> str:
    request_id = Headers(scope=scope).get(REQUEST_ID, "")
    home = urlsplit(request_address(Headers(scope=scope))).path or f"{sub_path()}/"
    query = "" if lang == DEFAULT_LANGUAGE else f"?lang={lang}"
    pages = dict.fromkeys((*leads_to, "", *LEADS_TO))
    links = [(name, f"nav_{name or 'atlas'}") for name in pages]
    nav = "".join(f'<a href="{escape(home)}{name}{query}">{escape(text(code, lang))}</a>' for name, code in links)
    told = f"<small>{escape(text('service_request', lang, id=request_id))}</small>" if request_id else ""
    return (
        f'<!DOCTYPE html><html lang="{HTML_LANGUAGE[lang]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(text('title', lang))}</title><style>{_STYLE}</style></head>"
        f'<body><main><h1>{escape(words)}</h1><nav aria-label="{escape(text("service_leads_on", lang))}">{nav}</nav>'
        f"{told}</main></body></html>\n"
    )

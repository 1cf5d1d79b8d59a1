"""An answer that says no: a page in the reader's language that leads on, or one line for whoever is no browser."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from starlette.datastructures import Headers, QueryParams
from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from g60.contract.i18n import DEFAULT_LANGUAGE, LANGUAGES, text
from g60.ui.plain_page import plain_page
from g60.ui.reached import root

REQUEST_ID = "x-request-id"
# Where the page leads: the map, and the pages that need no selection.
LEADS_TO = ("compare", "indicators", "tasks", "meeting", "sources")


def answer(scope: Scope, status: int, code: str, *, leads_to: Sequence[str] = (), **values: object) -> Response:
    """The answer to a request that is refused or leads nowhere; `leads_to` are the pages that it offers first."""
    lang, headers = language(scope), Headers(scope=scope)
    words = text(code, lang, **values)
    more = {"Cache-Control": "no-store", "Vary": "Accept, Accept-Language"}
    if "text/html" not in headers.get("accept", ""):
        return PlainTextResponse(words, status_code=status, headers=more)
    said = {one: [text(code, one, **values)] for one in LANGUAGES}
    said[lang].append(text("service_leads_on", lang))
    return plain_page(
        said, lang, status, middle=_ways_on(scope, lang, leads_to), headers=more, foot=_number(scope, lang)
    )


def language(scope: Scope) -> str:
    """The language of such an answer: the one that the address names, else the first of the browser's that we have."""
    asked = QueryParams(scope.get("query_string", b"")).get("lang", "")
    accepted = Headers(scope=scope).get("accept-language", "")
    wanted = (part.split(";")[0].strip()[:2].lower() for part in accepted.split(","))
    return asked if asked in LANGUAGES else next((lang for lang in wanted if lang in LANGUAGES), DEFAULT_LANGUAGE)


def _ways_on(scope: Scope, lang: str, leads_to: Sequence[str]) -> str:
    home = root(Headers(scope=scope))
    query = "" if lang == DEFAULT_LANGUAGE else f"?lang={lang}"
    links = [(name, f"nav_{name or 'atlas'}") for name in dict.fromkeys((*leads_to, "", *LEADS_TO))]
    ways = "".join(f'<a href="{escape(home)}{name}{query}">{escape(text(code, lang))}</a>' for name, code in links)
    return f"<nav><p>{ways}</p></nav>"


def _number(scope: Scope, lang: str) -> str:
    number = Headers(scope=scope).get(REQUEST_ID, "")
    return f'<p class="quiet">{escape(text("service_request", lang, id=number))}</p>' if number else ""

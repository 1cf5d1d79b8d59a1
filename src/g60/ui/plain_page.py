"""A page of a few words in both languages, without a script: why something has to be waited for, or cannot be had."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Mapping, Sequence

from starlette.responses import HTMLResponse

from g60.contract.i18n import HTML_LANGUAGE, LANGUAGES, text
from g60.contract.themes import DEFAULT_THEME, FONT, THEMES

_COLOURS = THEMES[DEFAULT_THEME]
STYLE = (
    f"html{{background:{_COLOURS.paper};color:{_COLOURS.ink};font:16px/1.6 {FONT}}}"
    "body{max-width:36rem;margin:0 auto;padding:14vh 1.25rem 3rem}p{margin:.4rem 0}.first{font-size:1.25rem}"
    f"h1{{font-size:1rem;font-weight:400;margin:0 0 1.5rem}}h1,.second,.quiet{{color:{_COLOURS.ink_2}}}"
    f".quiet{{margin-top:1.5rem}}progress{{width:100%;height:.6rem;accent-color:{_COLOURS.accent};margin:1rem 0}}"
    f"form{{margin:1.25rem 0}}a{{color:{_COLOURS.core_ink}}}a,button{{display:inline-block;margin-right:1.5rem}}"
    "a{padding:.35rem 0}button{font:inherit;color:inherit;background:none;border:1px solid;border-radius:.25rem;"
    "padding:.35rem 1rem}"
)
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'",
    "Cache-Control": "no-store",
}


def plain_page(
    said: Mapping[str, Sequence[str]],
    lang: str,
    status: int,
    *,
    headers: Mapping[str, str] | None = None,
    middle: str = "",
    foot: str = "",
    renewed: str = "",
) -> HTMLResponse:
    """The page: what is `said` in each language, the reader's first.

    `middle` and `foot` are markup of ours between and below. `renewed` is when the page is loaded anew and where
    (`2; url=…`); empty for never.
    """
    order = [lang, *(one for one in LANGUAGES if one != lang)]
    parts = []
    for place, one in enumerate(order):
        look, code = ("first", "second")[min(place, 1)], HTML_LANGUAGE[one]
        parts += [f'<p class="{look}" lang="{code}">{html.escape(words)}</p>' for words in said[one]]
        if not place:
            parts.append(middle)
    title = html.escape(text("title", lang))
    renewal = f'<meta http-equiv="refresh" content="{html.escape(renewed)}">' if renewed else ""
    page = (
        f'<!DOCTYPE html><html lang="{HTML_LANGUAGE[lang]}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{renewal}<title>{title}</title>'
        f"<style>{STYLE}</style></head><body><main><h1>{title}</h1>{''.join(parts)}{foot}</main></body></html>\n"
    )
    return HTMLResponse(page, status_code=status, headers={**POLICY, **(headers or {})})

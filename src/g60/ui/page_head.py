"""The head of the page: our style sheet, language and theme before Streamlit paints anything, and what is seen so long.

Streamlit serves one `index.html` for every page and has no setting for its head. The middleware here adds to
that one answer, so that nothing flickers from Streamlit's look into ours, and nobody looks at a blank page.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from g60.ask.spoiled import repaired
from g60.contract.i18n import DEFAULT_LANGUAGE, HTML_LANGUAGE, LANGUAGES, text
from g60.contract.themes import DEFAULT_THEME, THEMES
from g60.evidence.codes import evidence_lines
from g60.ui.answer_headers import POLICY, page_policy

# Lines of the shape that stands for a text.
BARS = 9


def waiting(lang: str, *, is_map: bool) -> str:
    """What is seen until the page is there: its shape, what is going on, and after a while what can be done."""
    said = {code: escape(text(f"small_{code}", lang)) for code in ("loading_page", "loading_late", "reload")}
    bars = f"<div>{'<i></i>' * BARS}</div>"
    shape = bars + "<div></div>" + bars if is_map else bars
    return (
        f'<div id="waiting" data-map="{"1" if is_map else ""}">'
        f'<p role="status">{said["loading_page"]}</p><div class="shape" aria-hidden="true">{shape}</div>'
        f'<p class="late">{said["loading_late"]} <a href="">{said["reload"]}</a></p>'
        f"<noscript><p>{escape(text('small_no_script', lang))}</p></noscript></div>"
    )


def _paper_words(lang: str) -> str:
    """What stands below a printed page: what the marks beside its values mean, and where there is more."""
    return "\n".join([*evidence_lines(lang), text("print_more", lang)])


def with_head(html: bytes, lang: str, theme: str, style: str, links: str = "", *, is_map: bool = False) -> bytes:
    """Streamlit's page with our title, language, theme and style sheet; as it was where it has no head."""
    title = escape(text("title", lang))
    # What paper says below a printed page; the language may change without a new answer.
    paper = " ".join(f'data-paper-{one}="{escape(_paper_words(one))}"' for one in LANGUAGES)
    opened = f'<html lang="{HTML_LANGUAGE[lang]}" data-theme="{theme}" {paper}>'
    html = html.replace(b'<html lang="en">', opened.encode(), 1)
    html = html.replace(b"<title>Streamlit</title>", f"<title>{title}</title>".encode(), 1)
    html = html.replace(b"<body>", f"<body>{waiting(lang, is_map=is_map)}".encode(), 1)
    return html.replace(b"</head>", f'<link rel="stylesheet" href="{style}">{links}</head>'.encode(), 1)


class PageHead:
    """ASGI middleware that puts our head into every HTML answer outside the components' frames.

    `style` is the address of our style sheet. `soon` gives the addresses of what the first page will ask for once
    Streamlit has started: scripts of its parts, and files of the map's frame. Named in the head, they are fetched
    meanwhile.
    """

    def __init__(self, app: ASGIApp, style: str, soon: Callable[[], tuple[list[str], list[str]]]) -> None:
        self.app = app
        self.style = style
        self.soon = soon

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through but HTML pages, which are held back whole and given our head."""
        if scope["type"] != "http" or _has_own_head(scope["path"]) or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        names_files = scope["path"].endswith("/") and _wants_html(scope)
        asked = repaired(parse_qs(scope["query_string"].decode("latin-1")))
        lang, theme = asked.get("lang", [""])[-1], asked.get("theme", [""])[-1]
        answer = _Answer(
            scope,
            send,
            lang if lang in LANGUAGES else DEFAULT_LANGUAGE,
            theme if theme in THEMES else DEFAULT_THEME,
            self.style,
            # The first to ask after a publication may have to wait until the map is made: all others do not.
            await run_in_threadpool(self._links) if names_files else "",
        )
        # A compressed page could not be changed; Streamlit compresses again outside of this.
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": headers} if _wants_html(scope) else scope, receive, answer.send)

    def _links(self) -> str:
        scripts, files = self.soon()
        return "".join(
            [f'<link rel="modulepreload" href="{escape(address)}">' for address in scripts]
            + [f'<link rel="prefetch" href="{escape(address)}">' for address in files]
        )


def _has_own_head(path: str) -> bool:
    """Whether a page is none of Streamlit's: a component's frame, or the page for presenting, which is whole."""
    return "/component/" in path or path.endswith("/present")


def _wants_html(scope: Scope) -> bool:
    accepted = dict(scope["headers"]).get(b"accept", b"")
    return b"text/html" in accepted


class _Answer:
    """One answer on its way out: HTML is collected, anything else is passed on as it comes."""

    def __init__(self, scope: Scope, send: Send, lang: str, theme: str, style: str, links: str) -> None:
        self._scope = scope
        self._send = send
        self._lang = lang
        self._theme = theme
        self._style = style
        self._links = links
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and self._is_page(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._send_page(self._start)

    def _is_page(self, start: Message) -> bool:
        headers = dict(start["headers"])
        kind = headers.get(b"content-type", b"")
        return kind.startswith(b"text/html") and b"content-encoding" not in headers and start["status"] == 200

    async def _send_page(self, start: Message) -> None:
        page = with_head(
            self._body, self._lang, self._theme, self._style, self._links, is_map=self._scope["path"].endswith("/")
        )
        changing = (b"content-length", b"etag", b"last-modified")
        headers = [(name, value) for name, value in start["headers"] if name not in changing]
        headers.append((POLICY.encode(), page_policy(self._scope, page).encode()))
        start = dict(start) | {"headers": [*headers, (b"content-length", str(len(page)).encode())]}
        await self._send(start)
        await self._send({"type": "http.response.body", "body": page})

"""The ASGI application: the page, the routes of files and data, and the lifespan of the process.

`streamlit run app.py` serves it; any ASGI server can (`uvicorn app:app`).
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date
from importlib import import_module
from pathlib import Path
from threading import Thread

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from g60.ask.own_address import opened_elsewhere
from g60.ask.view import parse_at
from g60.catalog.catalog import Catalog
from g60.checks.entries import client_issues
from g60.checks.tables import issue_line
from g60.contract.capacity import raise_files
from g60.contract.errors import DataError, G60Error, RefusedError, UnknownIdError
from g60.contract.i18n import DEFAULT_LANGUAGE, LANGUAGES, text
from g60.export.imprint import day_in_jiaxing
from g60.export.jobs.job import Work
from g60.meeting import scenes
from g60.record.catalogs import unmade
from g60.record.versions import day_of, version_at
from g60.ui import (
    export_answers,
    exports,
    health,
    listing,
    load,
    meeting,
    meeting_files,
    memory,
    metrics_page,
    past,
    service_log,
    streamlit_files,
    trouble,
)
from g60.ui.answer_headers import KEPT, AnswerHeaders
from g60.ui.asked import catalogs, load_catalog
from g60.ui.bodies import body_of, form_of
from g60.ui.facet_names import NAMES
from g60.ui.known_addresses import Addresses, KnownAddresses
from g60.ui.page_head import PageHead
from g60.ui.page_list import PAGES
from g60.ui.reached import Reached, request_address, sub_path
from g60.ui.request_log import RequestLog
from g60.ui.requests_refused import RequestsRefused
from g60.ui.settings_refused import settings_refused
from g60.ui.sockets import send_at_once
from g60.ui.visitors import VisitorLimit
from layers import NAMES_PAGE, client, made, names_file, pack, sheet

HERE = Path(__file__).parent
# The address of such a file contains a hash of its content, so a browser can keep it forever.
FOR_EVER = {"Cache-Control": KEPT}
PACKED = {**FOR_EVER, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
PACK = "jiaxing-atlas.html"
# A form encodes each byte of Chinese text as three.
FORM_BYTES = 4 * scenes.BYTES_AT_MOST
TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml"}

raise_files()
# A client that cannot be joined would leave every reader without a map: the server does not start.
if broken := list(client_issues(client.faults())):
    sys.exit("\n".join(issue_line(issue, DEFAULT_LANGUAGE) for issue in broken))


def _answer(content: bytes, name: str, headers: Mapping[str, str] = FOR_EVER) -> Response:
    kind = TYPES.get(Path(name).suffix, "application/octet-stream")
    return Response(content, media_type=kind, headers=dict(headers))


async def data(request: Request) -> Response:
    """The data of one layer, or a page of names. The compressed form is made once, not at each request."""
    name = request.path_params["name"]
    known = next((one for one in map(made, catalogs().loaded()) if one and name in one.files), None)
    if known is None:
        content = await run_in_threadpool(_names, name) if NAMES_PAGE.fullmatch(name) else None
        return PlainTextResponse("", status_code=404) if content is None else _answer(content, name)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return _answer(known.packed[name], name, PACKED)
    return _answer(known.files[name], name)


def _names(name: str) -> bytes | None:
    return next((page for one in catalogs().loaded() if (page := names_file(one, name)) is not None), None)


async def script(request: Request) -> Response:
    """A script of the client, or a style sheet: those of the map, of the page and of its parts."""
    name = request.path_params["name"]
    content = client.served(name)
    return PlainTextResponse("", status_code=404) if content is None else _answer(content, name)


def rows(request: Request) -> Response:
    """Rows of the list for a selection. It is not async, so that it runs in a thread: it scans the whole list."""
    asked_for = request.path_params["version"]
    catalog = next((one for one in catalogs().loaded() if one.fingerprint == asked_for), None)
    if catalog is None:
        return PlainTextResponse("", status_code=404)
    asked = {key: request.query_params.getlist(key) for key in request.query_params}
    return _answer(listing.rows(catalog, asked), "rows.json")


async def figures(_: Request) -> Response:
    """What the process has done and how it is, as Prometheus reads it."""
    content = await run_in_threadpool(metrics_page.page, catalogs())
    return Response(content, media_type=metrics_page.MEDIA_TYPE, headers={"Cache-Control": "no-store"})


async def newest(_: Request) -> Response:
    """The number of the newest version, as the last look at the database found it: open pages ask every few seconds."""
    return JSONResponse({"version": catalogs().followed()}, headers={"Cache-Control": "no-store"})


async def alive(_: Request) -> Response:
    """That the process answers at all."""
    return JSONResponse(health.ALIVE, headers={"Cache-Control": "no-store"})


def ready(_: Request) -> Response:
    """Whether data and database are there, 503 where not. It asks the database, so it runs in a thread."""
    is_ready, said = health.readiness(catalogs(), load.figures())
    return JSONResponse(said, status_code=200 if is_ready else 503, headers={"Cache-Control": "no-store"})


async def record(request: Request) -> Response:
    """What differs between versions, and the history of a value; files of both are made by the workers."""
    query = {key: request.query_params.getlist(key) for key in request.query_params}
    if work := past.work(catalogs(), request.path_params["what"], query):
        return await export_answers.made(request, work)
    return await run_in_threadpool(_recorded, request.path_params["what"], query)


def _recorded(what: str, query: Mapping[str, list[str]]) -> Response:
    lang = _language(next(iter(query.get("lang", [])), None))
    try:
        told = past.answer(catalogs(), what, query)
    except G60Error as error:
        return PlainTextResponse(text(error.code, lang, **error.values), status_code=_status(error))
    if told is None:
        return PlainTextResponse("", status_code=404)
    return Response(told.content, media_type=told.kind, headers={"Cache-Control": "no-store"})


async def meeting_act(request: Request) -> Response:
    """The answer to a request of the meeting page about its presentation and decisions, which are not stored."""
    act = request.path_params["act"]
    lang, most = _language(request.query_params.get("lang")), meeting.body_at_most(act)
    try:
        body = await body_of(request, most)
    except RefusedError as error:
        said = {"messages": [text(error.code, lang, **error.values)]}
        return JSONResponse(said, status_code=408, headers={"Cache-Control": "no-store"})
    if body is None:
        said = {"messages": [_too_long(lang, most)]}
        return JSONResponse(said, status_code=413, headers={"Cache-Control": "no-store"})
    reached = opened_elsewhere(request_address(request.headers))
    query = {**request.query_params} | ({"address": reached} if reached else {})
    answer = await run_in_threadpool(_met, act, body, query)
    if isinstance(answer, Work):
        return await export_answers.made(request, answer)
    if answer is None:
        return PlainTextResponse("", status_code=404)
    return Response(
        answer.content, status_code=answer.status, media_type=answer.kind, headers={"Cache-Control": "no-store"}
    )


def _met(act: str, body: bytes, query: Mapping[str, str]) -> meeting_files.Answer | Work | None:
    """The answer to the meeting page; the work where it is a file.

    A pack without scenes is about as large as the page `/present`.
    """
    catalog = load_catalog()
    if act in meeting_files.FILES:
        return meeting_files.work(catalog, exports.version(catalog.version, catalog.fingerprint), act, body, query)
    return meeting.answer(catalog, act, body, query, len(pack.live(catalog, DEFAULT_LANGUAGE, day_in_jiaxing())))


def present(request: Request) -> Response:
    """The page that presents live. It is not a Streamlit page, whose keyboard shortcuts would interfere."""
    lang = _language(request.query_params.get("lang"))
    try:
        at = request.query_params.get("at", "")
        return HTMLResponse(pack.live(_catalog_of(at), lang, _day_of(at)), headers={"Cache-Control": "no-cache"})
    except G60Error as error:
        return _refusal(error, lang, "./")


def _refusal(error: G60Error, lang: str, back: str) -> Response:
    """The page that says why there is none to present, and leads back."""
    return HTMLResponse(pack.refusal([text(error.code, lang, **error.values)], lang, back), status_code=_status(error))


def _status(error: G60Error) -> int:
    """What the status says of an error: that something else has to be asked, or that the same may be there later."""
    return 422 if isinstance(error, (RefusedError, UnknownIdError)) else 503


def _catalog_of(at: object) -> Catalog:
    """The catalog of the version or day that is asked for, else of the newest version; raises RefusedError."""
    asked = parse_at(at) if isinstance(at, str) else ""
    return catalogs().version(version_at(asked, catalogs().url)) if asked else load_catalog()


def _day_of(at: object) -> date:
    """The day for which lights of tasks are worked out: that of the version or day that is asked for, else today."""
    return day_of(parse_at(at) if isinstance(at, str) else "", day_in_jiaxing(), catalogs().url)


def _language(asked: object) -> str:
    return asked if isinstance(asked, str) and asked in LANGUAGES else DEFAULT_LANGUAGE


async def present_pack(request: Request) -> Response:
    """The meeting pack of the presentation in a form, as a file; a page with the reason if it cannot be made."""
    try:
        form = await form_of(request, FORM_BYTES, fields=4)
        status, reason = 413, _too_long(DEFAULT_LANGUAGE, scenes.BYTES_AT_MOST)
    except RefusedError as error:
        form, status, reason = None, 408, text(error.code, DEFAULT_LANGUAGE, **error.values)
    if form is None:
        return HTMLResponse(pack.refusal([reason], DEFAULT_LANGUAGE, "../meeting"), status_code=status)
    given, lang, at = form.get("presentation"), _language(form.get("lang")), form.get("at")
    answer = await run_in_threadpool(_packed, given if isinstance(given, str) else "", lang, at)
    return answer if isinstance(answer, Response) else await export_answers.made(request, answer)


def _too_long(lang: str, most: int) -> str:
    return text("error_scenes_long", lang, file=text("pack_scenes", lang), most=most // 1_000_000)


def _packed(given: str, lang: str, at: object) -> Work | Response:
    """The work of a pack; why there is none where the presentation cannot be read, which is said at once."""
    try:
        catalog, day = _catalog_of(at), _day_of(at)
    except G60Error as error:
        return _refusal(error, lang, "../meeting")
    try:
        scenes.read(given, catalog)
    except DataError as error:
        lines = [scenes.issue_line(issue, lang) for issue in error.issues]
        return HTMLResponse(pack.refusal(lines, lang, "../meeting"), status_code=422)
    held = exports.version(catalog.version, catalog.fingerprint)
    return Work(pack.made, (held, given, lang, day), file=PACK, kind="text/html")


def soon() -> tuple[list[str], list[str]]:
    """The addresses that the map's page will request: the scripts of its parts, and the files of its frame."""
    try:
        catalog = load_catalog()
        known = sheet(catalog)
    except G60Error:  # the page itself shows what is wrong with the data
        return [], []
    own = [f"files/leaflet/leaflet.{ending}" for ending in ("js", "css")]
    own += [f"files/web/{file}" for file, _ in (client.script("atlas"), client.style("atlas"))]
    data = [f"data/{name}" for name in known.packed]
    parts = [client.part_address(part) for part in ("facets", "results", "look", "view_link")]
    named = f"{listing.ADDRESS}{catalog.fingerprint}?lang={DEFAULT_LANGUAGE}&{NAMES}"
    of_streamlit = [f"./{address}" for address in streamlit_files.element_scripts()]
    files = [*own, *streamlit_files.frame_scripts(), *data]
    return parts + of_streamlit, [named, *(f"./{address}" for address in files)]


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Load what all visitors share before the first one comes, and exclude it from garbage collection.

    Streamlit runs a full garbage collection after every script run, which takes 0.1 s with pandas loaded.
    """
    service_log.begin()
    memory.begin()
    send_at_once(asyncio.get_running_loop())
    for refused in settings_refused():
        service_log.say(refused)
    try:
        catalog = load_catalog()
        sheet(catalog)
        catalog.prepare()
        Thread(target=_prepare_more, args=(catalog,), daemon=True).start()
    except Exception as error:  # noqa: BLE001 - one version must not keep the server from starting
        # The server starts all the same: its pages show what is wrong with the data.
        _say(error if isinstance(error, G60Error) else unmade(catalogs().followed(), error))
    # Pages load their modules when they are first run. Loaded here, 400 modules are frozen with the rest.
    import_module("g60.ui.results")
    gc.collect()
    gc.freeze()
    memory.give_back()
    catalogs().follow(_say, _prepare)
    exports.queue().start_ahead()
    yield
    exports.queue().close()
    catalogs().leave()


def _say(error: G60Error) -> None:
    service_log.say(text(error.code, DEFAULT_LANGUAGE, **error.values))


def _prepare(catalog: Catalog) -> None:
    """Make what every visitor of a new version needs, before readers get it."""
    sheet(catalog)
    catalog.prepare()
    Thread(target=_prepare_more, args=(catalog,), daemon=True).start()


def _prepare_more(catalog: Catalog) -> None:
    """Make what many visitors need, while the server answers already: a search, a presentation wait for it.

    Pinyin of a hundred thousand names takes a second, the page that presents half a second.
    """
    catalog.index.spell()
    if len(catalog.all_carriers) <= pack.MADE_AHEAD:
        pack.live(catalog, DEFAULT_LANGUAGE, day_in_jiaxing())
    memory.give_back()


def _routes(below: str) -> list[BaseRoute]:
    """Every address of ours, below the sub-path of the app."""
    return [
        Route(f"{below}/data/{{name}}", data),
        Route(f"{below}/files/web/{{name}}", script),
        Route(f"{below}/rows/{{version}}", rows),
        Route(f"{below}/healthz", alive),
        Route(f"{below}/readyz", ready),
        Route(f"{below}/metrics", figures),
        Route(f"{below}/record/newest", newest),
        Route(f"{below}/record/{{what}}", record),
        Route(f"{below}/offers/{{name}}", export_answers.offer),
        Route(f"{below}/exports/{{token}}", export_answers.status),
        Route(f"{below}/exports/{{token}}/file", export_answers.file),
        Route(f"{below}/exports/{{token}}/cancel", export_answers.cancel, methods=["POST"]),
        Route(f"{below}/meeting/{{act}}", meeting_act, methods=["POST"]),
        Route(f"{below}/present", present),
        Route(f"{below}/present/pack", present_pack, methods=["POST"]),
        Mount(f"{below}/files/leaflet", StaticFiles(packages=[("xstatic.pkg.leaflet", "data")])),
    ]


# The first page has no name in its address.
ADDRESSES = Addresses(frozenset(name for name, _, first in PAGES if not first), _routes(sub_path()), sub_path())

app = st.App(
    HERE / "pages" / "index.py",
    lifespan=lifespan,
    middleware=[
        Middleware(Reached),
        Middleware(RequestLog, label=ADDRESSES.label),
        Middleware(AnswerHeaders),
        Middleware(RequestsRefused),
        Middleware(KnownAddresses, addresses=ADDRESSES),
        Middleware(VisitorLimit, pages=ADDRESSES.pages, below=ADDRESSES.sub_path),
        Middleware(PageHead, style=client.style_address("page"), soon=soon),
    ],
    routes=ADDRESSES.routes,
    on_script_error=trouble.failed,
)

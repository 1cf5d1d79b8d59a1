"""What is answered to who asks for a file by address: the file, a page that says how it stands, or why there is none.

Three kinds of readers ask. A browser that follows a link gets the file if it is soon ready, otherwise a page that
renews itself until it is. A script of ours says `Prefer: respond-async`, is told the job's name, and asks again. Any
other program waits until the file is there.
"""

from __future__ import annotations

import asyncio
import html
import re
from urllib.parse import quote

from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse

from g60.contract.errors import G60Error, RefusedError
from g60.contract.i18n import LANGUAGES, text
from g60.export.jobs.job import CANCELLED, DONE, KEPT, WAITING, Job, Work
from g60.ui import exports
from g60.ui.answer_in_words import language
from g60.ui.plain_page import plain_page
from g60.ui.reached import root

# For so many seconds a browser waits for the file before it gets the page: in the queue, and once it is being made.
SOON_WAITING, SOON_RUNNING = 2.0, 12.0
LOOK = 0.15
TRY_AGAIN = {"Retry-After": "60"}
KEPT_NOWHERE = {"Cache-Control": "no-store"}
RENEWED = 2  # seconds
BUSY, REFUSED, GONE, ACCEPTED = 503, 422, 410, 202


async def made(request: Request, work: Work) -> Response:
    """The answer to who asks for work."""
    lang = language(request.scope)
    try:
        job = await run_in_threadpool(exports.queue().add, work)
    except G60Error as error:
        return refused(request, error, lang)
    return await _when_ready(request, job, lang)


async def offer(request: Request) -> Response:
    """What a link of a page offers, by its name."""
    work = exports.offered(request.path_params["name"])
    return gone(request) if work is None else await made(request, work)


async def status(request: Request) -> Response:
    """How a job stands, as a page or in JSON; the file is at `…/file`."""
    job = exports.queue().find(request.path_params["token"])
    if job is None:
        return gone(request)
    job.wait(0)
    lang = language(request.scope)
    return waiting_page(request, job, lang) if _wants_page(request) else _told(job, lang)


async def file(request: Request) -> Response:
    """The file of a job, when it is there."""
    job = exports.queue().find(request.path_params["token"])
    return gone(request) if job is None else await _when_ready(request, job, language(request.scope))


async def cancel(request: Request) -> Response:
    """Takes a job back."""
    job = exports.queue().find(request.path_params["token"])
    if job is None:
        return gone(request)
    await run_in_threadpool(exports.queue().cancel, job)
    lang = language(request.scope)
    return waiting_page(request, job, lang) if _wants_page(request) else _told(job, lang)


# The three kinds of readers ------------------------------------------------------------------------


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _asks_again(request: Request) -> bool:
    return "respond-async" in request.headers.get("prefer", "")


async def _when_ready(request: Request, job: Job, lang: str) -> Response:
    """The file once it is there; before that, what this reader can do with."""
    while not job.wait(0):
        if _asks_again(request):
            return _told(job, lang)
        soon = SOON_WAITING if job.state == WAITING else SOON_RUNNING
        if _wants_page(request) and asyncio.get_running_loop().time() > _asked(request) + soon:
            return waiting_page(request, job, lang)
        if await request.is_disconnected():
            await run_in_threadpool(exports.queue().cancel, job)
            return Response(status_code=BUSY)
        await asyncio.sleep(LOOK)
    if job.state == DONE:
        return _file(job)
    error = job.error or RefusedError("queue_cancelled")
    return refused(request, error, lang)


def _asked(request: Request) -> float:
    """When the request came, in the event loop's time."""
    if not hasattr(request.state, "asked"):
        request.state.asked = asyncio.get_running_loop().time()
    found: float = request.state.asked
    return found


def _file(job: Job) -> Response:
    headers = {**KEPT_NOWHERE, "Content-Length": str(job.size)}
    if job.file:
        headers["Content-Disposition"] = disposition(job.file)
    return StreamingResponse(iterate_in_threadpool(job.parts()), media_type=job.kind, headers=headers)


def disposition(name: str) -> str:
    """The header that names a file, in ASCII and as it is."""
    plain = re.sub(r"[^A-Za-z0-9 ._-]", "_", name)
    spelled = "" if plain == name else f"; filename*=UTF-8''{quote(name)}"
    return f'attachment; filename="{plain}"{spelled}'


def _told(job: Job, lang: str) -> Response:
    """How a job stands, for a script."""
    words, place = exports.words(job, lang), exports.queue().place(job)
    said = {"job": job.token, "state": job.state, "place": place, "words": words, "messages": [words]}
    code = (200 if job.state == DONE else _code(job.error)) if job.has_ended else ACCEPTED
    return JSONResponse(said, status_code=code, headers=KEPT_NOWHERE)


def _code(error: G60Error | None) -> int:
    return REFUSED if error is None or not error.code.startswith("queue_") else BUSY


# Refusals ------------------------------------------------------------------------------------------


def refused(request: Request, error: G60Error, lang: str) -> Response:
    """Why there is no file, as a page for a browser, as JSON for a script, as text for any other program."""
    code = GONE if error.code == "queue_gone" else _code(error)
    headers = {**KEPT_NOWHERE, **(TRY_AGAIN if code == BUSY else {})}
    said = {one: [exports.error_words(error, one)] for one in LANGUAGES}
    if _wants_page(request):
        return plain_page(said, lang, code, headers=headers, foot=_back(request, lang))
    if _asks_again(request):
        return JSONResponse({"messages": said[lang]}, status_code=code, headers=headers)
    return PlainTextResponse(said[lang][0], status_code=code, headers=headers)


def gone(request: Request) -> Response:
    """That a job or an offer is not known, or no longer."""
    return refused(request, RefusedError("queue_gone", minutes=int(KEPT // 60)), language(request.scope))


# The page ------------------------------------------------------------------------------------------


def waiting_page(request: Request, job: Job, lang: str) -> Response:
    """How a job stands, in both languages; the page renews itself, and fetches the file when it is made."""
    here = f"{root(request.headers)}exports/{job.token}"
    said = {one: [exports.words(job, one)] for one in LANGUAGES}
    asked = f"?lang={lang}"
    if job.state == DONE:
        again = f'<p><a href="{here}/file{asked}">{html.escape(text("queue_again", lang))}</a>'
        foot = f"{again}{_back(request, lang)}</p>"
        return plain_page(said, lang, 200, foot=foot, renewed=f"0; url={here}/file{asked}")
    if job.has_ended:
        return plain_page(said, lang, 200 if job.state == CANCELLED else _code(job.error), foot=_back(request, lang))
    done, total, _ = job.progress
    size = f' max="{total}" value="{max(done - 1, 0)}"' if total else ""
    bar = f'<progress aria-label="{html.escape(said[lang][0])}"{size}></progress>'
    foot = (
        f'<form method="post" action="{here}/cancel{asked}"><button>{html.escape(text("queue_cancel", lang))}</button>'
        f'</form><p class="quiet">{html.escape(text("queue_waits", lang))}</p>'
    )
    return plain_page(said, lang, ACCEPTED, middle=bar, foot=foot, renewed=f"{RENEWED}; url={here}{asked}")


def _back(request: Request, lang: str) -> str:
    return f'<a href="{root(request.headers)}?lang={lang}">{html.escape(text("queue_back", lang))}</a>'

"""The queue of files that this process has made, and what is asked of it from pages and by address."""

from __future__ import annotations

import hashlib
import hmac
import pickle
import secrets
import threading
from collections import OrderedDict
from functools import cache

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

from g60.contract.errors import G60Error
from g60.contract.i18n import text
from g60.export.handouts import Order
from g60.export.jobs import orders
from g60.export.jobs.job import WAITING, Job, Work
from g60.export.jobs.limits import Limits
from g60.export.jobs.queue import Queue
from g60.record.held import Held
from g60.ui.asked import catalogs
from g60.ui.page import Page
from g60.ui.person import signed_in
from g60.ui.turns import aside

# As many previews are kept for the next reader who asks for the same, and as many links to files can be followed.
PREVIEWS, OFFERS = 24, 5000
LOOK = 0.4  # seconds
_SECRET = secrets.token_bytes(32)
_previews: OrderedDict[tuple[str, Order], Job] = OrderedDict()
_offers: OrderedDict[str, Work] = OrderedDict()
_lock = threading.Lock()


@cache
def queue() -> Queue:
    """The one queue of the process."""
    return Queue(Limits.of(), _ready)


def _ready() -> Work:
    return orders.ready(version(catalogs().followed()))


def version(number: int, fingerprint: str = "") -> Held:
    """A version of the record."""
    known = catalogs()
    return Held(known.folder, known.url, number, fingerprint=fingerprint)


def shown(page: Page) -> Held:
    """What a page shows: a version, or a draft that its reader sees."""
    known, catalog, draft = catalogs(), page.catalog, page.view.draft
    if draft is None:
        return version(catalog.version, catalog.fingerprint)
    return Held(known.folder, known.url, catalog.version, draft, signed_in(), catalog.fingerprint)


def preview(held: Held, order: Order) -> Job:
    """The job of a preview: readers who ask for the same at about the same time share one."""
    key = (held.fingerprint, order)
    with _lock:
        job = _previews.get(key)
        if job is None or job.error is not None or queue().find(job.token) is not job:
            job = queue().add(orders.sheet_preview(held, order))
        _previews[key] = job
        _previews.move_to_end(key)
        while len(_previews) > PREVIEWS:
            _previews.popitem(last=False)
    return job


def offer(work: Work) -> str:
    """The name under which a page's link has work done. Nobody can guess it who was not shown the page."""
    name = hmac.new(_SECRET, pickle.dumps(work), hashlib.sha256).hexdigest()[:40]
    with _lock:
        _offers[name] = work
        _offers.move_to_end(name)
        while len(_offers) > OFFERS:
            _offers.popitem(last=False)
    return name


def offered(name: str) -> Work | None:
    """The work of a name; None where it was never offered, or long ago."""
    with _lock:
        return _offers.get(name)


def wait(job: Job, place: DeltaGenerator, lang: str, started: str = "queue_started") -> bool:
    """Wait in a page's script for the end of a job, which stands in `place` meanwhile; whether it has come.

    It has not where the reader has clicked on something else: then this run has to end, so that their click is served.
    """
    with aside():
        while not job.wait(LOOK):
            if _has_clicked():
                return False
            done, total, _ = job.progress
            with place.container():
                # A name comes from data, and a bar's words are Markdown: the bar has none.
                st.progress(max(done - 1, 0) / total if total else 0.0)
                st.text(words(job, lang, started))
    return True


def _has_clicked() -> bool:
    """Whether the session asks for another run. Streamlit lets a click in a dialog wait for the end of this one."""
    context = get_script_run_ctx()
    asked = context.script_requests if context is not None else None
    return asked is not None and asked._state is not ScriptRequestType.CONTINUE


def words(job: Job, lang: str, started: str = "queue_started") -> str:
    """How a job stands, in a sentence; `started` is the text for what is being made."""
    if job.error is not None:
        return error_words(job.error, lang)
    if job.state == WAITING and (place := queue().place(job)):
        return text("queue_place", lang, place=place)
    if job.has_ended:
        return text("queue_done" if job.size else "queue_cancelled", lang)
    done, total, name = job.progress
    return text("queue_page", lang, done=done, total=total, name=name) if total else text(started, lang)


def error_words(error: G60Error, lang: str) -> str:
    """Why there is no file."""
    return text(error.code, lang, **error.values)

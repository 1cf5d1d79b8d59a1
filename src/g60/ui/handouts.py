"""The hand-out dialog: format, paper, scale and title; a preview; the file. Made as the command line makes it.

Opening it runs the page once, and everything within it is a fragment: neither a choice nor a download touches the map.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from g60.ask.view import View
from g60.contract.errors import G60Error
from g60.contract.i18n import text
from g60.contract.themes import DEFAULT_THEME, THEMES
from g60.evidence.sentence import sentence
from g60.export.handouts import HANDOUTS, Handout, Order, house_options, parse_scale
from g60.export.imprint import file_name, imprint
from g60.export.jobs import orders
from g60.export.jobs.job import CANCELLED
from g60.export.paper_map.sheet import ORIENTATIONS, PAPERS, SheetOptions
from g60.ui import exports
from g60.ui.handout_choice import format_chosen, layers_chosen, purpose_chosen
from g60.ui.page import Page
from g60.ui.reached import page_address

ZOOMS = (1, 2, 4)
TITLE_LETTERS = 80
SCALE_LETTERS = 16
# Where the session keeps the file that is being made for it.
JOB = "handout_job"
# The usual sheet is A3 landscape; a bound atlas is A4 portrait: places in the lists of papers and orientations.
USUAL = {"atlas": ("a4", "portrait")}


def show(page: Page) -> None:
    """Draws the word that opens the dialog."""
    if st.button(text("handout_open", page.lang), key="handouts_open", type="tertiary"):
        st.dialog(text("handout_title", page.lang), width="large")(_dialog)(page)


def _dialog(page: Page) -> None:
    lang = page.lang
    with st.container(key="handouts"):
        st.text(sentence(page.catalog, page.picked, page.selection, lang))
        purpose = purpose_chosen(lang)
        asking, showing = st.columns([5, 7], gap="medium")
        with asking:
            code = format_chosen(purpose, lang)
            order = _order(page, code)
        with showing:
            fits = order is not None and _shown(page, HANDOUTS[code], order)
        with asking, st.container(key="handout_hand"):
            _handed_out(page, code, order if fits else None)


def _order(page: Page, code: str) -> Order | None:
    """What is asked for; None, and said why, where it cannot be understood."""
    lang, handout = page.lang, HANDOUTS[code]
    view = replace(page.view, theme=_print_theme(page.view), version=page.catalog.version)
    options = house_options(page_address())
    if not handout.on_paper:
        return Order(page.selection, layers_chosen(view, lang) if code == "pptx" else view, options)
    options = _on_paper(options, code, lang)
    try:
        options = _drawn(page, options, handout)
    except G60Error as error:
        _say(error, lang)
        return None
    if handout.is_sheet:
        view = layers_chosen(view, lang)
    # Without a scale of its own a sheet shows all that is picked, wherever the map has been moved to.
    return Order(page.selection, view if options.scale else replace(view, place=None), options)


def _on_paper(options: SheetOptions, code: str, lang: str) -> SheetOptions:
    """The options with the paper and which way it lies."""
    paper, orientation = USUAL.get(code, ("a3", "landscape"))
    size, way = st.columns([3, 2], gap="small")
    with size:
        chosen = st.radio(
            text("handout_paper", lang),
            tuple(PAPERS),
            index=tuple(PAPERS).index(paper),
            format_func=str.upper,
            horizontal=True,
            key=f"handout_paper_{code}",
        )
    with way:
        turned = st.radio(
            text("handout_orientation", lang),
            ORIENTATIONS,
            index=ORIENTATIONS.index(orientation),
            format_func=lambda way: text(f"handout_{way}", lang),
            horizontal=True,
            key=f"handout_orientation_{code}",
        )
    return replace(options, paper=chosen, orientation=turned)


def _drawn(page: Page, options: SheetOptions, handout: Handout) -> SheetOptions:
    """The options with the title and, for a single sheet, its scale and the pixels of a picture."""
    lang, scale, zoom = page.lang, "", options.zoom
    left, right = st.columns(2, gap="small")
    if handout.is_sheet:
        with left:
            scale = _typed(page, "handout_scale", SCALE_LETTERS, text("handout_scale_fit", lang))
    with right if handout.is_sheet else left:
        title = _typed(page, "handout_own_title", TITLE_LETTERS, text("title", lang))
    if handout.is_picture:
        zoom = st.radio(
            text("handout_zoom", lang),
            ZOOMS,
            index=ZOOMS.index(zoom),
            format_func=lambda times: text("handout_times", lang, times=times),
            horizontal=True,
            key="handout_zoom",
        )
    if scale.strip():
        st.text(text("handout_as_on_map", lang))
    return replace(options, scale=parse_scale(scale), title=title.strip(), zoom=zoom)


def _typed(page: Page, key: str, most: int, example: str) -> str:
    """What is typed in a line; it outlives the dialog as long as the same is shown, so that Esc loses nothing."""
    of, kept = st.session_state.get(f"{key}_kept", (None, ""))
    st.session_state.setdefault(key, kept if of == page.selection else "")
    typed = st.text_input(text(key, page.lang), max_chars=most, placeholder=example, key=key)
    st.session_state[f"{key}_kept"] = page.selection, typed
    return typed


def _print_theme(view: View) -> str:
    """Paper is light: of the page's themes only the one for grey print goes along."""
    return view.theme if THEMES[view.theme].grey else DEFAULT_THEME


def _say(error: G60Error, lang: str) -> None:
    with st.container(key="handout_trouble"):
        st.text(text(error.code, lang, **error.values))


# The preview -------------------------------------------------------------------------------------


def _shown(page: Page, handout: Handout, order: Order) -> bool:
    """Draws the sheet, or what the file says of itself; whether it can be made as asked."""
    lang = page.lang
    if not handout.is_sheet:
        head = imprint(page.catalog, page.picked, page.selection, lang)
        with st.container(key="handout_head"):
            st.text(text("handout_head", lang))
            lines = [head.title, head.sentence, f"{head.version} · {head.date}", head.review]
            st.text("\n".join(lines if not handout.on_paper else [lines[0], *lines[2:]]))
        return True
    place = st.empty()
    try:
        job = exports.preview(exports.shown(page), replace(order, options=_seen(order.options)))
        if not exports.wait(job, place, lang, "queue_drawing"):
            return False
        picture = job.content()
    except G60Error as error:
        place.empty()
        _say(error, lang)
        return False
    place.image(picture, width="stretch", alt=text("handout_preview", lang))
    return True


def _seen(options: SheetOptions) -> SheetOptions:
    """The options as far as they change what the preview shows."""
    return replace(options, zoom=1)


# The file ----------------------------------------------------------------------------------------


def _handed_out(page: Page, code: str, order: Order | None) -> None:
    """Draws the button that has the file made and, once it is made, the one that hands it over.

    Whatever else is chosen or pressed in the dialog meanwhile takes the file back that is being made.
    """
    lang, handout = page.lang, HANDOUTS[code]
    if under_way := st.session_state.pop(JOB, None):
        exports.queue().cancel(under_way)
    pressed = st.button(text("handout_make", lang), key="handout_make", type="primary", disabled=order is None)
    if pressed and order is not None:
        place, cancel = st.empty(), st.empty()
        try:
            job = st.session_state[JOB] = exports.queue().add(orders.handout(exports.shown(page), code, order))
            cancel.button(text("queue_cancel", lang), key="handout_cancel", type="tertiary")
            if not exports.wait(job, place, lang):
                return
            made = job.content()
        except G60Error as error:
            _cleared(place, cancel)
            _say(error, lang)
        else:
            _cleared(place, cancel)
            name = file_name(page.catalog, page.selection, lang, handout.ending)
            st.text(name)
            st.download_button(
                text("handout_download", lang, size=_size(len(made))),
                made,
                file_name=name,
                mime=handout.media_type,
                on_click="ignore",
                key="handout_download",
            )
        st.session_state.pop(JOB, None)
    elif under_way is not None and under_way.state == CANCELLED:
        st.text(text("queue_cancelled", lang))
    if st.button(text("handout_close", lang), key="handout_close", type="tertiary"):
        st.rerun()


def _cleared(*places: DeltaGenerator) -> None:
    for place in places:
        place.empty()


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} kB"

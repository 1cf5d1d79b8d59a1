"""The text of one document with its line numbers, and the form that binds a sentence of it to a value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import streamlit as st

from g60.catalog.catalog import Catalog
from g60.contract.dataset import Dataset
from g60.contract.errors import RefusedError
from g60.contract.i18n import text
from g60.contract.schema import AREA_DATASETS, CARRIERS
from g60.contract.statements import INDICATORS, TARGETS
from g60.record.binding import KEPT, MINE, Bound, Choice, bind, bindable, standing
from g60.record.documents import kept_texts
from g60.record.drafts import discard, start
from g60.record.people import Person, may
from g60.ui import draft_choice, forms
from g60.ui.asked import catalogs
from g60.ui.forms import Typed
from g60.ui.page import Page
from g60.ui.person import signed_in

# Lines that are shown at a time.
STEP = 400
BIND = "document_bind"
# Where the reader is in a document: its first line on show, the chosen line, the words that were marked on it.
FROM, LINE, WORDS = "document_from", "document_line", "document_words"
OF = "document_of"
# The two values between which a person has to choose: so far, and in the sentence.
BOTH = "document_both"
FIGURE = re.compile(r"(?<![0-9A-Za-z.])[0-9]+(?:\.[0-9]+)?(?![0-9A-Za-z])")
NAMED = re.compile(r".*\(([a-z0-9-]{2,60})\)\s*")


def show(page: Page, person: Person, source: str, lines: tuple[str, ...] | None) -> None:
    """Draws the document: its text for those who may read it, its entry alone for others."""
    lang = page.lang
    if st.session_state.get(OF) != source:
        st.session_state.update({OF: source, FROM: 1, LINE: 0, WORDS: "", BOTH: None})
    title = str(page.catalog.sources.at[source, f"title_{lang}"])
    blocks = [{"type": "heading", "text": title}]
    if lines is None:
        kept = kept_texts([str(page.catalog.sources.at[source, "sha256"])], catalogs().url)
        code = "documents_not_for_visitors" if kept else "documents_no_text"
        blocks.append({"type": "words", "text": text(code, lang)})
    page.draw("report", "document_head", {"blocks": blocks})
    if lines is None:
        return
    first = min(max(1, int(st.session_state[FROM])), len(lines))
    data = {
        "title": title,
        "lines": [[first + at, line] for at, line in enumerate(lines[first - 1 : first - 1 + STEP])],
        "count": len(lines),
        "from": first,
        "step": STEP,
        "chosen": st.session_state[LINE],
        "words": {name: text(f"documents_{name}", lang) for name in ("find", "before", "after")},
    }
    forms.listen(page, "document", "document_text", data, lambda event: _happened(event, lines))
    if may(person, "edit"):
        _bind_form(page, person, source, lines)


def _happened(event: Mapping[str, Any], lines: tuple[str, ...]) -> None:
    """Take in what the reader did with the text: a line chosen, a page turned, words looked for."""
    line, first, words = (event.get(name) for name in ("line", "from", "text"))
    match event.get("type"):
        case "line" if isinstance(line, int) and 1 <= line <= len(lines):
            marked = event.get("words")
            st.session_state.update({LINE: line, WORDS: marked.strip() if isinstance(marked, str) else "", BOTH: None})
            forms.reset(BIND)
        case "page" if isinstance(first, int):
            st.session_state[FROM] = first
        case "find" if isinstance(words, str) and words.strip():
            after = int(st.session_state[LINE])
            order = [*range(after, len(lines)), *range(after)]
            found = next((at for at in order if words.strip() in lines[at]), None)
            if found is not None:
                st.session_state.update({LINE: found + 1, WORDS: words.strip(), BOTH: None})
                st.session_state[FROM] = found // STEP * STEP + 1
                forms.reset(BIND)


# Binding ------------------------------------------------------------------------------------------


def _bind_form(page: Page, person: Person, source: str, lines: tuple[str, ...]) -> None:
    lang, line = page.lang, int(st.session_state[LINE])
    if not 1 <= line <= len(lines):
        blocks = [{"type": "words", "text": text("bind_choose", lang), "quiet": True}]
        page.draw("report", "document_bind_how", {"blocks": blocks})
        return
    marked = st.session_state[WORDS]
    figures = FIGURE.findall(marked or lines[line - 1])
    value = figures[0] if len(figures) == 1 and (not marked or len(marked) < 30) else marked
    fields = [
        forms.field("subject", text("bind_subject", lang), "known", options=_subjects(page.catalog, lang)),
        forms.field("field", text("bind_field", lang), "select", options=_fields(lang)),
        forms.field("value", text("bind_value", lang), value=value, hint=text("bind_value_hint", lang)),
        forms.field("locator", text("answer_locator", lang)),
    ]
    both = st.session_state[BOTH]
    if both:
        options = [
            [MINE, text("bind_shown_new", lang, value=both[1])],
            [KEPT, text("bind_shown_old", lang, value=both[0])],
        ]
        fields += [
            forms.field("shown", text("bind_shown", lang), "choice", "", options=options),
            forms.field("reason", text("bind_reason", lang), "area", rows=2),
            forms.field("reason_en", text("bind_reason_en", lang), "area", rows=2),
        ]
    form = {
        "title": text("bind_title", lang, line=line),
        "note": text("quoted", lang, words=lines[line - 1].strip()[:400]),
        "fields": [*fields, draft_choice.draft_field(page, person)],
        "actions": [forms.action("bind", text("bind_act", lang), lead=True)],
    }
    forms.draw(page, BIND, form, lambda action, typed: _bind(page, source, line, action, typed))


def _bind(page: Page, source: str, line: int, action: str, typed: Typed) -> str:
    """Bind the value as the reader who presses the button now; a draft made for it goes if it is refused."""
    if action != "bind":
        return ""
    person, url, lang = signed_in(), catalogs().url, page.lang
    subject = _subject(page.catalog, typed.line("subject"))
    bound = Bound(subject, typed.line("field"), typed.line("value"), source, line, typed.line("locator")[:300])
    choice = Choice(typed.line("shown"), typed.line("reason"), typed.line("reason_en"))
    chosen = typed.line("draft")
    title = str(page.catalog.sources.at[source, "title_zh"])
    number = (
        int(chosen)
        if chosen.isdecimal() and len(chosen) < 9
        else start(person, text("documents_draft_name", "zh", title=title[:100]), catalogs().shipped, url)
    )
    try:
        bind(person, number, bound, choice, url)
    except RefusedError as error:
        if not chosen:
            discard(person, number, url)
        if error.code == "error_bound_choice":
            st.session_state[BOTH] = (str(error.values["old"]), str(error.values["new"]))
        raise
    st.session_state[BOTH] = None
    st.query_params["draft"] = str(number)
    value = standing(person, number, bound.subject, bound.field, url).value
    return text("bind_done", lang, draft=number, value=value)


def _entities(catalog: Catalog) -> list[tuple[str, str, str]]:
    """The subjects whose values a sentence can state: id, Chinese and English name."""
    found = [(str(one), str(row["name_zh"]), str(row["name_en"])) for one, row in catalog.areas.iterrows()]
    found += [(str(one), str(row["name_zh"]), str(row["name_en"])) for one, row in catalog.carriers.iterrows()]
    indicators = catalog.tables.indicators
    return found + [(str(one), str(row["name_zh"]), str(row["name_en"])) for one, row in indicators.iterrows()]


def _subjects(catalog: Catalog, lang: str) -> list[str]:
    return [f"{zh if lang == 'zh' else en or zh} ({one})" for one, zh, en in _entities(catalog)]


def _subject(catalog: Catalog, typed: str) -> str:
    """The id of what was typed: an id, a name with its id, or a name alone."""
    given = typed.strip()[:400]
    found = NAMED.fullmatch(given)
    if found:
        return found[1]
    return next((one for one, *names in _entities(catalog) if given in names), given)


@lru_cache(maxsize=4)
def _fields(lang: str) -> list[list[str]]:
    """The fields that a sentence can state, of areas and carriers first."""
    datasets: tuple[Dataset, ...] = (*AREA_DATASETS, CARRIERS, INDICATORS, TARGETS)
    names = dict.fromkeys(name for dataset in datasets for name in bindable(dataset.name))
    first = ("area_km2", "name_zh", "positioning_zh", "address_zh")
    ordered = [*first, *(name for name in names if name not in first)]
    return [
        ["", text("bind_field_choose", lang)],
        *([name, text(f"field_{name}", lang)] for name in ordered if name in names),
    ]

"""One draft: what it changes, its findings, its steps, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from g60.ask.permalink import to_query
from g60.contract.i18n import counted, text
from g60.contract.issues import Issue, Severity
from g60.evidence.changes import (
    document_label,
    evidence_in_words,
    shape_label,
    source_words,
    titles,
    who_words,
    whole_reports,
)
from g60.record import draft_changes, drafts, history
from g60.record.draft_changes import Changed
from g60.record.draft_state import Draft
from g60.record.drafts import FINAL, Step
from g60.record.history import EVIDENCE_OF, OWN_SOURCE
from g60.record.people import Person, people
from g60.record.rows import BY_NAME, GEOMETRY, Place
from g60.record.versions import local_time
from g60.record.visible import DOCUMENT, C, ChangedCell, Seen, cited_by, seen, value_count
from g60.ui import edit_publish
from g60.ui.asked import catalogs
from g60.ui.edit_list import title
from g60.ui.edit_parts import SAID, Block, address, attempt, draw_report, draw_unsaved, link, say
from g60.ui.edit_words import (
    EDITED,
    citation_words,
    dataset_name,
    field_name,
    finding_about,
    finding_place,
    finding_words,
    row_name,
    value_words,
)
from g60.ui.page import Page
from g60.ui.page_list import PAGES
from g60.ui.plain import escaped

NAME, GIVEN, SURE = "draft_name_now", "draft_given_to", "draft_discard_sure"
# So many changes are listed on the page; the command line lists all.
SHOWN = 400
EMPTY = "–"


def show(page: Page, person: Person, draft: Draft) -> None:
    """Draws the draft: open, it can be changed; published or discarded, it can be read."""
    lang = page.lang
    changes = draft_changes.changed(person, draft.number, catalogs().url)
    known = drafts.steps(person, draft.number, catalogs().url)
    draw_report(page, "edit_head", _head(page, draft))
    say(SAID)
    if draft.state == "published":
        draw_report(page, "edit_published", published(page, draft))
    if draft.state == "open":
        draw_unsaved(page, draft, {one.name: dataset_name(one, lang) for one in EDITED})
        drafted = catalogs().draft(person, draft.number)
        edit_publish.show_disagreements(page, person, draft, drafted.prepared.disagreements)
        draw_report(
            page, "edit_findings", _findings(page, drafted.issues, draft_changes.issue_places(drafted.prepared))
        )
    if draft.state != "published":
        draw_report(page, "edit_changes", _changes(page, changes))
    if draft.state == "open":
        edit_publish.show(page, person, draft, drafted)
    draw_report(page, "edit_steps", _steps(known, lang))
    if draft.state == "open":
        _buttons(page, person, draft, known)
        _manage(page, person, draft)


def _head(page: Page, draft: Draft) -> list[Block]:
    lang = page.lang
    about = text(
        "draft_line",
        lang,
        owner=who_words(draft.owner_name, lang) or EMPTY,
        base=draft.base,
        at=local_time(draft.changed_at),
    )
    blocks: list[Block] = [
        {"type": "heading", "text": title(draft, lang)},
        {"type": "words", "text": about, "quiet": True},
    ]
    if draft.state == "discarded":
        return [*blocks, {"type": "words", "text": text("draft_discarded", lang, draft=draft.number)}]
    if draft.state == "open":
        tables = [link(dataset_name(dataset, lang), table=dataset.name) for dataset in EDITED]
        without = link(text("draft_without_industry", lang), table="carriers", rows="without")
        blocks.append({"type": "words", "text": text("draft_where", lang)})
        blocks.append({"type": "actions", "label": text("draft_tables", lang), "actions": [*tables, without]})
        blocks.append(_explained(lang))
    return blocks


def _explained(lang: str) -> Block:
    """What each table holds, unfolded on demand; its name opens it."""
    rows = [
        {
            "label": dataset_name(dataset, lang),
            "event": {"type": "go", "table": dataset.name},
            "cells": [{"text": text(dataset.described, lang), "quiet": True}],
        }
        for dataset in EDITED
    ]
    head = [text(f"draft_column_{name}", lang) for name in ("table", "holds")]
    table: Block = {"type": "table", "head": head, "rows": rows}
    return {"type": "fold", "label": text("draft_tables_explained", lang), "key": "tables", "blocks": [table]}


def _changes(page: Page, changes: list[Changed]) -> list[Block]:
    """Each changed cell: what it was, what it becomes, and on what that rests."""
    lang = page.lang
    blocks: list[Block] = [{"type": "heading", "text": text("draft_changes", lang), "level": 3}]
    if not changes:
        return [*blocks, {"type": "words", "text": text("draft_changes_none", lang), "quiet": True}]
    names = _names(page, changes)
    found, about = whole_reports(seen(changes, cited_by(changes)), partial(_in_words, page, names), lang)
    own = {one.subject: one.after or "" for one in changes if one.field == OWN_SOURCE}
    rows = []
    for one in found[:SHOWN]:
        cell, field = one.cell, one.cell.field.removeprefix(EVIDENCE_OF)
        source = citation_words(page.catalog, cell.citation, lang, names) or own.get(cell.subject, "")
        event = {"type": "go", "subject": cell.subject, "field": field}
        rows.append(_row(page, one, source, names, about) | {"event": event})
    count = draft_changes.changed_count(changes)
    caption = counted("draft_cells", count, lang)
    if len(found) > SHOWN:
        caption = text("draft_cells_shown", lang, count=count, shown=SHOWN)
    return [*blocks, {"type": "table", "caption": caption, "head": _columns(lang), "rows": rows}]


def _columns(lang: str) -> list[str]:
    return [text(f"draft_column_{name}", lang) for name in ("cell", "before", "after", "source")]


def _names(page: Page, changes: Sequence[ChangedCell]) -> dict[str, str]:
    """The titles of documents, and the names of the rows that the changes enter: the catalog may not hold them yet."""
    named = {f"title_{page.lang}", f"name_{page.lang}"}
    entered = {one.subject: one.after or one.before or "" for one in changes if one.field in named}
    return {**titles(page.catalog, page.lang), **entered}


def _row(
    page: Page, one: Seen[C], source: str, names: Mapping[str, str], about: Mapping[tuple[str, str], str]
) -> Block:
    """One change: what it is of, both values with what a report says of them, and on what the new one rests."""
    lang, catalog, cell = page.lang, page.catalog, one.cell
    name = names.get(cell.subject) or row_name(catalog, cell.dataset, cell.subject, None, lang)
    if one.kind == DOCUMENT:
        label, source = document_label(cell, name, lang), ""
    else:
        field = shape_label(one, lang) if cell.field == GEOMETRY else field_name(cell.field, lang)
        label = f"{name} · {field}"
    values = ["" if one.kind == DOCUMENT else _in_words(page, names, cell, raw) for raw in (cell.before, cell.after)]
    if more := about.get((cell.dataset, cell.subject), ""):
        values = [f"{value}\n{more}" if value else "" for value in values]
    cells: list[Block] = [{"text": value or EMPTY, "quiet": not value} for value in values]
    return {"label": label, "cells": [*cells, {"text": source, "quiet": True}]}


def _in_words(page: Page, names: Mapping[str, str], cell: ChangedCell, raw: str | None) -> str:
    if cell.field.startswith(EVIDENCE_OF):
        return evidence_in_words(raw, names, page.lang) if raw else ""
    return value_words(page.catalog, BY_NAME[cell.dataset], cell.field, raw, page.lang)


def published(page: Page, draft: Draft) -> list[Block]:
    """The version that a draft became, what it changed, and the way to see both."""
    lang, version = page.lang, draft.version or 0
    query = urlencode(to_query(page.selection, page.view), doseq=True)
    links: list[Block] = [{"label": text("draft_see_map", lang), "href": f"./?{query}"}]
    if "versions" in {name for name, _, _ in PAGES}:
        links.insert(
            0, {"label": text("draft_see_changes", lang), "href": f"./versions?since={version - 1}&lang={lang}"}
        )
    changes = history.diff(version - 1, version, catalogs().url)
    cited = cited_by(changes)
    names = _names(page, changes)
    found, about = whole_reports(seen(changes, cited), partial(_in_words, page, names), lang)
    rows = [_row(page, one, source_words(one.cell.source, names, lang), names, about) for one in found[:SHOWN]]
    caption = counted("draft_cells", value_count(changes, cited), lang)
    return [
        {"type": "words", "text": text("draft_is_published", lang, version=version)},
        {"type": "actions", "actions": links},
        {"type": "table", "caption": caption, "head": _columns(lang), "rows": rows},
    ]


def _findings(page: Page, issues: list[Issue], places: dict[tuple[str, int], Place]) -> list[Block]:
    """Every finding in words, errors first; the one about a changed row leads to its field."""
    lang = page.lang
    blocks: list[Block] = [{"type": "heading", "text": text("draft_findings", lang), "level": 3}]
    if not issues:
        return [*blocks, {"type": "words", "text": text("draft_no_findings", lang), "quiet": True}]
    rows = []
    for issue in sorted(issues, key=lambda one: one.severity is not Severity.ERROR)[:SHOWN]:
        subject, field = draft_changes.subject_and_field(issue, places)
        what = f"{text(issue.severity, lang)}{text('colon', lang)}{finding_words(issue, lang)}"
        row: Block = {
            "label": finding_about(page.catalog, issue, subject, field, lang),
            "note": finding_place(issue, lang),
            "cells": [{"text": what}, None],
        }
        if subject:
            row["cells"][1] = {
                "label": text("draft_to_field", lang),
                "href": address(page, subject=subject, field=field),
            }
        rows.append(row)
    head = [text(f"draft_column_{name}", lang) for name in ("about", "finding", "to")]
    return [*blocks, {"type": "table", "head": head, "rows": rows}]


def _steps(known: list[Step], lang: str) -> list[Block]:
    """The steps, last first: who did what and when, and which are undone."""
    names = {one.step: one for one in known}
    rows = []
    for step in reversed(known[-SHOWN:]):
        what = text(f"draft_step_{step.kind}", lang, version=step.note if step.kind == "rebase" else "")
        told = [
            what,
            step.note if step.kind in ("edit", "import") else "",
            text("draft_step_undone", lang) if step.undone else "",
        ]
        cells = [{"text": who_words(step.who, lang) or EMPTY}, {"text": local_time(step.at), "quiet": True}]
        rows.append({"label": f"{step.step}", "cells": [{"text": " · ".join(part for part in told if part)}, *cells]})
    if not names:
        return []
    head = [text(f"draft_column_{name}", lang) for name in ("step", "what", "owner", "changed")]
    table: Block = {"type": "table", "head": head, "rows": rows, "look": "drafts"}
    return [{"type": "fold", "label": counted("draft_steps", len(known), lang), "key": "steps", "blocks": [table]}]


def _buttons(page: Page, person: Person, draft: Draft, known: list[Step]) -> None:
    lang, url, number = page.lang, catalogs().url, draft.number
    since = max((one.step for one in known if one.kind == "rebase"), default=0)
    left = [one for one in known if not one.undone and one.kind not in FINAL and one.step > since]

    def undo() -> str:
        return text("draft_undone", lang, step=drafts.undo(person, number, None, url))

    def redo() -> str:
        return text("draft_redone", lang, step=drafts.redo(person, number, url))

    with st.container(key="draft_steps", horizontal=True):
        undone = partial(attempt, SAID, undo, lang)
        st.button(text("draft_undo", lang), key="draft_undo", on_click=undone, disabled=not left)
        again = bool(known) and known[-1].kind == "undo" and not known[-1].undone
        st.button(
            text("draft_redo", lang), key="draft_redo", on_click=partial(attempt, SAID, redo, lang), disabled=not again
        )


def _manage(page: Page, person: Person, draft: Draft) -> None:
    """Another name, another owner, discarded; a discarded draft is asked for once."""
    lang, url, number = page.lang, catalogs().url, draft.number

    def rename() -> str:
        drafts.rename(person, number, st.session_state[f"{NAME}_{number}"], url)
        return text("draft_renamed", lang)

    def give() -> str:
        drafts.hand_over(person, number, st.session_state[f"{GIVEN}_{number}"] or "", url)
        return text("draft_handed", lang)

    def discard() -> str:
        drafts.discard(person, number, url)
        return text("draft_discarded", lang, draft=number)

    with st.container(key="draft_manage"):
        with st.form("draft_rename", border=False):
            st.text_input(text("draft_name", lang), value=draft.name, key=f"{NAME}_{number}")
            st.form_submit_button(text("draft_rename", lang), on_click=partial(attempt, SAID, rename, lang))
        others = [one.account for one in people(url) if one.id != draft.owner and one.account]
        if others:
            with st.form("draft_give", border=False):
                st.radio(text("draft_give_to", lang), others, key=f"{GIVEN}_{number}", index=None, format_func=escaped)
                st.form_submit_button(text("draft_give", lang), on_click=partial(attempt, SAID, give, lang))
        sure = st.checkbox(text("draft_discard_sure", lang), key=f"{SURE}_{number}")
        st.button(
            text("draft_discard", lang),
            key="draft_discard",
            disabled=not sure,
            on_click=partial(attempt, SAID, discard, lang),
        )

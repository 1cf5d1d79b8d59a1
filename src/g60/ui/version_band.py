"""The band below the head of every page: that an older version is shown, or what has changed since a link was made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from g60.contract.errors import G60Error
from g60.contract.i18n import counted, text
from g60.evidence.changes import ChangeWording
from g60.evidence.difference import Difference, difference
from g60.record.catalogs import Catalogs
from g60.record.versions import SHIPPED, Version, local_time, versions
from g60.ui.page import Page

Block = dict[str, Any]
NAMES_SHOWN = 6
# The pages whose address says which areas and carriers are shown.
SELECTING = ("atlas", "compare")


def show(page: Page, catalogs: Catalogs) -> None:
    """Draws the band, where there is anything to say."""
    try:
        blocks = _blocks(page, catalogs)
    except G60Error:  # the page itself says what is wrong with the data
        return
    if blocks:
        with page.container(key="atlas_band"):
            page.draw("report", "version_band", {"blocks": blocks})


def _blocks(page: Page, catalogs: Catalogs) -> list[Block]:
    view, shown = page.view, page.catalog.version
    if view.draft is not None or (not view.at and not view.version):
        return []
    newest = catalogs.newest().version
    if view.at:
        known = {version.number: version for version in versions(catalogs.url)}
        return _earlier(page, known[shown], newest) if shown in known else []
    made = view.version or SHIPPED
    if made >= newest or page.name not in SELECTING:
        return []
    return _since(page, difference(catalogs, made, newest))


def _earlier(page: Page, version: Version, newest: int) -> list[Block]:
    """That an older version is shown: which, of when, by whom and why; and the way back to the newest."""
    lang, number = page.lang, version.number
    words = text(
        "band_earlier" if number < newest else "band_newest", lang, version=number, about=_about(version, lang)
    )
    acts = [{"label": text("band_back", lang, newest=newest), "event": {"type": "version", "at": "", "v": ""}}]
    if number < newest:
        asked = {"type": "changes", "since": str(number), "at": ""}
        acts.append({"label": text("band_changes", lang), "event": asked})
    return [{"type": "actions", "look": "band", "label": words, "actions": acts}]


def _about(version: Version, lang: str) -> str:
    if version.kind == "shipped":
        return text("versions_why_shipped", lang)
    parts = (local_time(version.at), version.who, version.why)
    return " · ".join(part for part in parts if part)


def _since(page: Page, between: Difference) -> list[Block]:
    """How many of the things that a link shows have changed since it was made, and which."""
    lang, made = page.lang, between.before.version
    found = changed_things(page, between)
    words = text("band_link_same", lang, version=made)
    if found:
        wording = ChangeWording(between, lang)
        names = text("enumeration", lang).join(wording.name(one) for one in found[:NAMES_SHOWN])
        if len(found) > NAMES_SHOWN:
            names = text("rehearsal_more", lang, names=names, count=len(found))
        words = text("band_link", lang, version=made, things=counted("band_things", len(found), lang), names=names)
    acts = [
        {"label": text("band_changes", lang), "event": {"type": "changes", "since": str(made), "at": ""}},
        {"label": text("band_then", lang), "event": {"type": "version", "at": str(made), "since": ""}},
        {"label": text("band_known", lang), "event": {"type": "version", "v": ""}},
    ]
    return [{"type": "actions", "look": "band", "label": words, "actions": acts if found else acts[2:]}]


def changed_things(page: Page, between: Difference) -> list[str]:
    """The areas, carriers and units among those that the page shows, or showed then, that have changed."""
    selection = page.selection
    if page.name == "compare":
        things: Sequence[str] = selection.compared
    elif selection.restricts:
        then = between.before.pick(selection.without_unknown(between.before.held))
        things = [*page.picked.entities.index, *then.entities.index]
    else:
        things = list(between.entities)
    return [one for one in dict.fromkeys([*things, *([selection.focus] * bool(selection.focus))]) if between.state(one)]

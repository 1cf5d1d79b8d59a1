"""The workbooks that are filled in and sent back: of a list, and of values of indicators and targets."""

from __future__ import annotations

from g60.contract.codes import UNITS
from g60.record.intake import template
from g60.record.intake.known import Known
from g60.record.intake.reported import LIST
from g60.record.intake.reported import template as values_template
from g60.record.versions import SHIPPED, RecordSource, is_recorded, newest
from g60.ui.asked import catalogs
from g60.ui.import_acts import Event, told
from g60.ui.page import Page


def one(page: Page, values: Event) -> tuple[str, bytes]:
    """The name of a workbook, and the workbook.

    That of a list has a county's present rows; that of values the indicators of the newest plan, or what is set for a
    county.
    """
    of_list, unit = told(values, "list", 80), told(values, "unit", 20)
    unit = unit if unit in UNITS else ""
    if of_list == LIST:
        catalog = catalogs().newest()
        asked = values_template.wanted(catalog, unit=unit)
        return f"{LIST}{f'-{unit}' if unit else ''}.xlsx", values_template.workbook(catalog, asked, lang=page.lang)
    known = _known(page, of_list)
    name = f"{known.of_list or 'list'}{f'-{known.units[unit][1]}' if unit else ''}.xlsx"
    return name, template.workbook(known, unit, page.lang)


def archive(page: Page, values: Event) -> tuple[str, bytes]:
    """The same for each county and zone, or for each body of which values are reported, in one archive."""
    of_list = told(values, "list", 80)
    if of_list == LIST:
        catalog = catalogs().newest()
        asked = values_template.wanted(catalog, every=True)
        return f"{LIST}.zip", values_template.archive(catalog, asked, page.lang)
    known = _known(page, of_list)
    return f"{known.of_list or 'list'}.zip", template.archive(known, page.lang)


def _known(page: Page, of_list: str) -> Known:
    url = catalogs().url
    version = newest(url) if is_recorded(url) else SHIPPED
    source = RecordSource(version, url) if version > SHIPPED else catalogs().shipped
    return Known.of(source, of_list if of_list in page.catalog.lists else "")

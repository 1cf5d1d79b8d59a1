"""The workbook inside a chart: names and numbers, and no name that a spreadsheet takes for a formula or a link."""

from __future__ import annotations

import io

import xlsxwriter

from g60.export.office.slides.model import Chart


def chart_workbook(chart: Chart, names: list[str], series: str) -> bytes:
    """A workbook in which the chart's references find what it shows: names in A, numbers in B."""
    written = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(written, settings)
    sheet = book.add_worksheet("Sheet1")
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 18)
    sheet.write_string(0, 1, series)
    for row, (name, (_, value)) in enumerate(zip(names, chart.bars, strict=True), start=1):
        sheet.write_string(row, 0, name)
        sheet.write_number(row, 1, value)
    book.close()
    return written.getvalue()

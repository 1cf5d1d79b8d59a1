"""Charts that can be edited: bars with one number for each name, lines over years. Slides and documents draw the same.

The file of a chart and the workbook inside it are written by python-pptx; a document gets them as parts of its own.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from lxml import etree
from pptx.chart.chart import Chart as DrawnChart
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.util import Pt

from g60.contract.i18n import text
from g60.contract.media_types import EXCEL as BOOK_TYPE
from g60.export.office.languages import speak_drawing
from g60.export.plain_text import plain

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
EMU_PER_MM = 36_000
ALT_LETTERS, DOCUMENT_PT = 1000, 9.0
AIR, AIR_BESIDE = 1.15, 1.6  # of the longest bar: with the room for its number beyond it, on a wide and a narrow chart
Tree = Any  # the libraries' own trees, which their types leave open


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart: its name, a number or None for each year; `is_goal` for what is to be reached."""

    name: str
    values: tuple[float | None, ...]
    is_goal: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines over years, in a unit. A year's name carries the code of its value's evidence."""

    name: str
    unit: str
    years: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def values(self) -> list[float]:
        """Every number that is drawn."""
        return [value for one in self.series for value in one.values if value is not None]

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each year, with the code of its value's evidence."""
        return self.years


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars from the lowest upwards: one number for each name, in a unit; None where there is none to draw."""

    name: str
    unit: str
    bars: tuple[tuple[str, float | None], ...]

    @property
    def values(self) -> list[float]:
        """Every number that is drawn."""
        return [value for _, value in self.bars if value is not None]

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each bar, with the code of its evidence."""
        return tuple(name for name, _ in self.bars)


def line_data(lines: Lines) -> Tree:
    """What python-pptx draws lines from."""
    data: Any = CategoryChartData(number_format="General")  # type: ignore[no-untyped-call]
    data.categories = list(lines.years)
    for one in lines.series:
        data.add_series(plain(one.name), list(one.values))
    return data


def bar_data(bars: Bars) -> Tree:
    """What python-pptx draws bars from."""
    data: Any = CategoryChartData(number_format="General")  # type: ignore[no-untyped-call]
    data.categories = [plain(name) for name, _ in bars.bars]
    data.add_series(_titled(bars.name, bars.unit), [value for _, value in bars.bars])
    return data


def _titled(name: str, unit: str) -> str:
    return plain(f"{name} ({unit})" if unit else name)


def dress_lines(made: Any, lines: Lines, size: float) -> None:
    """Lines in the theme's colours: values as a line with dots and numbers, what is to be reached as a broken one."""
    made.font.size = Pt(size)
    made.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    made.has_title = True
    _title(made, _titled(lines.name, lines.unit), size)
    made.has_legend = True
    made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    made.value_axis.visible, made.value_axis.has_major_gridlines = False, False
    made.category_axis.format.line.color.theme_color = MSO_THEME_COLOR.ACCENT_5
    least, most = min(lines.values), max(lines.values)
    room = (most - least or abs(most) or 1.0) * 0.25
    made.value_axis.minimum_scale, made.value_axis.maximum_scale = least - room, most + room
    for drawn, one in zip(made.plots[0].series, lines.series, strict=True):
        drawn.smooth = False
        colour = MSO_THEME_COLOR.TEXT_1 if one.is_goal else MSO_THEME_COLOR.ACCENT_1
        drawn.format.line.color.theme_color, drawn.format.line.width = colour, Pt(1.25 if one.is_goal else 2.25)
        drawn.marker.style = XL_MARKER_STYLE.NONE if one.is_goal else XL_MARKER_STYLE.CIRCLE
        if one.is_goal:
            drawn.format.line.dash_style = MSO_LINE_DASH_STYLE.DASH
            continue
        drawn.marker.size = 6
        drawn.marker.format.fill.solid()
        drawn.marker.format.fill.fore_color.theme_color = colour
        labels = drawn.data_labels
        labels.show_value, labels.position = True, XL_LABEL_POSITION.ABOVE
        labels.number_format, labels.number_format_is_linked = "General", False


def dress_bars(made: Any, bars: Bars, size: float, *, titled: bool = True, beside: bool = False) -> None:
    """Bars without what says nothing: no axis of numbers, no grid; every bar has its number.

    `beside`: names and units stand in the rows of a table, and each bar beside its row. Its number says whose it is
    where a program with other letters makes a row higher.
    """
    made.font.size = Pt(size)
    made.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    made.has_legend, made.has_title = False, titled
    if titled:
        _title(made, _titled(bars.name, bars.unit), size)
    made.value_axis.visible, made.value_axis.has_major_gridlines = False, False
    values, air = [0.0, 0.0, *bars.values], AIR_BESIDE if beside else AIR
    made.value_axis.minimum_scale, made.value_axis.maximum_scale = min(values), max(values) * air or 1.0
    # Every bar has its name: what draws the chart may not leave out every second one.
    skip = made.category_axis._element.makeelement(qn("c:tickLblSkip"), {"val": "1"})
    made.category_axis._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)
    made.category_axis.format.line.color.theme_color = MSO_THEME_COLOR.ACCENT_5
    plot = made.plots[0]
    plot.gap_width, plot.vary_by_categories, plot.has_data_labels = 55, False, True
    labels, unit = plot.data_labels, f'General" {bars.unit}"' if bars.unit and not beside else "General"
    labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
    labels.number_format, labels.number_format_is_linked = unit, False
    if beside:
        made.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
        _fill_frame(made)
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_3


def _fill_frame(made: Any) -> None:
    """The bars from edge to edge of the chart, so that each is level with its row of a table."""
    plot = made._chartSpace.find(f".//{{{CHART}}}plotArea")
    layout = plot.find(f"{{{CHART}}}layout")
    if layout is None:
        layout = plot.makeelement(f"{{{CHART}}}layout", {})
        plot.insert(0, layout)
    manual = etree.SubElement(layout, f"{{{CHART}}}manualLayout")
    whole = (
        ("layoutTarget", "inner"),
        ("xMode", "edge"),
        ("yMode", "edge"),
        ("x", "0"),
        ("y", "0"),
        ("w", "1"),
        ("h", "1"),
    )
    for tag, value in whole:
        etree.SubElement(manual, f"{{{CHART}}}{tag}", {"val": value})


def _title(made: Any, words: str, size: float) -> None:
    made.chart_title.text_frame.text = words
    run = made.chart_title.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold = Pt(size), True
    made.chart_title.include_in_layout = False


def book_of(names: Sequence[str], series: Sequence[tuple[str, Sequence[float | None]]]) -> bytes:
    """The workbook inside a chart: names in A, numbers from B on; no name that a spreadsheet takes for a formula."""
    written = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(written, settings)
    sheet = book.add_worksheet("Sheet1")
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, len(series), 18)
    for row, name in enumerate(names, start=1):
        sheet.write_string(row, 0, name)
    for column, (name, values) in enumerate(series, start=1):
        sheet.write_string(0, column, name)
        for row, value in enumerate(values, start=1):
            if value is not None:
                sheet.write_number(row, column, value)
    book.close()
    return written.getvalue()


def lines_book(lines: Lines) -> bytes:
    """The workbook of lines."""
    return book_of(lines.years, [(plain(one.name), one.values) for one in lines.series])


def bars_book(bars: Bars) -> bytes:
    """The workbook of bars."""
    named = [plain(name) for name, _ in bars.bars]
    return book_of(named, [(_titled(bars.name, bars.unit), [value for _, value in bars.bars])])


def chart_words(chart: Bars | Lines, lang: str) -> str:
    """What a chart shows, in words: its alternative text."""
    if isinstance(chart, Lines):
        listed = [
            f"{one.name} {year} {value:.10g}"
            for one in chart.series
            for year, value in zip(chart.years, one.values, strict=True)
            if value is not None
        ]
    else:
        unit = f" {chart.unit}" if chart.unit else ""
        listed = [f"{name} {value:.10g}{unit}" for name, value in reversed(chart.bars) if value is not None]
    kind = text("slide_alt_lines" if isinstance(chart, Lines) else "slide_alt_bars", lang)
    return plain(f"{kind} {chart.name}: {text('enumeration', lang).join(listed)}")[:ALT_LETTERS]


# In a document -----------------------------------------------------------------------------------


def add_chart(page: Tree, paragraph: Tree, chart: Lines | Bars, box: tuple[float, float], lang: str) -> None:
    """Puts a chart into a paragraph of a Word document, so many mm wide and high."""
    size = DOCUMENT_PT
    if isinstance(chart, Lines):
        kind, data, book = XL_CHART_TYPE.LINE_MARKERS, line_data(chart), lines_book(chart)
    else:
        kind, data, book = XL_CHART_TYPE.BAR_CLUSTERED, bar_data(chart), bars_book(chart)
    space: Any = parse_xml(ChartXmlWriter(kind, data).xml.encode())  # type: ignore[no-untyped-call]
    made: Any = DrawnChart(space, None)  # type: ignore[no-untyped-call]
    dress_lines(made, chart, size) if isinstance(chart, Lines) else dress_bars(made, chart, size)
    package = page.part.package
    number = 1 + sum(str(part.partname).startswith("/word/charts/") for part in package.iter_parts())
    held = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), BOOK_TYPE, book, package)
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART_TYPE, b"", package)
    link = part.relate_to(held, RELATIONSHIP_TYPE.PACKAGE)
    outside = etree.SubElement(space, f"{{{CHART}}}externalData", {f"{{{RELATED}}}id": link})
    etree.SubElement(outside, f"{{{CHART}}}autoUpdate", {"val": "0"})
    speak_drawing(space, lang)
    part._blob = etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True)
    reference = page.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    run = paragraph._p.makeelement(qn("w:r"), {})
    run.append(_frame(run, number, chart_words(chart, lang), reference, box))
    paragraph._p.append(run)


def _frame(run: Tree, number: int, words: str, reference: str, box: tuple[float, float]) -> Tree:
    """The frame in the text that shows a chart."""
    wide, high = (str(round(side * EMU_PER_MM)) for side in box)
    drawing = run.makeelement(qn("w:drawing"), {})
    inline = etree.SubElement(drawing, f"{{{PICTURE}}}inline", dict.fromkeys(("distT", "distB", "distL", "distR"), "0"))
    etree.SubElement(inline, f"{{{PICTURE}}}extent", {"cx": wide, "cy": high})
    # Ids of shapes are not to meet those of a map in the same document.
    told = {"id": str(10_000 + number), "name": f"chart {number}", "descr": words}
    etree.SubElement(inline, f"{{{PICTURE}}}docPr", told)
    etree.SubElement(inline, f"{{{PICTURE}}}cNvGraphicFramePr")
    graphic = etree.SubElement(inline, f"{{{DRAWING}}}graphic")
    data = etree.SubElement(graphic, f"{{{DRAWING}}}graphicData", {"uri": CHART})
    etree.SubElement(data, f"{{{CHART}}}chart", {f"{{{RELATED}}}id": reference})
    return drawing

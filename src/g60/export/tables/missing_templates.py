"""What is missing, to be sent: a list of all of it, and a workbook for each reporter to fill in, in one archive."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

from g60.ask.judging import Judging
from g60.catalog.catalog import Catalog
from g60.contract.i18n import DEFAULT_LANGUAGE, text
from g60.export.evaluation_text import EvaluationText
from g60.export.imprint import plain
from g60.export.tables.evaluation import missing_sheet
from g60.export.tables.sheets import book_of
from g60.record.intake.reported.template import EPOCH, workbook
from g60.review.missing_values import NOBODY, Gap, Reporter, by_reporter

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*\s]+')
NAME_LETTERS = 90


def template_of(catalog: Catalog, reporter: Reporter, found: Sequence[Gap], lang: str = DEFAULT_LANGUAGE) -> bytes:
    """The workbook that one reporter fills in: what is missing of them, their name in it where it is known."""
    named = "" if reporter.basis == NOBODY else reporter.name_zh
    return workbook(catalog, [gap.entry.grade.goal for gap in found], named, lang)


def to_send(catalog: Catalog, judging: Judging, lang: str = DEFAULT_LANGUAGE) -> bytes:
    """An archive: the list of what is missing, and the workbook of each reporter."""
    said = EvaluationText.asked(catalog, judging, lang)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as kept:
        listed = book_of(said.imprint, [missing_sheet(said)], lang)
        kept.writestr(zipfile.ZipInfo(f"{text('missing_title', lang)}.xlsx", EPOCH), listed)
        for number, (reporter, found) in enumerate(by_reporter(said.missing).items(), start=1):
            name = f"{number:02}-{file_words(reporter.name(lang))}.xlsx"
            kept.writestr(zipfile.ZipInfo(name, EPOCH), template_of(catalog, reporter, found, lang))
    return written.getvalue()


def file_words(words: str) -> str:
    """Words as a file's name can hold them on every system."""
    return _NOT_IN_NAMES.sub("-", plain(words)).strip("-. ")[:NAME_LETTERS] or "-"

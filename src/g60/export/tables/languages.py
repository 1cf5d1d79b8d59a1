"""The language of a workbook: a property of the file, which the library that writes workbooks leaves out."""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.core import Core
from xlsxwriter.packager import Packager

LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en-GB"}
CHINESE_TAG = LANGUAGE_TAGS["zh"]  # of every text in Chinese characters, also in an English file


class _Properties(Core):  # type: ignore[misc] # the library ships no types
    """The properties of a workbook, with its language."""

    def __init__(self, tag: str) -> None:
        super().__init__()
        self.tag = tag

    def _write_cp_content_status(self) -> None:
        super()._write_cp_content_status()
        self._xml_data_element("dc:language", self.tag)


class _Parts(Packager):  # type: ignore[misc] # the library ships no types
    """The parts of a workbook's package."""

    def __init__(self, tag: str) -> None:
        super().__init__()
        self.tag = tag

    def _write_core_file(self) -> None:
        core = _Properties(self.tag)
        core._set_properties(self.workbook.doc_properties)
        core._set_xml_writer(self._filename("docProps/core.xml"))
        core._assemble_xml_file()


class Book(xlsxwriter.Workbook):  # type: ignore[misc] # the library ships no types
    """A workbook that says in which language it is."""

    def __init__(self, written: Any, options: dict[str, Any], lang: str) -> None:
        self.tag = LANGUAGE_TAGS[lang]
        super().__init__(written, options)

    def _get_packager(self) -> Packager:
        return _Parts(self.tag)

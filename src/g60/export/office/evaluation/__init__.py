"""The evaluation of a plan as a report and as slides: numbers with their sources, charts that can be edited."""

from g60.export.office.evaluation.document import to_docx
from g60.export.office.evaluation.slides import to_pptx

__all__ = ["to_docx", "to_pptx"]

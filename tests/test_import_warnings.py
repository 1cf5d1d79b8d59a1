"""What an import says beside errors and questions: sums, contacts, what a merged row loses, counties that move."""

from __future__ import annotations

from g60.record.intake.examine import Outcome
from g60.record.intake.findings import WARNING, Answers
from tests.imports import HEAD, NANHU, PINGHU, outcome, text_table


def warned(found: Outcome, *wanted: str) -> list[tuple[str, str]]:
    """Code and cell of the warnings of some codes."""
    return [(one.code, one.cell) for one in found.found if one.severity == WARNING and one.code in wanted]


def test_a_sum_reads_numbers_as_cells_are_read_and_names_what_is_no_number() -> None:
    head, rows = (*HEAD, "人数"), [(*NANHU[:5], "１．２", *NANHU[6:], "12"), (*PINGHU, "约30")]
    whole = ("合计", "", "", "", "", "2", "", "", "", "42")
    found = outcome(text_table([head, *rows, whole]))
    assert warned(found, "sum_differs", "sum_unread") == [("sum_unread", "J4")]
    (one,) = [one for one in found.found if one.code == "sum_unread"]
    assert "约30（J3）" in one.reason("zh")
    mended = outcome(text_table([head, *rows, whole]), Answers(cells={("", "J3"): "30"}))
    assert warned(mended, "sum_differs", "sum_unread") == []
    wrong = outcome(text_table([head, (*NANHU, "1,200"), (*PINGHU, "-5"), ("合计", *[""] * 8, "1190")]))
    assert warned(wrong, "sum_differs", "sum_unread") == [("sum_differs", "J4")]

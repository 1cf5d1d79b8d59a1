"""An evaluation as its files say it: every number beside the code of its source, and a register of reported values.

A document has its number in every file (■1). A value that was reported after the plan has a number of this file
(▲R3): the row of the register that names its year, its reporter and its document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from g60.ask.judging import Judging
from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.contract.codes import TARGET_GRADES
from g60.contract.i18n import text
from g60.contract.quantities import Quantity
from g60.evidence.actuals import Report
from g60.evidence.codes import EVIDENCE_SIGNS
from g60.evidence.facts import Fact
from g60.evidence.wording import Wording
from g60.export.imprint import Imprint, imprint, plain
from g60.review.evaluation import Setting, setting_text
from g60.review.judged import Judged, counts, judged, name, plan_title, plans_judged, setting_of
from g60.review.missing_values import Gap, gaps

# Grades by a value that was compared, and those that no value gave.
COMPARED = TARGET_GRADES[:6]
LEFT_OPEN = TARGET_GRADES[6:]
REGISTERED = "R"


@dataclass(frozen=True)
class EvaluationText:
    """The evaluation of a plan in one language."""

    catalog: Catalog
    plan: str
    setting: Setting
    lang: str
    wording: Wording = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "wording", Wording(self.catalog, self.lang))

    @classmethod
    def asked(cls, catalog: Catalog, judging: Judging, lang: str) -> EvaluationText:
        """The evaluation that an address asks for: its plan, else the newest one; its settings."""
        plans = plans_judged(catalog)
        plan = judging.plan if judging.plan in plans else next(iter(plans), "")
        return cls(catalog, plan, setting_of(judging), lang)

    @property
    def title(self) -> str:
        """What the file is."""
        return text("evaluation_file_title", self.lang, plan=plan_title(self.catalog, self.plan, self.lang))

    @property
    def imprint(self) -> Imprint:
        """The lines at the head and foot of every file."""
        everything = self.catalog.pick(Selection())
        head = imprint(self.catalog, everything, Selection(), self.lang)
        return replace(head, title=plain(self.title), sentence=self.summary)

    @cached_property
    def entries(self) -> tuple[Judged, ...]:
        """What is judged."""
        return judged(self.catalog, self.plan, self.setting)

    @cached_property
    def missing(self) -> list[Gap]:
        """What is missing."""
        return gaps(self.catalog, self.entries)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many there are of each grade."""
        return counts(self.entries)

    @property
    def summary(self) -> str:
        """How many there are, in one sentence; the sign at its end says that this atlas counted."""
        parts = [
            text("evaluation_some", self.lang, grade=self.grade(code), count=count)
            for code, count in self.counts.items()
            if count
        ]
        joined = text("comma", self.lang).join(parts)
        said = text("evaluation_summary", self.lang, count=len(self.entries), parts=joined)
        return f"{said} {EVIDENCE_SIGNS['derived']}"

    @property
    def setting_line(self) -> str:
        """The thresholds in one sentence."""
        return setting_text(self.setting, self.lang)

    def grade(self, code: str) -> str:
        """A grade in words."""
        return text(f"grade_{code}", self.lang)

    def name(self, entry: Judged) -> str:
        """What is judged, on one line."""
        return plain(name(self.catalog, entry, self.lang))

    def of(self, codes: Sequence[str]) -> list[Judged]:
        """The entries of some grades, grade by grade."""
        return [entry for code in codes for entry in self.entries if entry.grade.grade == code]

    # Sources

    @cached_property
    def register(self) -> dict[str, int]:
        """The number of each value that was reported after the plan, by its id."""
        reported = [
            report.id
            for entry in self.entries
            for report, fact in zip(entry.reports, entry.values, strict=True)
            if fact.evidence == "reported"
        ]
        return {code: number for number, code in enumerate(dict.fromkeys(reported), start=1)}

    @cached_property
    def registered(self) -> list[tuple[int, Judged, Report]]:
        """Every value that was reported after the plan: its number, what it is of, and what is known of it."""
        found: dict[int, tuple[int, Judged, Report]] = {}
        for entry in self.entries:
            for report in entry.reports:
                number = self.register.get(report.id)
                if number is not None and number not in found:
                    found[number] = (number, entry, report)
        return list(found.values())

    def code(self, fact: Fact, report: Report | None = None) -> str:
        """The code beside a value: ■1, or ▲R3 for a reported one."""
        if report is not None and fact.evidence == "reported":
            return f"{EVIDENCE_SIGNS['reported']}{REGISTERED}{self.register[report.id]}"
        return self.wording.code(fact)

    def place(self, fact: Fact, report: Report | None = None) -> str:
        """Where a value stands, in one line; of a reported one the row of the register and its document."""
        if report is not None and fact.evidence == "reported":
            row = f"{REGISTERED}{self.register[report.id]}"
            return plain(text("evaluation_from_register", self.lang, row=row, source=report.source_zh))
        return plain(self.wording.cited(fact.citation).place)

    def words(self, fact: Fact) -> str:
        """A value in words, on one line."""
        return plain(self.wording.words(fact))

    def used(self, entry: Judged) -> list[tuple[Report, Fact]]:
        """The values that a grade rests on."""
        pairs = zip(entry.reports, entry.values, strict=True)
        return [(report, fact) for report, fact in pairs if report.id in entry.grade.used and report.counts]

    def compared_code(self, entry: Judged) -> str:
        """The code beside the value that was compared."""
        used = self.used(entry)
        return self.code(entry.compared, used[-1][0]) if used and not entry.averages else self.code(entry.compared)

    def verdict_code(self, entry: Judged) -> str:
        """The code beside a grade: that it is computed, or said by a person."""
        return EVIDENCE_SIGNS["reported" if entry.grade.judgement is not None else "derived"]

    def verdict_lines(self, entry: Judged) -> list[str]:
        """Why a grade is as it is: rule, numbers, formula, setting."""
        note = entry.verdict.citation.note if self.lang == "zh" else entry.verdict.citation.note_en
        return [plain(line) for line in note.split("\n")]

    def verdict_place(self, entry: Judged) -> str:
        """The codes of all that a grade rests on, behind the sign of how it came about."""
        inputs = [self.code(entry.target), *(self.code(fact, report) for report, fact in self.used(entry))]
        if entry.grade.on_path is not None and entry.baseline.value is not None:
            inputs.append(self.code(entry.baseline))
        return f"{self.verdict_code(entry)} {' '.join(dict.fromkeys(inputs))}"

    def status(self, report: Report) -> str:
        """Whether a value is preliminary, final or revised."""
        return text(f"status_{report.status}", self.lang)

    def ratio(self, entry: Judged) -> float | None:
        """The value in percent of its target, one decimal; None where that cannot be told."""
        grade = entry.grade
        if grade.value is None or not grade.target or grade.target_high is not None or grade.grade == "redefined":
            return None
        return round(grade.value / grade.target * 100, 1)


def year_of(fact: Fact) -> str:
    """The year of a value; empty where it has none."""
    return fact.value.year if isinstance(fact.value, Quantity) else ""

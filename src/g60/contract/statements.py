"""The datasets of what documents say beyond areas and carriers: targets, indicators, tasks, names, what is left out."""

from __future__ import annotations

from g60.contract.codes import (
    CONFLICT_KINDS,
    JUDGED_GRADES,
    LEDGER_STATES,
    LEFT_OUT_REASONS,
    NAME_KINDS,
    OPERATORS,
    OUTSIDE_ROLES,
    RELATIONS,
    STATUSES,
    SUCCESSION_EVENTS,
    TASK_KINDS,
    TASK_STATES,
)
from g60.contract.dataset import Field
from g60.contract.fields import NAMES, NATURE, table, year

MEASURES = table(
    "measures",
    Field("measure", "slug", required=True),
    *NAMES,
    Field("unit_of_measure", "list"),
    key="measure",
    prefix="measure:",
)
TARGETS = table(
    "targets",
    Field("id", "slug", required=True),
    Field("subject", "slug", required=True),
    Field("measure", "slug", required=True),
    Field("operator", "code", required=True, codes=OPERATORS),
    Field("value", "number", minimum=0),
    Field("value_high", "number", minimum=0),
    Field("unit_of_measure"),
    Field("scope_zh"),
    year("year"),
    Field("period", "period"),
    Field("text_zh", required=True),
    optional=(NATURE,),
)
INDICATORS = table(
    "indicators",
    Field("id", "slug", required=True),
    Field("plan", "slug", required=True),
    Field("table", required=True),
    Field("no", "integer", required=True),
    *NAMES,
    Field("unit_of_measure", required=True),
    Field("baseline", "number", minimum=0),
    year("baseline_year"),
    Field("baseline_basis_zh"),
    Field("actual", "number", minimum=0),
    year("actual_year"),
    Field("target", "number", required=True, minimum=0),
    year("target_year", required=True),
    Field("period", "period"),
    Field("operator", "code", required=True, codes=OPERATORS),
    Field("status_zh", "code", codes=("完成", "未完成")),
    optional=(NATURE,),
)
# Values reported after the documents. Each row names its own source, so citations.csv has no rows for them.
# A revision is a row of its own beside the earlier one. `indicator` is the id of an indicator or of a target.
ACTUALS = table(
    "actuals",
    Field("id", "slug", required=True),
    Field("indicator", "slug", required=True),
    year("year", required=True),
    Field("value", "number", required=True),
    Field("status", "code", required=True, codes=STATUSES),
    Field("definition_zh", required=True),
    Field("known_on", "date", required=True),
    Field("reporter_zh", required=True),
    Field("source_zh", required=True),
    cited=False,
)
# What a person says of a target that no rule can judge: one in words, or one without a year.
JUDGEMENTS = table(
    "judgements",
    Field("id", "slug", required=True),
    Field("indicator", "slug", required=True),
    Field("grade", "code", required=True, codes=JUDGED_GRADES),
    Field("person_zh", required=True),
    Field("judged_on", "date", required=True),
    Field("reason_zh", required=True),
    cited=False,
)
TECHNOLOGIES = table(
    "technologies",
    Field("id", "slug", required=True),
    Field("box", required=True),
    Field("name_zh", required=True),
    Field("heading_zh", required=True),
    Field("technology_zh", required=True),
)
FIGURES = table(
    "figures",
    Field("id", "slug", required=True),
    Field("subject", "slug", required=True),
    Field("measure", "slug", required=True),
    Field("operator", "code", required=True, codes=OPERATORS),
    Field("value", "number", required=True, minimum=0),
    Field("unit_of_measure", required=True),
    year("year", required=True),
    Field("as_of", "date", required=True),
    Field("text_zh", required=True),
)
RELATION_TABLE = table(
    "relations",
    Field("id", "slug", required=True),
    Field("subject", "slug", required=True),
    Field("relation", "code", required=True, codes=RELATIONS),
    Field("object", "slug"),
    Field("object_zh", required=True),
    Field("date", "date"),
    Field("text_zh", required=True),
)
CONFLICTS = table(
    "conflicts",
    Field("id", "slug", required=True),
    Field("subject", "list", required=True),
    Field("kind", "code", required=True, codes=CONFLICT_KINDS),
    Field("text_zh", required=True),
    Field("text_en", required=True),
    Field("chosen", required=True),
    Field("chosen_en", required=True),
    Field("sources", "list", required=True),
    Field("lines", "list", required=True),
    licence="project",
)
PLANS = table(
    "plans",
    Field("plan", "slug", required=True),
    *NAMES,
    year("start_year", required=True),
    year("end_year", required=True),
    Field("sources", "list", required=True),
    key="plan",
)
# A list with a plan is the plan's own: its carriers are the plan's, all others are other bodies.
LISTS = table(
    "lists",
    Field("list", "slug", required=True),
    *NAMES,
    Field("plan", "slug"),
    Field("source", "slug", required=True),
    Field("date", "date"),
    key="list",
    prefix="list:",
)
TASKS = table(
    "tasks",
    Field("id", "slug", required=True),
    Field("plan", "slug"),
    Field("no", required=True),
    Field("kind", "code", required=True, codes=TASK_KINDS),
    *NAMES,
    Field("part_zh", required=True),
    Field("subject", "list", required=True),
    Field("text_zh"),
)
# What is reported of a task later. Each row names its own source, so citations.csv has no rows for them.
TASK_REPORTS = table(
    "task_reports",
    Field("id", "slug", required=True),
    Field("task", "slug", required=True),
    Field("date", "date", required=True),
    Field("state", "code", required=True, codes=TASK_STATES),
    Field("owner_zh"),
    Field("due", "date"),
    Field("evidence_zh"),
    Field("source_zh", required=True),
    cited=False,
)
OUTSIDE = table(
    "outside",
    Field("id", "slug", required=True),
    *NAMES,
    Field("role", "code", required=True, codes=OUTSIDE_ROLES),
    Field("subject", "list", required=True),
    Field("pointer", "slug"),
    Field("text_zh", required=True),
)
NAME_TABLE = table(
    "names",
    Field("id", "slug", required=True),
    Field("kind", "code", required=True, codes=NAME_KINDS),
    *NAMES,
    Field("subject", "list", required=True),
    Field("extent_zh"),
    Field("text_zh", required=True),
)
# Each row is its own place in a document, and its value is that no citation holds it.
LEFT_OUT = table(
    "left_out",
    Field("id", "slug", required=True),
    Field("source", "slug", required=True),
    Field("line", "integer", required=True, minimum=1),
    Field("number_zh", required=True),
    Field("text_zh", required=True),
    Field("reason", "code", required=True, codes=LEFT_OUT_REASONS),
    cited=False,
)
# What a row of the next two rests on stands in the row: it joins several places, so citations.csv has none.
ASSERTED = (
    Field("evidence", "code", required=True, codes=("stated", "derived", "inferred", "reported")),
    Field("sources", "list", required=True),
    Field("lines", "list"),
)
# Pairs of two plans; `old` is empty for what is new, `new` for what was dropped.
LEDGER = table(
    "ledger",
    Field("id", "slug", required=True),
    Field("old_plan", "slug", required=True),
    Field("new_plan", "slug", required=True),
    Field("old", "slug"),
    Field("new", "slug"),
    Field("state", "code", required=True, codes=LEDGER_STATES),
    Field("reason_zh", required=True),
    Field("reason_en", required=True),
    *ASSERTED,
    cited=False,
    licence="project",
)
# What became of areas: the areas of one plan that go on in those of another.
SUCCESSIONS = table(
    "successions",
    Field("id", "slug", required=True),
    Field("event", "code", required=True, codes=SUCCESSION_EVENTS),
    Field("predecessors", "list", required=True),
    Field("successors", "list", required=True),
    Field("date", "date"),
    Field("text_zh", required=True),
    Field("reason_zh"),
    Field("reason_en"),
    *ASSERTED,
    cited=False,
    licence="project",
)
# The other statements of the documents: targets, indicators, figures, relations, conflicts, tasks, names.
DOCUMENT_DATASETS = (
    *(MEASURES, TARGETS, INDICATORS, ACTUALS, JUDGEMENTS, TECHNOLOGIES, FIGURES, RELATION_TABLE, CONFLICTS),
    *(PLANS, LISTS, TASKS, TASK_REPORTS, OUTSIDE, NAME_TABLE, LEFT_OUT, LEDGER, SUCCESSIONS),
)

"""The plan judged: a grade for each indicator and target; what a reader asks of it: the sentence and the formula."""

from __future__ import annotations

from typing import Any

from g60.catalog.catalog import Catalog
from g60.catalog.goals import Goal, goals
from g60.checks.tables import records
from g60.contract.codes import TARGET_GRADES
from g60.contract.i18n import text
from g60.contract.quantities import Quantity, quantity_text
from g60.contract.translations import beside
from g60.evidence.actuals import Report, goal_name, reports_of
from g60.review.grading import Grade, Judgement, Setting, grade, tally

__all__ = ["Goal", "Grade", "Judgement", "Report", "Setting", "evaluate", "formula", "goal_name", "reason"]

# The rules whose reason depends on the grade, and those that share the words of another one.
REASON_BY_GRADE = ("reach", "line", "growth", "mean", "each_year")
WORDED_AS = {"rate": "mean"}
DEFAULT = Setting()


def evaluate(catalog: Catalog, plan: str = "", setting: Setting = DEFAULT) -> tuple[Grade, ...]:
    """The grade of each indicator and target of a plan; without a plan, of every document."""
    judged = _judgements(catalog)
    return tuple(grade(goal, _reports(catalog, goal), setting, judged.get(goal.id)) for goal in goals(catalog, plan))


def counts(grades: tuple[Grade, ...]) -> dict[str, int]:
    """How many there are of each grade, in the order of the codes, with the zeros."""
    return dict(tally(grades, TARGET_GRADES))


def _reports(catalog: Catalog, goal: Goal) -> tuple[Report, ...]:
    """The values of a goal; those of the indicator that it repeats, where it has none of its own."""
    own = reports_of(catalog, goal.id)
    return own if own or not goal.restates else reports_of(catalog, goal.restates)


def _judgements(catalog: Catalog) -> dict[str, Judgement]:
    """The last judgement of each target that a person judged."""
    rows = records(catalog.tables.judgements.rename_axis("id").reset_index())
    found: dict[str, Judgement] = {}
    for row in sorted(rows, key=lambda row: row["judged_on"]):
        words = (row["grade"], row["person_zh"], row["judged_on"], row["reason_zh"])
        found[row["indicator"]] = Judgement(row["id"], *words)
    return found


# What a reader asks of a grade ---------------------------------------------------------------


def target_text(catalog: Catalog, entry: Grade, lang: str) -> str:
    """The target as the document prints it, with its sign and unit."""
    low, high = ("" if number is None else shown(number) for number in (entry.target, entry.target_high))
    quantity = Quantity(entry.operator, low, high, entry.goal.unit, words_zh=_words(catalog, entry))
    return beside(quantity_text(quantity, lang), lang)


def nature_text(entry: Grade, lang: str) -> str:
    """Whether a document calls it binding or expected."""
    return text(f"nature_{entry.goal.nature or 'missing'}", lang)


def setting_text(setting: Setting, lang: str) -> str:
    """The settings of the rules in one sentence."""
    path = text(f"grade_path_{setting.path}", lang)
    return text("grade_setting", lang, nearly=shown(setting.nearly), about=shown(setting.about), path=path)


def reason(catalog: Catalog, entry: Grade, lang: str) -> str:
    """Why it has this grade: the rule's words with the numbers, and what else to know of them."""
    rule = WORDED_AS.get(entry.rule, entry.rule)
    code = f"grade_reason_{rule}_{entry.grade}" if rule in REASON_BY_GRADE else f"grade_reason_{rule}"
    parts = [text(code, lang, **_told(catalog, entry, lang))]
    if entry.status == "preliminary" and entry.grade not in ("no_data", "redefined"):
        parts.append(text("grade_preliminary", lang))
    if entry.goal.restates:
        parts.append(text("grade_restates", lang, name=goal_name(catalog, entry.goal.restates, lang)))
    return ("" if lang == "zh" else " ").join(parts)


def formula(entry: Grade, lang: str) -> str:
    """The arithmetic of a grade with its numbers; empty where nothing was computed."""
    if entry.value is None or entry.bar is None or entry.target is None:
        return ""
    compared = entry.on_path if entry.rule in ("line", "growth") else entry.bar
    if compared is None or f"grade_formula_{entry.rule}" not in FORMULAS:
        return ""
    used = [report for report in entry.reports if report.id in entry.used and report.counts]
    told = {
        **_numbers(entry),
        "sign": _sign(entry.value, compared),
        "ratio": shown(round(entry.value / entry.target * 100, 1)) if entry.target else "–",
        "share": _share(entry),
        "count": len(used),
        "terms": _terms(entry.rule, [report.value for report in used]),
    }
    about = ""
    if entry.operator == "≈":
        about = text("grade_formula_about", lang, about=shown(entry.setting.about), **told)
    return about + text(f"grade_formula_{entry.rule}", lang, **told)


def _numbers(entry: Grade) -> dict[str, str]:
    """The numbers of a grade and of what it judges, as people write them."""
    goal = entry.goal
    held = {name: getattr(entry, name) for name in ("value", "bar", "nearly", "year")}
    held |= {"course": entry.on_path, "target": goal.target, "due": goal.target_year}
    held |= {"baseline": goal.baseline, "begin": goal.baseline_year}
    return {name: shown(number) for name, number in held.items() if number is not None}


FORMULAS = tuple(f"grade_formula_{rule}" for rule in ("reach", "line", "growth", "rate", "mean", "each_year"))


def _terms(rule: str, values: list[float]) -> str:
    if rule == "rate":
        return " × ".join(f"(1 + {shown(value)} %)" for value in values)
    return (" + " if rule == "mean" else ", ").join(map(shown, values))


def _sign(value: float, other: float) -> str:
    return "=" if value == other else ">" if value > other else "<"


def _share(entry: Grade) -> str:
    """The percentage of the bar from which it is nearly reached: above 100 for an upper limit."""
    nearly = entry.setting.nearly
    return shown(200 - nearly if entry.operator == "≤" else nearly)


def _words(catalog: Catalog, entry: Grade) -> str:
    targets = catalog.tables.targets
    return str(targets.at[entry.indicator, "text_zh"]) if entry.indicator in targets.index else ""


def _told(catalog: Catalog, entry: Grade, lang: str) -> dict[str, Any]:
    """What the words of a reason can name."""
    goal = entry.goal
    used = [report for report in entry.reports if report.id in entry.used and report.counts]
    told: dict[str, Any] = {
        "value": _measured(entry, entry.value, lang),
        "target": target_text(catalog, entry, lang),
        "nearly": _measured(entry, entry.nearly, lang),
        "bar": _measured(entry, entry.bar, lang),
        "course": _measured(entry, entry.on_path, lang),
        "share": _share(entry),
        "since": entry.reached_in,
        "years": text("comma", lang).join(str(report.year) for report in used),
        "missing": text("comma", lang).join(map(str, entry.missing_years)),
        "definition": used[-1].definition_zh if used else "",
        "own": goal.definitions[0],
        "basis": goal.baseline_basis,
        "words": _words(catalog, entry),
    }
    told |= {"year": entry.year, "due": goal.target_year, "period": goal.period}
    if entry.judgement is not None:
        told |= {
            "person": entry.judgement.person_zh,
            "date": entry.judgement.judged_on,
            "reason": entry.judgement.reason_zh,
        }
    return told


def _measured(entry: Grade, number: float | None, lang: str) -> str:
    return "" if number is None else quantity_text(Quantity("=", shown(number), "", entry.goal.unit), lang)


def shown(number: float) -> str:
    """A number as people write it: no trailing zeros, six decimals at most."""
    written = f"{number:.6f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written

"""The tasks that a reader asks for, each with how it stands on a day: page, sheets and command line read the same."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.i18n import text
from g60.evidence.lookup import subject_name
from g60.evidence.task_states import USUAL, LightRule, TaskState, owner_code, task_state
from g60.evidence.tasks import CitedRow, task_units, tasks


@dataclass(frozen=True, slots=True)
class Standing:
    """A task with how it stands."""

    task: CitedRow
    state: TaskState

    @property
    def owner(self) -> str:
        """The name of the owner; empty where no report names one."""
        return self.state.owner.owner if self.state.owner else ""


def standings(catalog: Catalog, selection: Selection, view: View, day: date, rule: LightRule = USUAL) -> list[Standing]:
    """The tasks of the kind, subject, light and owner of a view; of the selection the counties count.

    A task is of the counties that it concerns, and of those in which what it concerns lies.
    """
    units, of_units = selection.units, task_units(catalog)
    found = [
        Standing(task, task_state(catalog, task.id, day, rule))
        for task in tasks(catalog, kind=view.task, subject=view.about)
        if not units or units & of_units[task.id]
    ]
    return [one for one in found if view.light in ("", one.state.light) and view.owner in ("", owner_code(one.owner))]


def concerned(catalog: Catalog, task: CitedRow, lang: str) -> tuple[str, ...]:
    """Whom a task concerns, by name."""
    return tuple(subject_name(catalog, code, lang) for code in task.subjects)


def asked_words(catalog: Catalog, selection: Selection, view: View, lang: str) -> str:
    """Which tasks a view and a selection ask for, in words; all of them where they ask for none."""
    units = [str(catalog.units.at[unit, f"short_{lang}"]) for unit in catalog.unit_codes if unit in selection.units]
    parts = [
        text(f"task_{view.task}", lang) if view.task else "",
        subject_name(catalog, view.about, lang) if view.about else "",
        text(f"light_{view.light}", lang) if view.light else "",
        text("enumeration", lang).join(units),
    ]
    return " · ".join(part for part in parts if part) or text("tasks_every", lang)


def by_county(catalog: Catalog, found: Sequence[Standing], units: Collection[str] = ()) -> dict[str, list[TaskState]]:
    """The tasks of each county and zone, in their order: of all, or of those that are asked for. Some have none."""
    of_units = task_units(catalog)
    asked = [unit for unit in catalog.unit_codes if not units or unit in units]
    return {unit: [one.state for one in found if unit in of_units[one.task.id]] for unit in asked}

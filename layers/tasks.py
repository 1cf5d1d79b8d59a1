"""The lights of tasks, for the map to mark whom each task concerns.

A light changes with the days: each task comes with the days from which it has each of its lights, so that the data is
the same on every day and no rule is worked out twice.
"""

from __future__ import annotations

from typing import Any

from g60.catalog.catalog import Catalog
from g60.contract.codes import LIGHTS
from g60.contract.i18n import LANGUAGES, text
from g60.evidence.task_states import light_changes, reports_of
from g60.evidence.tasks import tasks
from layers.layer import Layer


class Tasks(Layer):
    """Tasks by whom they concern; drawn where the reader asks for it."""

    name = "tasks"

    @classmethod
    def payload(cls, catalog: Catalog) -> dict[str, Any]:
        """The lights with sign and colour, the changes of each task, and the tasks of each area, carrier and unit."""
        reports = reports_of(catalog)
        changes = {
            task.id: [[day.isoformat(), light] for day, light in light_changes(task.id, reports.get(task.id, ()))]
            for task in tasks(catalog)
        }
        concerned: dict[str, list[str]] = {}
        for task in tasks(catalog):
            for subject in task.subjects:
                if subject in catalog.ids:
                    concerned.setdefault(subject, []).append(task.id)
        lights = [
            [code, light.sign, light.colour, *(text(f"light_{code}", lang) for lang in LANGUAGES)]
            for code, light in LIGHTS.items()
        ]
        return {"lights": lights, "tasks": changes, "of": concerned}

"""The scenes of an evaluation: its opening, the counts of a plan, each grade that occurs, the closing.

The scenes hold a plan and a grade; what stands on the board is read from the data of the meeting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from g60.ask.judging import Judging
from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.codes import TARGET_GRADES
from g60.contract.i18n import LANGUAGES, text
from g60.meeting.scenes import Presentation, Scene, Words
from g60.review.evaluation import Setting, setting_text
from g60.review.judged import Judged, counts, plan_title

FACE = "evaluation"


def evaluation_scenes(catalog: Catalog, plan: str, entries: Sequence[Judged]) -> Presentation:
    """The presentation of a plan's evaluation."""
    title = Words(**{lang: _title(catalog, plan, lang) for lang in LANGUAGES})
    blank = Scene("opening", "opening", title, Words(), Selection(), View(version=catalog.version))
    notes = Words(**{lang: _counted(lang) for lang in LANGUAGES})
    scenes = [blank, _scene(blank, plan, "", Words(**_both("evaluation_part_results")), notes)]
    for code, count in counts(entries).items():
        if count:
            named = {lang: _some(code, count, lang) for lang in LANGUAGES}
            means = {lang: f"{text(f'grade_means_{code}', lang)}\n{_counted(lang)}" for lang in LANGUAGES}
            scenes.append(_scene(blank, plan, code, Words(**named), Words(**means)))
    closing = replace(blank, id="closing", face="closing", title=Words(**_both("evaluation_scene_closing")))
    return Presentation(title, (*scenes, closing))


def _scene(blank: Scene, plan: str, grade: str, title: Words, notes: Words) -> Scene:
    view = replace(blank.view, judging=Judging(plan=plan, grade=grade))
    number = TARGET_GRADES.index(grade) + 1 if grade else 0
    return replace(blank, id=f"evaluation-{number}", face=FACE, title=title, notes=notes, view=view)


def _title(catalog: Catalog, plan: str, lang: str) -> str:
    return text("evaluation_file_title", lang, plan=plan_title(catalog, plan, lang))


def _some(code: str, count: int, lang: str) -> str:
    return text("evaluation_some", lang, grade=text(f"grade_{code}", lang), count=count)


def _counted(lang: str) -> str:
    """Where the numbers of a scene come from, and by which thresholds: those that nobody has changed."""
    return f"{text('evaluation_scene_notes', lang)}\n{setting_text(Setting(), lang)}"


def _both(code: str) -> dict[str, str]:
    return {lang: text(code, lang) for lang in LANGUAGES}

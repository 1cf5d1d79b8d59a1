"""`make mutants`: how many small faults, put into the code on purpose, do the tests notice?

A mutant is one module with one small fault: an operator turned, a limit moved, a condition negated, a word changed. A
sample of all that are possible is drawn; each is tried in a process of its own, against the tests that enter the
function with the fault, are quick and need no browser. Those that nothing noticed are printed with their line. What
is noticed by a slow test alone is counted as not noticed.

A program of our own: half of these rooms is tables and not the bodies of functions, and a fork for each mutant spares
the start of Python with its libraries.
"""

import argparse
import ast
import contextlib
import gc
import hashlib
import importlib.abc
import importlib.util
import itertools
import os
import pickle
import random
import re
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("contract", "checks", "ask", "evidence")
# Of processor time: a test that takes longer is not tried, no more of a file is, and no more for one mutant.
TEST_SECONDS, FILE_SECONDS, MUTANT_SECONDS = 5, 60, 20
FIRST = 12
OPTIONS = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not e2e", "-k", "not postgresql")
# Files whose subject is another one: they make whole documents, walk through every page, or start other processes.
LONG = re.compile(
    r"browser|slides|brief|sheet|handouts|workbook|pack|pages|cli|export|opendata|kml|geopackage|one_entry|processes"
)
OPPOSITE: dict[type[ast.AST], type[ast.AST]] = {
    **{ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq},
    **{ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And},
    **{ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitAnd: ast.BitOr},
    **{ast.BitOr: ast.BitAnd, ast.FloorDiv: ast.Div, ast.Mod: ast.Mult},
}


@dataclass(frozen=True)
class Mutant:
    """A module with its `number`th possible fault."""

    path: Path
    number: int
    line: int
    what: str
    source: str

    @property
    def module(self) -> str:
        return ".".join(self.path.relative_to(ROOT / "src").with_suffix("").parts)


# The faults ----------------------------------------------------------------------------------


def faults(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The line of each place that can be faulty, and what the fault is: the tree has it until the next is asked for."""
    for node in _code(tree):
        for name, value in ast.iter_fields(node):
            parts = value if isinstance(value, list) else [value]
            for place, part in enumerate(parts):
                turned = _turned(part)
                if turned is None:
                    continue
                if isinstance(value, list):
                    value[place] = turned
                else:
                    setattr(node, name, turned)
                yield getattr(part, "lineno", 0) or getattr(node, "lineno", 0), f"{_shown(part)} -> {_shown(turned)}"
                if isinstance(value, list):
                    value[place] = part
                else:
                    setattr(node, name, part)
        if isinstance(node, ast.If | ast.IfExp | ast.While) and not isinstance(node.test, ast.Compare):
            test, node.test = node.test, ast.UnaryOp(ast.Not(), node.test)
            yield test.lineno, f"{_shown(test)} -> not"
            node.test = test


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """Every node that does something: no annotation, decorator, docstring or import, and no slice of a type."""
    yield node
    skipped = {"annotation", "returns", "decorator_list", "type_params", "bases"}
    for name, value in ast.iter_fields(node):
        if name in skipped or (isinstance(node, ast.Call) and name == "func"):
            continue
        for part in value if isinstance(value, list) else [value]:
            is_words = isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)
            if isinstance(part, ast.AST) and not is_words and not isinstance(part, ast.Import | ast.ImportFrom):
                yield from _code(part)


def _turned(part: object) -> ast.AST | None:
    if type(part) in OPPOSITE:
        return OPPOSITE[type(part)]()  # type: ignore[index]
    if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Not):
        return part.operand
    if isinstance(part, ast.Return) and part.value is not None:
        return ast.Return(ast.Constant(None))
    if isinstance(part, ast.Constant) and isinstance(part.value, bool | int | float | str):
        return ast.Constant(_other(part.value))
    return None


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return f"{value}X" if isinstance(value, str) else value + 1


def _shown(part: object) -> str:
    if isinstance(part, ast.operator | ast.cmpop | ast.boolop):
        return type(part).__name__
    return ast.unparse(part)[:60] if isinstance(part, ast.AST) else str(part)


def mutants(path: Path) -> list[Mutant]:
    """Every mutant of a module."""
    tree = ast.parse(path.read_text("utf-8"))
    found = []
    for number, (line, what) in enumerate(faults(tree)):
        with contextlib.suppress(ValueError):  # a string inside an f-string that cannot be written so
            source = ast.unparse(ast.fix_missing_locations(tree))
            found.append(Mutant(path, number, line, what, source))
    return found


# What a test enters ---------------------------------------------------------------------------


@dataclass
class Seen:
    """A test function: its seconds of processor time, the functions that it enters, and every name in these."""

    name: str
    seconds: float = 0
    entered: frozenset[str] = frozenset()


class _Watching:
    """A plugin of pytest: notes for each test function what it enters, in its fixtures too, and what that takes.

    A function is called by its file and the name that it has there; what is defined inside it counts as itself.
    """

    def __init__(self) -> None:
        self.seen: dict[str, Seen] = {}
        self.unfit: set[str] = set()
        self._codes: dict[int, CodeType] = {}
        self._fixtures: dict[int, frozenset[str]] = {}

    def _call(self, frame: FrameType, *_: object) -> None:
        self._codes[id(frame.f_code)] = frame.f_code

    def _names(self) -> frozenset[str]:
        inside = [code for code in list(self._codes.values()) if code.co_filename.startswith(f"{ROOT}/")]
        functions = (_function(code.co_filename, code.co_qualname.split(".<")[0]) for code in inside)
        return frozenset(functions).union(*(code.co_names for code in inside))

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Generator[None, Any, Any]:
        before, self._codes = self._codes, {}
        made = yield
        self._fixtures[id(fixturedef)] = self._names()
        self._codes |= before
        return made

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Generator[None, Any, Any]:
        self._codes, started = {}, time.process_time()
        sys.settrace(self._call)
        threading.settrace(self._call)
        done = yield
        sys.settrace(None)
        test = self.seen.setdefault(item.nodeid.split("[")[0], Seen(item.nodeid.split("[")[0]))
        shared = [self._fixtures.get(id(each[-1]), frozenset()) for each in item._fixtureinfo.name2fixturedefs.values()]
        test.entered = test.entered.union(self._names(), *shared)
        test.seconds += time.process_time() - started
        if sum(each.seconds for each in self.seen.values()) > FILE_SECONDS:
            item.session.shouldstop = "enough of this file"
        return done

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self) -> Generator[None, Any, Any]:
        signal.setitimer(signal.ITIMER_PROF, TEST_SECONDS)
        try:
            return (yield)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed:
            self.unfit.add(report.nodeid.split("[")[0])


def _function(file: str | Path, name: str) -> str:
    return f"{Path(file).relative_to(ROOT)}:{name}"


def _too_slow(*_: object) -> None:
    # Not an error: Hypothesis would look for a smaller example that takes as long.
    pytest.skip("too slow to be tried again for every mutant")


def watched(file: Path) -> list[Seen]:
    """The test functions of a file that pass and are quick; kept in `build/` for as long as the file is the same."""
    kept = ROOT / "build/mutants" / f"{file.stem}-{hashlib.sha256(file.read_bytes()).hexdigest()[:16]}"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        child = os.fork()
        if child == 0:
            _in_silence()
            signal.signal(signal.SIGPROF, _too_slow)
            watching = _Watching()
            pytest.main([*OPTIONS, str(file)], plugins=[watching])
            fit = [test for name, test in watching.seen.items() if name not in watching.unfit]
            kept.write_bytes(pickle.dumps(fit))
            os._exit(0)
        os.waitpid(child, 0)
    return list(pickle.loads(kept.read_bytes())) if kept.is_file() else []


def _given(node: ast.stmt) -> set[str]:
    """The names that an assignment gives."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}


@cache
def _made_from() -> dict[str, set[str]]:
    """By each name, the tables that some module makes from it."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in ROOT.glob("src/g60/**/*.py"):
        for node in ast.parse(file.read_text("utf-8")).body:
            for each in ast.walk(node) if _given(node) else ():
                if isinstance(each, ast.Name | ast.Attribute):
                    found[each.id if isinstance(each, ast.Name) else each.attr] |= _given(node)
    return found


def places(mutant: Mutant) -> set[str]:
    """The function with the fault; where it is in a table or a class: the name of that and of what is made from it."""
    classes, found, waiting = list[str](), set[str](), set[str]()
    for node in ast.walk(ast.parse(mutant.path.read_text("utf-8"))):  # from outside to inside
        if not isinstance(node, ast.stmt) or not node.lineno <= mutant.line <= (node.end_lineno or 0):
            continue
        if isinstance(node, ast.FunctionDef):
            return {_function(mutant.path, ".".join([*classes, node.name]))}
        if isinstance(node, ast.ClassDef):
            classes.append(node.name)
        waiting |= _given(node)
    waiting |= set(classes)
    while waiting:
        found.add(name := waiting.pop())
        waiting |= _made_from()[name] - found
    return found


def chosen(mutant: Mutant, every: Sequence[Seen]) -> list[Seen]:
    """The tests that are tried: those that enter the fault's place, then others that import its module.

    Quick ones come first, and those whose file imports the module; no more than `MUTANT_SECONDS`.
    """
    where, files = places(mutant), tuple(f"tests/{file.name}::" for file in tests_of(mutant.path))
    near = {test.name: test.name.startswith(files) for test in every}
    taken = [test for test in every if near[test.name] or where & test.entered]
    taken.sort(key=lambda test: (not where & test.entered, test.seconds * (1 if near[test.name] else 10)))
    spent = itertools.accumulate(test.seconds for test in taken)
    return [test for test, seconds in zip(taken, spent, strict=True) if seconds <= MUTANT_SECONDS]


def tests_of(path: Path) -> list[Path]:
    """The test files that import a module; where none does, those that import its room."""
    room, name = path.parts[-2], path.stem
    direct = re.compile(rf"g60\.{room}\.{name}\b|from g60\.{room} import [^\n]*\b{name}\b")
    files = quick_files()
    found = [file for file in files if direct.search(file.read_text("utf-8"))]
    return found or [file for file in files if f"g60.{room}" in file.read_text("utf-8")]


def quick_files() -> list[Path]:
    """The test files that may be tried."""
    return [file for file in sorted((ROOT / "tests").glob("test_*.py")) if not LONG.search(file.stem)]


# Trying one ----------------------------------------------------------------------------------


class _Faulty(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module from a faulty source."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, name: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        if name != self.mutant.module:
            return None
        return importlib.util.spec_from_file_location(name, self.mutant.path, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.mutant.source, str(self.mutant.path), "exec"), module.__dict__)


def _in_silence() -> None:
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 1)
    os.dup2(devnull, 2)


def noticed(mutant: Mutant | None, tests: Sequence[Seen]) -> str:
    """The test that fails with this mutant, or what else shows it; without a mutant: one that fails without a fault."""
    failed = ROOT / "build/mutants/failed"
    failed.write_text("")
    child = os.fork()
    if child == 0:
        _in_silence()
        # Of processor time, since others may work on the machine; and of the clock, where a mutant waits for ever.
        seconds = max(15, 3 * sum(test.seconds for test in tests))
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.alarm(int(20 * seconds))
        # No module of the project has been imported yet: whatever takes a name from the faulty one takes it as it is.
        assert not any(name.split(".")[0] in {"g60", "layers"} for name in sys.modules)
        if mutant is not None:
            sys.meta_path.insert(0, _Faulty(mutant))
        # First a handful: most mutants die there, and the files of the others need not be imported.
        parts = [[test.name for test in part] for part in (tests[:FIRST], tests[FIRST:]) if part]
        os._exit(any(pytest.main([*OPTIONS, "-x", *part], plugins=[_Failed(failed)]) for part in parts))
    lived = os.waitpid(child, 0)[1] == 0
    return "" if lived else failed.read_text() or "an import, or the limit of time"


class _Failed:
    """A plugin of pytest: writes the name of the test that failed."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.file.write_text(report.nodeid.split("[")[0])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("rooms", nargs="*", default=ROOMS, help="rooms or modules: evidence, contract/quantities")
    parser.add_argument("--count", type=int, default=300, help="how many are tried; all of them: 0")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    paths = [
        path
        for room in asked.rooms
        for path in sorted([*(ROOT / "src/g60" / room).glob("*.py"), ROOT / f"src/g60/{room}.py"])
        if path.is_file()
    ]
    every = [mutant for path in paths for mutant in mutants(path)]
    drawn = random.Random(asked.seed).sample(every, min(asked.count or len(every), len(every)))
    # All of them: a table is read by tests whose files import another module than the table's own.
    tests = [test for file in quick_files() for test in watched(file)]
    gc.freeze()
    started, lived, failed = time.monotonic(), 0, set()
    for tried, mutant in enumerate(drawn, 1):  # as they were drawn: a run that is stopped has tried a fair sample
        if by := noticed(mutant, chosen(mutant, tests)):
            failed.add(by)
        else:
            lived += 1
            print(f"{mutant.path.relative_to(ROOT)}:{mutant.line}: {mutant.what}", flush=True)
        if tried % 10 == 0:
            print(f"[{tried}/{len(drawn)}] {lived} not noticed, {time.monotonic() - started:.0f} s", flush=True)
    if wrong := noticed(None, [test for test in tests if test.name in failed]):
        print("fails without any fault:", wrong, file=sys.stderr)
        return 1
    print(f"{len(drawn) - lived} of {len(drawn)} noticed ({1 - lived / len(drawn):.0%}); {len(every)} are possible")
    return 0


# What every test imports, imported once before the processes part.
for _name in (
    *("altair", "alembic.command", "folium", "geopandas", "hypothesis", "openpyxl", "pyogrio", "pyproj", "shapely"),
    *("playwright.sync_api", "python_calamine", "rapidfuzz", "sqlalchemy.orm", "starlette.applications", "xlsxwriter"),
    *("streamlit.testing.v1", "streamlit.web.server", "pypinyin"),
):
    importlib.import_module(_name)

if __name__ == "__main__":
    raise SystemExit(main())

"""`make mutants`: how many small faults, put into the code on purpose, do the tests notice?

A mutant is one module with one small fault: an operator turned, a limit moved, a condition negated, a word changed. A
sample of all that are possible is drawn; each is tried in a process of its own, against the tests that import its
module and need no browser. Names of those that nothing noticed are printed with their line.

A program of our own: half of these rooms is tables and not the bodies of functions, and a fork for each mutant spares
the start of Python with its libraries.
"""

import argparse
import ast
import contextlib
import importlib.abc
import importlib.util
import os
import random
import re
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("contract", "checks", "ask", "evidence")
# Of processor time, since others may work on the machine; and of the clock, where a mutant waits for ever.
SECONDS, CLOCK_SECONDS = 120, 1200
# Files whose subject is another one: they make whole documents, or walk through every page.
LONG = re.compile(r"browser|slides|brief|sheet|handouts|workbook|pack|pages|cli|export|opendata|kml|geopackage")
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


def faults(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Each place that can be faulty, and what the fault is; after each the tree has it, and then it is whole again."""
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
                yield node, f"{_shown(part)} -> {_shown(turned)}"
                if isinstance(value, list):
                    value[place] = part
                else:
                    setattr(node, name, part)
        if isinstance(node, ast.If | ast.IfExp | ast.While) and not isinstance(node.test, ast.Compare):
            test, node.test = node.test, ast.UnaryOp(ast.Not(), node.test)
            yield node, f"{_shown(test)} -> not"
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
    for number, (node, what) in enumerate(faults(tree)):
        with contextlib.suppress(ValueError):  # a string inside an f-string that cannot be written so
            source = ast.unparse(ast.fix_missing_locations(tree))
            found.append(Mutant(path, number, getattr(node, "lineno", 0), what, source))
    return found


# Trying one ----------------------------------------------------------------------------------


class _Faulty(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module from a faulty source."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, name: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        if name != self.mutant.module:
            return None
        return importlib.util.spec_from_file_location(name, self.mutant.path, loader=self)  # type: ignore[arg-type]

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.mutant.source, str(self.mutant.path), "exec"), module.__dict__)


def tests_of(path: Path) -> list[str]:
    """The test files that import a module, the shortest first; where none does, those that import its room."""
    room, name = path.parts[-2], path.stem
    direct = re.compile(rf"g60\.{room}\.{name}\b|from g60\.{room} import [^\n]*\b{name}\b")
    files = [file for file in (ROOT / "tests").glob("test_*.py") if not LONG.search(file.stem)]
    found = [file for file in files if direct.search(file.read_text("utf-8"))]
    found = found or [file for file in files if f"g60.{room}" in file.read_text("utf-8")]
    return [str(file) for file in sorted(found, key=lambda file: file.stat().st_size)]


def noticed(mutant: Mutant | None, files: Sequence[str]) -> bool:
    """Whether a test fails, or does not end, with this mutant; without one: whether one fails at all."""
    child = os.fork()
    if child == 0:
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, 1)
        os.dup2(devnull, 2)
        # A test that is slow on a loaded machine has noticed nothing.
        settings.register_profile("mutants", deadline=None)
        settings.load_profile("mutants")
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        signal.alarm(CLOCK_SECONDS)
        if mutant is not None:
            sys.meta_path.insert(0, _Faulty(mutant))
        os._exit(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-m", "not e2e", *files]))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


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
        if path.is_file() and tests_of(path)
    ]
    every = [mutant for path in paths for mutant in mutants(path)]
    drawn = random.Random(asked.seed).sample(every, min(asked.count or len(every), len(every)))
    whole = [str(path) for path in paths if noticed(None, tests_of(path))]
    if whole:
        print("tests fail without any fault:", *whole, file=sys.stderr)
        return 1
    started, lived = time.monotonic(), 0
    for tried, mutant in enumerate(sorted(drawn, key=lambda one: (one.path, one.number)), 1):
        if not noticed(mutant, tests_of(mutant.path)):
            lived += 1
            print(f"{mutant.path.relative_to(ROOT)}:{mutant.line}: {mutant.what}", flush=True)
        if tried % 50 == 0:
            print(f"[{tried}/{len(drawn)}] {lived} not noticed, {time.monotonic() - started:.0f} s", flush=True)
    print(f"{len(drawn) - lived} of {len(drawn)} noticed ({1 - lived / len(drawn):.0%}); {len(every)} are possible")
    return 0


# What every test imports, imported once before the processes part.
for _name in ("geopandas", "hypothesis", "pyogrio", "pyproj", "shapely", "playwright.sync_api", "streamlit.testing.v1"):
    importlib.import_module(_name)

if __name__ == "__main__":
    raise SystemExit(main())

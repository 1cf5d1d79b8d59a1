"""Each room keeps to its own work: the rules that import contracts cannot see, and that each contract catches.

`app.py` and `pages/` are scripts and no packages, and what a page may do is more than what it may
import. Every rule takes a file's path in the project and its text, and names what it refuses.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE_LINES = 30
PAGE_MAY_IMPORT = frozenset({"__future__", "streamlit", "streamlit_folium", "g60", "layers"})
APP_MAY_IMPORT = frozenset({"streamlit", "starlette", "g60", "layers"}) | sys.stdlib_module_names
FRAME_WORK = frozenset({"loc", "iloc", "groupby", "merge", "query", "assign", "pivot_table", "sort_values"})
UNSAFE = "unsafe_allow_html"

Rule = Callable[[PurePosixPath, str], Iterator[str]]


# What a syntax tree says ---------------------------------------------------------------------


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and full name of each import, `import_module("name")` and `__import__("name")` too."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                yield from ((node.lineno, f"{module}.{alias.name}") for alias in names)
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield node.lineno, name


def imported_roots(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and top-level name of each import."""
    return ((line, name.partition(".")[0]) for line, name in imported(tree))


def code_lines(tree: ast.Module) -> int:
    """Number of lines that hold code: no blank line, no comment, no docstring."""
    said = [node for node in tree.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))]
    lines = (range(node.lineno, (node.end_lineno or node.lineno) + 1) for node in said)
    return len(set().union(*lines))


def is_page(path: PurePosixPath) -> bool:
    """Whether the file is one of the scripts in `pages/`."""
    return path.parts[0] == "pages"


# The rules -----------------------------------------------------------------------------------


def only_layers_import_folium(path: PurePosixPath, text: str) -> Iterator[str]:
    """Names from data must not reach folium, so one room alone can hand it anything."""
    if path.parts[0] in {"layers", "benchmarks"}:  # a yardstick in benchmarks/ is a plain folium page
        return
    for line, root in imported_roots(ast.parse(text)):
        if root in {"folium", "branca"}:
            yield f"{path}:{line} imports {root}"


def no_markup_of_our_own(path: PurePosixPath, text: str) -> Iterator[str]:
    """Text from data becomes text nodes in one place; no other way to write HTML is open."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.keyword(arg="unsafe_allow_html"):
                yield f"{path}:{node.lineno} unsafe_allow_html"
            case ast.Dict(keys=keys) if any(isinstance(key, ast.Constant) and key.value == UNSAFE for key in keys):
                yield f"{path}:{node.lineno} unsafe_allow_html"
            case ast.Call(func=ast.Attribute(attr="html")):
                yield f"{path}:{node.lineno} .html()"
            case ast.Call(func=ast.Name(id="Element") | ast.Attribute(attr="Element")):
                yield f"{path}:{node.lineno} Element()"
            case ast.ImportFrom(module=str(module), names=names) if module.partition(".")[0] == "streamlit":
                yield from (f"{path}:{node.lineno} html from {module}" for alias in names if alias.name == "html")


def pages_are_short(path: PurePosixPath, text: str) -> Iterator[str]:
    """A page is a list of what stands on it, of parts that are made elsewhere."""
    if not is_page(path):
        return
    tree = ast.parse(text)
    if (count := code_lines(tree)) > PAGE_LINES:
        yield f"{path} has {count} lines of code, more than {PAGE_LINES}"
    for line, root in imported_roots(tree):
        if root not in PAGE_MAY_IMPORT:
            yield f"{path}:{line} imports {root}"


def pages_compose(path: PurePosixPath, text: str) -> Iterator[str]:
    """A page defines nothing, computes nothing and reads no file."""
    if not is_page(path):
        return
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Lambda():
                yield f"{path}:{node.lineno} defines something"
            case ast.BinOp() | ast.AugAssign():
                yield f"{path}:{node.lineno} computes"
            case ast.Subscript(slice=ast.Compare()):
                yield f"{path}:{node.lineno} filters a frame"
            case ast.Attribute(attr=name) if name in FRAME_WORK or name.startswith("read_"):
                yield f"{path}:{node.lineno} works on a frame or a file: {name}"
            case ast.Call(func=ast.Name(id="open")):
                yield f"{path}:{node.lineno} opens a file"


def pages_leave_the_address_alone(path: PurePosixPath, text: str) -> Iterator[str]:
    """The address has one reader and one writer, and no page is it."""
    if not is_page(path):
        return
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Attribute(attr="query_params") | ast.keyword(arg="query_params") | ast.alias(name="query_params"):
                yield f"{path}:{node.lineno} query_params"


def app_serves_and_no_more(path: PurePosixPath, text: str) -> Iterator[str]:
    """`app.py` has routes and a lifetime; it neither draws nor computes."""
    if path != PurePosixPath("app.py"):
        return
    tree = ast.parse(text)
    for line, root in imported_roots(tree):
        if root not in APP_MAY_IMPORT:
            yield f"{path}:{line} imports {root}"
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="st" | "streamlit"), attr=name) if name != "App":
                yield f"{path}:{node.lineno} draws: {name}"


def scripts_are_not_imported(path: PurePosixPath, text: str) -> Iterator[str]:
    """A page or `app.py` is run; only a test of `app.py` may take it as a module."""
    scripts = {"pages"} if path.parts[0] == "tests" else {"pages", "app"}
    for line, root in imported_roots(ast.parse(text)):
        if root in scripts:
            yield f"{path}:{line} imports {root}"


# What the modules that any tool can read import of the contract.
SCHEMA_NEEDS: dict[str, set[str]] = {
    "schema": {"codes", "dataset", "fields", "statements"},
    "statements": {"codes", "dataset", "fields"},
    "fields": {"codes", "dataset"},
    "codes": set(),
    "dataset": set(),
    "issues": set(),
}


def contract_stands_on_the_standard_library(path: PurePosixPath, text: str) -> Iterator[str]:
    """Any tool can read the contract. Coordinate systems need packages; the schema needs its code lists and no more."""
    if path.parts[:3] != ("src", "g60", "contract") or path.name == "crs.py":
        return
    tree = ast.parse(text)
    for line, root in imported_roots(tree):
        if root not in sys.stdlib_module_names | {"g60"}:
            yield f"{path}:{line} imports {root}"
    for node in ast.walk(tree) if path.stem in SCHEMA_NEEDS else ():
        module = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
        if module.startswith("g60") and module.rpartition(".")[2] not in SCHEMA_NEEDS[path.stem]:
            yield f"{path}:{node.lineno} imports {module}"


MACHINE_PATH = re.compile(r"(?<![\w.}*])/(?:work|root|home|Users|tmp|farm|mnt)/|\b[A-Z]:\\(?:Users|Documents)")


def no_path_of_a_machine(path: PurePosixPath, text: str) -> Iterator[str]:
    """What works on one machine only is not part of the project."""
    for number, line in enumerate(text.splitlines(), start=1):
        if found := MACHINE_PATH.search(line):
            yield f"{path}:{number} {found.group()}"


RULES_FOR_PYTHON: tuple[Rule, ...] = (
    only_layers_import_folium,
    no_markup_of_our_own,
    pages_are_short,
    pages_compose,
    pages_leave_the_address_alone,
    app_serves_and_no_more,
    scripts_are_not_imported,
    contract_stands_on_the_standard_library,
)


# The tree keeps them -------------------------------------------------------------------------

NOT_OURS = frozenset({"build", "dist", "node_modules", "__pycache__"})


def own_files() -> Iterator[Path]:
    """Every file of the project, without what tools leave behind."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            name
            for name in folders
            if name not in NOT_OURS
            and not name.endswith(".egg-info")
            and (not name.startswith(".") or name in {".ci", ".streamlit"})
        ]
        yield from (Path(folder, name) for name in names if name != ".git")


def problems(rules: Iterable[Rule], files: Iterable[Path]) -> list[str]:
    """What the rules refuse in these files; a file that is no text says nothing."""
    found = []
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        path = PurePosixPath(file.relative_to(ROOT).as_posix())
        found += [problem for rule in rules for problem in rule(path, text)]
    return found


@pytest.mark.parametrize("rule", RULES_FOR_PYTHON, ids=lambda rule: rule.__name__)
def test_every_room_keeps_its_rules(rule: Rule) -> None:
    sources = [file for file in own_files() if file.suffix == ".py"]
    assert len(sources) > 3
    assert problems([rule], sources) == []


def test_no_file_holds_the_path_of_a_machine() -> None:
    files = list(own_files())
    assert {"Makefile", "README.md", "config.toml", "run"} <= {file.name for file in files}
    assert problems([no_path_of_a_machine], files) == []


# Each rule catches what it is for ------------------------------------------------------------

LONG_PAGE = "import streamlit as st\n" + "st.divider()\n" * PAGE_LINES

REFUSED = [
    (only_layers_import_folium, "src/g60/export/paper/png.py", "import folium"),
    (only_layers_import_folium, "src/g60/ui/shell.py", "from folium.plugins import Draw"),
    (only_layers_import_folium, "pages/atlas.py", "import branca.element as be"),
    (only_layers_import_folium, "app.py", "import importlib\nimportlib.import_module('folium')"),
    (no_markup_of_our_own, "src/g60/ui/card.py", "st.markdown(name, unsafe_allow_html=True)"),
    (no_markup_of_our_own, "src/g60/ui/card.py", "st.markdown(name, **{'unsafe_allow_html': True})"),
    (no_markup_of_our_own, "pages/atlas.py", "components.html(page)"),
    (no_markup_of_our_own, "pages/atlas.py", "st.sidebar.html(page)"),
    (no_markup_of_our_own, "pages/atlas.py", "st.html(page)"),
    (no_markup_of_our_own, "pages/atlas.py", "from streamlit.components.v1 import html as draw"),
    (no_markup_of_our_own, "layers/atlas_map.py", "figure.header.add_child(Element(text))"),
    (no_markup_of_our_own, "layers/atlas_map.py", "branca.element.Element(text)"),
    (pages_are_short, "pages/about.py", LONG_PAGE),
    (pages_compose, "pages/about.py", "def draw() -> None: ..."),
    (pages_compose, "pages/about.py", "draw = lambda: None"),
    (pages_compose, "pages/about.py", "class Page: ..."),
    (pages_are_short, "pages/about.py", "import pandas as pd"),
    (pages_are_short, "pages/about.py", "from pathlib import Path"),
    (pages_compose, "pages/about.py", "share = areas['area_km2'] / total"),
    (pages_compose, "pages/about.py", "count += 1"),
    (pages_compose, "pages/about.py", "found = carriers[carriers['unit'] == '330481']"),
    (pages_compose, "pages/about.py", "carriers.groupby('unit').size()"),
    (pages_compose, "pages/about.py", "text = open('README.md')"),
    (pages_compose, "pages/about.py", "text = README.read_text()"),
    (pages_leave_the_address_alone, "pages/about.py", "unit = st.query_params['unit']"),
    (pages_leave_the_address_alone, "pages/about.py", "st.page_link('x.py', query_params={'unit': '330481'})"),
    (pages_leave_the_address_alone, "pages/about.py", "from streamlit import query_params"),
    (app_serves_and_no_more, "app.py", "import pandas as pd"),
    (app_serves_and_no_more, "app.py", "st.title('x')"),
    (scripts_are_not_imported, "src/g60/ui/shell.py", "from pages import atlas"),
    (scripts_are_not_imported, "tests/test_pages.py", "import pages.atlas"),
    (scripts_are_not_imported, "pages/atlas.py", "from app import app"),
    (contract_stands_on_the_standard_library, "src/g60/contract/schema.py", "import pandas as pd"),
    (contract_stands_on_the_standard_library, "src/g60/contract/i18n.py", "import yaml"),
    (contract_stands_on_the_standard_library, "src/g60/contract/schema.py", "from g60.contract.errors import G60Error"),
    (contract_stands_on_the_standard_library, "src/g60/contract/codes.py", "from g60.contract.i18n import text"),
    (no_path_of_a_machine, "docs/notes.md", "see " + "/".join(["", "home", "li", "atlas"])),
    (no_path_of_a_machine, "Makefile", "\tcp x " + "/".join(["", "tmp", "x"])),
    (no_path_of_a_machine, "README.md", r"open C:" + "\\Users\\li"),
]

ALLOWED = [
    (only_layers_import_folium, "layers/atlas_map.py", "import folium\nfrom branca.element import MacroElement"),
    (only_layers_import_folium, "pages/atlas.py", "from streamlit_folium import st_folium"),
    (no_markup_of_our_own, "layers/atlas_map.py", "import html\nhtml.escape(name)\nMacroElement()"),
    (pages_are_short, "pages/about.py", '"""About."""\n\n# Why.\n' + "\n" * 40 + "import streamlit as st"),
    (pages_compose, "src/g60/catalog/measures.py", "import pandas as pd\ndef f(): return 1 + 1"),
    (pages_leave_the_address_alone, "src/g60/ui/shell.py", "st.query_params.clear()"),
    (app_serves_and_no_more, "app.py", "import gc\nimport streamlit as st\napp = st.App('pages/index.py')"),
    (scripts_are_not_imported, "tests/test_app.py", "from app import app"),
    (contract_stands_on_the_standard_library, "src/g60/contract/dataset.py", "from dataclasses import dataclass"),
    (contract_stands_on_the_standard_library, "src/g60/contract/schema.py", "from g60.contract.codes import UNITS"),
    (contract_stands_on_the_standard_library, "src/g60/contract/crs.py", "import pyproj"),
    (
        no_path_of_a_machine,
        "README.md",
        "/".join(["see ", "files", "home", " and https:", "", "x.org", "home", ""]),
    ),
    (no_path_of_a_machine, "README.md", "/".join(["beside it: ..", "..", "work", ""])),
]


@pytest.mark.parametrize(("rule", "path", "text"), REFUSED)
def test_a_rule_catches_what_it_is_for(rule: Rule, path: str, text: str) -> None:
    assert list(rule(PurePosixPath(path), text)), f"{rule.__name__} let it pass"


@pytest.mark.parametrize(("rule", "path", "text"), ALLOWED)
def test_a_rule_lets_the_rest_pass(rule: Rule, path: str, text: str) -> None:
    assert list(rule(PurePosixPath(path), text)) == []


# Each import contract catches what it is for -------------------------------------------------

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
ROOMS = [layer.strip("()") for layer in CONTRACTS[0]["layers"]]

# By the first words of each contract's name: modules that break it, each with its import.
BREAKING = {
    "The rooms of the domain": {f"g60.{room}.x": f"g60.{above}" for above, room in pairwise(ROOMS)} | {"g60.utils": ""},
    "Files: tables and the map": {
        "g60.export.imprint": "g60.export.tables",
        "g60.export.tables.x": "g60.export.paper_map",
        "g60.export.paper_map.x": "g60.export.paper",
        "g60.export.paper.x": "g60.export.office",
        "g60.export.office.x": "g60.export.handouts",
    },
    "The contract stands on": {"g60.contract.x": "pandas"},
    "Only the record knows": {"g60.evidence.x": "sqlalchemy"},
    "The map room knows neither": {"layers.x": "g60.ui", "layers.y": "g60.cli"},
    "Of the domain only the command line": {"g60.export.x": "layers"},
    "Of the domain only the page parts": {"g60.export.x": "streamlit"},
    "The map room does not know": {"layers.x": "streamlit"},
    "The map room makes no files": {"layers.x": "g60.export"},
    "Only the map room knows": {"g60.ui.x": "folium"},
    "No circle of imports": {"g60.ui.page_list": "g60.ui.shell"},
    "Scripts are not imported": {"layers.x": "app", "g60.ui.x": "pages"},
}


@pytest.fixture(scope="module")
def copy_of_the_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("importlinter", reason="import-linter is a tool of development; `make check` installs it")
    tree = tmp_path_factory.mktemp("tree")
    modules_only = shutil.ignore_patterns("*.[!p]*", "__pycache__", "web")
    for folder in ("src/g60", "layers"):
        shutil.copytree(ROOT / folder, tree / folder, ignore=modules_only)
    shutil.copy(ROOT / "pyproject.toml", tree)
    return tree


def broken_contracts(tree: Path) -> dict[str, str]:
    """What import-linter reports on each broken contract, by the contract's name."""
    call = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tree / "src"), str(tree)]), "COLUMNS": "500"}
    call.append("--no-cache")
    process = subprocess.run(call, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    kept = re.search(r"^Contracts: (\d+) kept, (\d+) broken", process.stdout, re.MULTILINE)
    assert kept, process.stdout + process.stderr
    reports = re.split(r"^(.+)\n-+\n", process.stdout.partition("\nBroken contracts\n")[2], flags=re.MULTILINE)
    found = dict(zip(reports[1::2], reports[2::2], strict=True))
    assert len(found) == int(kept[2]) == len(CONTRACTS) - int(kept[1])
    return found


def test_the_import_contracts_are_kept(copy_of_the_tree: Path) -> None:
    assert broken_contracts(copy_of_the_tree) == {}


def test_every_import_contract_is_broken_once_here() -> None:
    assert [entry["name"] for entry in CONTRACTS if not entry["name"].startswith(tuple(BREAKING))] == []


@pytest.mark.parametrize("name", BREAKING)
def test_an_import_contract_catches_what_it_is_for(copy_of_the_tree: Path, name: str) -> None:
    files = {}
    for module, imported_name in BREAKING[name].items():
        path = copy_of_the_tree / ("src" if module.startswith("g60") else "") / f"{module.replace('.', '/')}.py"
        files[path] = path.read_text("utf-8") if path.exists() else None
        path.write_text((files[path] or "") + (f"\nimport {imported_name}\n" if imported_name else ""), "utf-8")
    try:
        found = broken_contracts(copy_of_the_tree)
    finally:
        for path, before in files.items():
            path.unlink() if before is None else path.write_text(before, "utf-8")
    report = next(words for broken, words in found.items() if broken.startswith(name))
    for module, imported_name in BREAKING[name].items():
        edge = f"{module} -> {imported_name} (" if imported_name else module.removeprefix("g60.")
        between_siblings = f"- .{module.rpartition('.')[2]} -> .{imported_name.rpartition('.')[2]} ("
        assert edge in report or between_siblings in report

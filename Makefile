# The project's commands. From nothing but Python 3.11, make and a package index:
#   make run     serve the app on http://localhost:8501
#   make test    run every test, those in a real browser too
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# requirements.txt was tested on Python 3.11; a newer Python is used only if 3.11 is not there.
PYTHON ?= $(shell for name in python3.11 python3; do \
	$$name -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
# Each has an app and a browser of its own; one that has finished takes half of what another still has to do.
WORKERS ?= 2

# A stamp file for each set of packages: they are installed again only when their list changes.
INSTALLED := $(VENV)/installed
INSTALLED_DEV := $(VENV)/installed-dev
INSTALLED_NODE := node_modules/installed

.PHONY: help run test soak check format mutants bench bench-anatomy bench-record bench-imports bench-long \
	bench-visitors geodata docs bundle fuzz pins lock picture pictures clean $(VENV)

help:  ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# No file is installed whose hash the lock does not name. A folder has no hash: the project itself comes second, built
# by the setuptools of the lock, with nothing taken from anywhere.
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCKED := $(PIP) install --require-hashes --no-deps

$(INSTALLED): requirements.lock pyproject.toml | $(BIN)/python
	$(LOCKED) -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --no-index -e .
	$(PIP) check
	@touch $@

$(INSTALLED_DEV): requirements-dev.lock $(INSTALLED)
	$(LOCKED) -r requirements-dev.lock
	@touch $@

# Node checks the client's modules and runs their unit tests. To serve the app or to test it nobody needs it.
$(INSTALLED_NODE): package.json package-lock.json
	@command -v npm >/dev/null || { echo "Node 18 or newer with npm is needed for this command." >&2; exit 1; }
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(VENV): $(INSTALLED_DEV)

run: $(INSTALLED)  ## serve the app on http://localhost:8501 (PORT=... for another)
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: $(INSTALLED)  ## run every test (ARGS="-k name" for some of them, WORKERS=4 on a larger machine)
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

soak: $(INSTALLED)  ## what takes minutes: two hundred killed publications on each database; the archive set up with no network
	G60_KILLS=200 $(BIN)/python -m pytest tests/test_hardship.py -k killed $(ARGS)
	$(MAKE) bundle ARGS="$(HERE_PLATFORM)"
	G60_BUNDLE="$$(ls -t build/atlas-*.zip | head -1)" $(BIN)/python -m pytest tests/test_bundle.py -k reaches_nobody $(ARGS)

check: $(INSTALLED_DEV) $(INSTALLED_NODE)  ## format, lint, types, import contracts; the client's unit tests too
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy src layers deploy $(wildcard app.py pages)
	$(BIN)/lint-imports
	$(BIN)/hadolint deploy/Containerfile
	$(BIN)/python -m pytest -q tests/test_rooms.py tests/test_supply.py -k "contract or schema"
	npm run --silent lint
	npm run --silent types
	PYTHON=$(BIN)/python npm test --silent

mutants: $(INSTALLED)  ## put small faults into the code and see which the tests notice (ARGS="evidence --count 50")
	$(BIN)/python -m tests.mutants $(ARGS)

bench: $(INSTALLED)  ## measure the app over synthetic lists (ARGS="24 1000" for some lengths, ARGS=quick for ratios in a minute)
	$(BIN)/python -m benchmarks.run $(ARGS)

bench-anatomy: $(INSTALLED)  ## what a first visit waits for, and whose script a click costs; writes benchmarks/ANATOMY.md
	$(BIN)/python -m benchmarks.anatomy $(ARGS)

bench-record: $(INSTALLED)  ## measure the record's large steps on SQLite and PostgreSQL
	$(BIN)/python -m benchmarks.record $(ARGS)

bench-imports: $(INSTALLED)  ## measure how long a county's file of 5,000 and 100,000 rows takes
	$(BIN)/python -m benchmarks.imports

bench-visitors: $(INSTALLED)  ## measure 50 and 200 visitors, and a filter while files are made (six minutes; quiet machine)
	$(BIN)/python -m benchmarks.visitors $(ARGS)

bench-long: $(INSTALLED)  ## fifty visitors for ten minutes, then 300 visits that end: memory, files, threads (17 minutes)
	$(BIN)/python -m benchmarks.long $(ARGS)

geodata: $(INSTALLED)  ## compute the geometry again from geodata/inputs
	$(BIN)/python -m g60 geodata

docs: $(INSTALLED)  ## write the data dictionary and the table of settings again
	$(BIN)/python -m g60 dictionary -o docs/data-dictionary.md
	$(BIN)/python -m g60 settings --lang en --write docs/operations.md

HERE_PLATFORM = $(shell $(BIN)/python -c 'from deploy.start import machine; print(machine())')

bundle: $(INSTALLED)  ## one archive to set up where there is no network (ARGS="linux-aarch64" for other platforms)
	$(BIN)/python -m deploy.bundle $(ARGS)

fuzz: $(INSTALLED)  ## ask every route and page what nobody means to ask, for ten minutes (ARGS="60" for the seconds)
	$(BIN)/python -m tests.fuzz $(ARGS)

pins: $(INSTALLED)  ## ask the package index whether it has withdrawn one of the pins
	$(BIN)/python -m deploy.pins

# --universal: one list for all platforms, with the hash of every file that the index has.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--custom-compile-command "make lock"

lock: $(INSTALLED_DEV)  ## write requirements.lock and requirements-dev.lock again from the pins (asks the package index)
	$(COMPILE) requirements.txt --no-emit-package g60 -o requirements.lock
	$(COMPILE) requirements-dev.txt -c requirements.lock -o requirements-dev.lock

picture: $(INSTALLED)  ## take the README's picture of the app, in a real browser
	$(BIN)/python -m tests.picture

pictures: $(INSTALLED)  ## pictures of every scene, page and format into build/, and the measure of all labels (ARGS="scenes")
	$(BIN)/python -m tests.pictures $(ARGS)

format: $(INSTALLED_DEV) $(INSTALLED_NODE)  ## format the code, and fix what lint can fix
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	npm run --silent format

clean:  ## remove the files of the other commands
	rm -rf $(VENV) node_modules build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

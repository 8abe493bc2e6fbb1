# Two commands are all a stranger needs: make demo, make test. Both set everything up first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TOOLS := .venv/tools

# How a demonstration is told what to do; see make help.

export CITY HANDOVER KEEP FAULTS EENMALIG_HOME SECONDS READER

.PHONY: help setup demo run test screenshots fuzz faults scale bench lint lock clean
.DEFAULT_GOAL := help

help:
	@echo 'make demo    run a whole campaign in a real Airflow, from exports to certificate'
	@echo '             CITY=utrecht     another city than lelystad'
	@echo '             HANDOVER=folder  a copy of that hand-over instead of a made-up one'
	@echo '             FAULTS=rough     how the stand-in for the provider misbehaves; mild, rough, none, sender_refused'
	@echo '             KEEP=1           leave Airflow running afterwards'
	@echo 'make run     start Airflow without a campaign, to trigger and approve by hand'
	@echo 'make test    run all tests'
	@echo 'make screenshots  keep pictures of every page, in var/screenshots/, and those that documents show'
	@echo 'make fuzz    read changed exports, SECONDS=180 for each reader; READER=csv for one'
	@echo 'make faults  kill, interrupt, and disturb by busy processes: the long matrices; writes docs/faults.md'
	@echo 'make scale   many campaigns at once; writes docs/scale.md'
	@echo 'make bench   measure speed and memory, each figure against a plain way in the same run'
	@echo 'make lint    run ruff, mypy and import-linter'
	@echo 'make setup   install everything into .venv, as the others do when needed'
	@echo 'make lock    compile the lists of dependencies with their hashes'
	@echo 'make clean   remove what was installed and cached; never var/, which holds evidence'
	@echo ''
	@echo 'EENMALIG_HOME=folder keeps all stores there instead of in var/.'

setup: $(VENV)/ready

demo: $(VENV)/ready
	@$(BIN)/python -m rehearsal.demo

run: $(VENV)/ready
	@$(BIN)/python -m standalone

test: $(VENV)/ready-dev
	@$(BIN)/python -m pytest --numprocesses=2 --no-loadscope-reorder

# By the tests of the pages, which lead campaigns to every ending.
SHOWN := campaigns campaign decision

screenshots: $(VENV)/ready-dev
	@EENMALIG_PICTURES=var/screenshots EENMALIG_NEEDS_BROWSER=1 \
		$(BIN)/python -m pytest tests/airflow/browser/test_graph.py tests/airflow/browser/test_what_was_seen.py
	@cp $(SHOWN:%=var/screenshots/%.png) docs/images/pages/
	@cp var/screenshots/graph.png docs/images/

fuzz: $(VENV)/ready-fuzz
	@$(BIN)/python -m tests.fuzz

bench: $(VENV)/ready-dev
	@$(BIN)/python -m tests.benchmarks

faults: $(VENV)/ready-dev
	@PYTHONPATH=include:plugins:. $(BIN)/python -m tests.faults

scale: $(VENV)/ready-dev
	@PYTHONPATH=include:plugins:. $(BIN)/python -m tests.scale

lint: $(VENV)/ready-dev
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy --no-error-summary
	@PYTHONPATH=include:plugins $(BIN)/lint-imports
	@echo 'lint: nothing found'

$(VENV)/python: # the environment itself, once
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo 'Eenmalig needs Python 3.11 or newer as "$(PYTHON)"; name another with PYTHON=...' >&2; exit 1; }
	@echo 'Setting up .venv (a few minutes, only this first time) ...'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/ready: requirements.txt pyproject.toml | $(VENV)/python
	@echo 'Installing what is in requirements.txt ...'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/ready-dev: requirements-dev.txt $(VENV)/ready
	@echo 'Installing what is in requirements-dev.txt ...'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/ready-fuzz: requirements-fuzz.txt $(VENV)/ready-dev
	@echo 'Installing what is in requirements-fuzz.txt ...'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-fuzz.txt
	@touch $@

# Keeps what is pinned already; delete a line, or the file, to take a newer version.
lock: | $(VENV)/python
	@test -x $(TOOLS)/bin/uv || { $(PYTHON) -m venv $(TOOLS) && \
		$(TOOLS)/bin/pip install --quiet --disable-pip-version-check uv; }
	@for each in requirements requirements-dev requirements-compose requirements-fuzz; do \
		echo "Compiling $$each.txt ..."; \
		bound=; test $$each = requirements || bound='-c requirements.txt'; \
		$(TOOLS)/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
			$$each.in $$bound -o $$each.txt || exit 1; \
	done

clean:
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache ./*.egg-info
	@find dags include plugins tests -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo 'Removed .venv and caches. Stores and evidence in var/ are left alone.'

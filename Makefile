# Everything a person types here. `make help` lists it.
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --no-input
LIBRARY ?= ./library
PORT ?= 8000
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
ASSETS := api/static/vendor/.built

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow lint types imports check bench corpus lock wheel clean distclean setup

help:  ## list the commands
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(RUNTIME) $(ASSETS)  ## set up, ingest the shipped briefings, serve them on 127.0.0.1:8000
	$(BIN)/missiongraph --library $(LIBRARY) demo --port $(PORT)

test: $(DEV)  ## set up and run the whole suite
	$(BIN)/python -m pytest

test-slow: $(DEV)  ## the tests that take minutes
	$(BIN)/python -m pytest -m slow

setup: $(DEV)  ## the virtual environment with everything in it

lint: $(DEV)  ## style (ruff) and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(DEV)  ## mypy, strict
	$(BIN)/mypy

check: lint types test  ## lint, types and tests

bench: $(DEV)  ## the benchmarks; results go to docs/benchmarks.md
	$(BIN)/python -m benchmarks

corpus: $(DEV)  ## build the shipped briefings from their sources
	$(BIN)/python -m corpus.build

lock: $(DEV)  ## resolve the dependencies anew
	$(BIN)/python requirements/lock.py

wheel: $(DEV)  ## build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation

clean:  ## remove what was built or cached, not the library
	rm -rf dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +

distclean: clean  ## remove the virtual environment and the fetched libraries of the pages as well
	rm -rf $(VENV) frontend/node_modules api/static/vendor

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "missiongraph needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 …" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): $(VENV)/pyvenv.cfg requirements/torch.txt requirements/runtime.txt pyproject.toml
	@echo "Setting up the virtual environment (once; some minutes)…"
	$(PIP) install -r requirements/torch.txt -c requirements/constraints.txt
	$(PIP) install --require-hashes --no-deps -r requirements/runtime.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(ASSETS): $(RUNTIME) frontend/package-lock.json frontend/build.py
	$(BIN)/python frontend/build.py
	@touch $@

$(DEV): $(RUNTIME) $(ASSETS) requirements/dev.txt
	$(PIP) install --require-hashes --no-deps -r requirements/dev.txt
	@touch $@

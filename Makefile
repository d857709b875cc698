# Two commands are enough: `make demo` and `make test`. CONTRIBUTING.md tells about the others.
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
COMPILE = "$$UV" pip compile --quiet --no-strip-extras --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header

# Tests and benchmarks over real cases find their data here, unless told otherwise.
ifneq ($(wildcard ../shared),)
export DELIBERATE_TEST_DATA ?= $(abspath ../shared)
endif

.PHONY: demo test check bench bench-lottery bench-register bench-rehearsals bench-tables lock clean
.NOTPARALLEL:

demo: .venv/.run
	@$(BIN)/deliberate demo

test: .venv/.dev
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: .venv/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: .venv/.run
	@$(BIN)/python -m benchmarks

# Twenty million invented people in a temporary file; ROWS=... makes more or fewer.
bench-register: .venv/.run
	@$(BIN)/python -m benchmarks.register $(ROWS)

# Beside the peer, which is under the GPL: it gets an environment of its own and is no part of ours.
# NAME="sf_e" measures the instances that have it in their name.
bench-lottery: .venv/.run .venv-peer/.made
	@$(BIN)/python -m benchmarks.lottery $(NAME)

.venv-peer/.made: Makefile
	@echo "Installing the peer into .venv-peer ..."
	@$(BIN)/python -m venv --clear .venv-peer
	@.venv-peer/bin/python -m pip --quiet --disable-pip-version-check install \
		'sortition-algorithms==0.12.15' 'highspy==1.16.0' 'mip[highs]==1.17.6'
	@touch $@

# Table plans beside the greedy method of the tool in use.
bench-tables: .venv/.run
	@$(BIN)/python -m benchmarks.tables

# The real cases, from the opening to the last fact. NAME="canada" rehearses those that have it in their name.
bench-rehearsals: .venv/.run
	@$(BIN)/python -m benchmarks.rehearsals $(NAME)

# What the package needs, and the package itself, editable.
.venv/.run: .venv/.made pyproject.toml requirements/run.txt requirements/build.txt
	@echo "Installing into .venv ..."
	@$(PIP) install --require-hashes -r requirements/build.txt -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# What tests and checks need beyond that.
.venv/.dev: .venv/.run requirements/dev.txt
	@echo "Installing what tests and checks need ..."
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

# An environment that works is kept. PYTHON=... overrides the search for an interpreter.
.venv/.made:
	@if $(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then touch $@; exit 0; fi; \
	for candidate in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
		"$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		"$$candidate" -c 'import ensurepip, venv' 2>/dev/null || { no_venv=$$candidate; continue; }; \
		"$$candidate" -m venv --clear .venv && touch $@ && exit 0; exit 2; \
	done; \
	if [ -n "$$no_venv" ]; then \
		echo "$$no_venv lacks the modules venv and ensurepip: install them, on Debian and Ubuntu with: apt install python3-venv"; \
	else \
		echo "Python 3.11 or newer is needed and was not found: install it, on Debian and Ubuntu with: apt install python3 python3-venv"; \
	fi >&2; exit 2

# The three locks agree with each other; only `run` decides.
lock:
	@UV=$$(command -v uv || echo $(BIN)/uv); \
	[ -x "$$UV" ] || { echo "uv is needed to write the locks: install it with: $(BIN)/python -m pip install uv" >&2; exit 2; }; \
	$(COMPILE) pyproject.toml --extra postgres --extra register -o requirements/run.txt && \
	$(COMPILE) --group pyproject.toml:build -c requirements/run.txt -o requirements/build.txt && \
	$(COMPILE) pyproject.toml --extra postgres --extra register --extra dev -c requirements/run.txt -o requirements/dev.txt

clean:
	@rm -rf .venv .venv-peer build dist var .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
